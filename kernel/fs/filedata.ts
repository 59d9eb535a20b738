// The bytes of a file: pages by number. A page that was never written is a hole and reads as zeros.
//
// A page starts small and doubles, so that a file of ten bytes takes little more. All files of a file system share its
// space; when that is used up, a write comes up short, and the next one is ENOSPC.

import { type Bytes, Errno } from '../abi.ts';

const PAGE = 65536;
const FIRST = 256;
const MAX = 2 ** 43; // bytes: 8 TiB

/** What the pages of a file system may take, in bytes. */
export interface Space {
  used: number;
  readonly capacity: number;
}

export interface FileData {
  length: number;
  readonly pages: Map<number, Bytes>;
  readonly space: Space;
}

export function newSpace(capacity: number): Space {
  return { used: 0, capacity };
}

export function newFileData(space: Space, content: Bytes = new Uint8Array(0)): FileData {
  const data: FileData = { length: 0, pages: new Map(), space };
  writeData(data, 0, content);
  return data;
}

export function readData(data: FileData, offset: number, count: number): Bytes {
  const result = new Uint8Array(Math.max(0, Math.min(count, data.length - offset)));
  for (let at = 0; at < result.length; ) {
    const start = (offset + at) % PAGE;
    const part = Math.min(PAGE - start, result.length - at);
    const page = data.pages.get(Math.floor((offset + at) / PAGE));
    if (page) result.set(page.subarray(start, start + part), at);
    at += part;
  }
  return result;
}

/** Tells how many bytes there was space for. */
export function writeData(data: FileData, offset: number, bytes: Bytes): number {
  if (offset + bytes.length > MAX) throw new Errno('EFBIG');
  let written = 0;
  while (written < bytes.length) {
    const start = (offset + written) % PAGE;
    const part = bytes.subarray(written, written + PAGE - start);
    const page = pageWithRoom(data, Math.floor((offset + written) / PAGE), start + part.length);
    if (!page) break;
    page.set(part, start);
    written += part.length;
  }
  if (written === 0 && bytes.length > 0) throw new Errno('ENOSPC');
  if (written > 0) data.length = Math.max(data.length, offset + written);
  return written;
}

/** Makes the file exactly `length` bytes long. What is cut off is gone: growing again finds zeros. */
export function resizeData(data: FileData, length: number): void {
  if (length > MAX) throw new Errno('EFBIG');
  if (length < data.length) {
    const kept = Math.ceil(length / PAGE);
    for (const [number, page] of data.pages) if (number >= kept) releasePage(data, number, page);
    if (length % PAGE > 0) data.pages.get(kept - 1)?.fill(0, length % PAGE);
  }
  data.length = length;
}

/** The file is gone: its pages are free for others. */
export function freeData(data: FileData): void {
  for (const [number, page] of data.pages) releasePage(data, number, page);
}

function releasePage(data: FileData, number: number, page: Bytes): void {
  data.pages.delete(number);
  data.space.used -= page.length;
}

function pageWithRoom(data: FileData, number: number, needed: number): Bytes | null {
  const page = data.pages.get(number);
  if (page && page.length >= needed) return page;
  let size = page?.length ?? FIRST;
  while (size < needed) size *= 2;
  const more = size - (page?.length ?? 0);
  if (data.space.used + more > data.space.capacity) return null;
  data.space.used += more;
  const larger = new Uint8Array(size);
  if (page) larger.set(page);
  data.pages.set(number, larger);
  return larger;
}
