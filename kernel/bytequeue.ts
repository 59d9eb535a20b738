// A queue of bytes: what a pipe, a terminal and a stream hold between writer and reader.
//
// A large write has a block of its own, and a read that takes exactly that gets it without another copy. Small writes
// share a block, which is used again when it has been read: so the smallest write and read allocate next to nothing.

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
  const last = queue.blocks.at(-1);
  let rest = data;
  if (last && data.length < BLOCK) {
    const room = Math.min(last.data.length - last.end, rest.length);
    last.data.set(rest.subarray(0, room), last.end);
    last.end += room;
    rest = rest.subarray(room);
  }
  if (rest.length > 0) {
    if (queue.length === 0) queue.blocks = [];
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
  queue.length -= wanted;
  if (head.start === 0 && head.end === head.data.length && head.end === wanted) {
    drop(queue);
    return head.data;
  }
  const taken = new Uint8Array(wanted);
  for (let at = 0; at < wanted; ) {
    const block = queue.blocks[queue.first] as Block;
    const part = block.data.subarray(block.start, Math.min(block.end, block.start + wanted - at));
    taken.set(part, at);
    at += part.length;
    block.start += part.length;
    if (block.start === block.end) retire(queue, block);
  }
  return taken;
}

/** A block that was read is dropped; but the last one, if it is small, is there for the next write. */
function retire(queue: ByteQueue, block: Block): void {
  if (queue.first < queue.blocks.length - 1 || block.data.length > BLOCK) {
    drop(queue);
    return;
  }
  queue.blocks = [Object.assign(block, { start: 0, end: 0 })];
  queue.first = 0;
}

function drop(queue: ByteQueue): void {
  queue.first++;
  if (queue.first > 32 || queue.first === queue.blocks.length) {
    queue.blocks = queue.blocks.slice(queue.first);
    queue.first = 0;
  }
}
