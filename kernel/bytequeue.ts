// A queue of bytes: what a pipe, a terminal and a stream hold between writer and reader.
//
// Bytes are copied once, on the way in; a block that is read whole is handed over without a copy. Small writes share
// a block, so that a million of one byte each do not become a million objects.

import type { Bytes } from './abi.ts';

const BLOCK = 4096;

interface Block {
  readonly data: Bytes;
  start: number; // what lies before was taken
  end: number; // what lies behind is free
}

export interface ByteQueue {
  length: number;
  blocks: Block[];
  first: number; // blocks before this one are used up
}

export function byteQueue(): ByteQueue {
  return { length: 0, blocks: [], first: 0 };
}

export function pushBytes(queue: ByteQueue, data: Bytes): void {
  if (data.length === 0) return;
  let rest = data;
  const last = queue.blocks.at(-1);
  if (last && queue.first < queue.blocks.length) {
    const room = Math.min(last.data.length - last.end, rest.length);
    last.data.set(rest.subarray(0, room), last.end);
    last.end += room;
    rest = rest.subarray(room);
  }
  if (rest.length > 0) {
    const block = new Uint8Array(Math.max(BLOCK, rest.length));
    block.set(rest);
    queue.blocks.push({ data: block, start: 0, end: rest.length });
  }
  queue.length += data.length;
}

/** Takes out up to `count` bytes. */
export function takeBytes(queue: ByteQueue, count: number): Bytes {
  const wanted = Math.min(count, queue.length);
  if (wanted === 0) return new Uint8Array(0);
  const head = queue.blocks[queue.first] as Block;
  if (head.end - head.start <= wanted && wanted === queue.length && queue.first === queue.blocks.length - 1) {
    retire(queue);
    queue.length = 0;
    return head.data.subarray(head.start, head.end);
  }
  const taken = new Uint8Array(wanted);
  for (let at = 0; at < wanted; ) {
    const block = queue.blocks[queue.first] as Block;
    const part = block.data.subarray(block.start, Math.min(block.end, block.start + wanted - at));
    taken.set(part, at);
    at += part.length;
    block.start += part.length;
    if (block.start === block.end) retire(queue);
  }
  queue.length -= wanted;
  return taken;
}

function retire(queue: ByteQueue): void {
  queue.first++;
  if (queue.first > 32 || queue.first === queue.blocks.length) {
    queue.blocks = queue.blocks.slice(queue.first);
    queue.first = 0;
  }
}
