// The bytes of a file: pages by number. A page that was never written is a hole and reads as zeros.
//
// A page starts small and doubles, so that a file of ten bytes takes little more.

import { type Bytes, Errno } from '../abi.ts';

const PAGE = 65536;
const FIRST = 256;
const MAX = 2 ** 43; // bytes: 8 TiB

export interface FileData {
  length: number;
  readonly pages: Map<number, Bytes>;
}

export function newFileData(content: Bytes = new Uint8Array(0)): FileData {
  const data: FileData = { length: 0, pages: new Map() };
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

export function writeData(data: FileData, offset: number, bytes: Bytes): void {
  if (offset + bytes.length > MAX) throw new Errno('EFBIG');
  for (let at = 0; at < bytes.length; ) {
    const start = (offset + at) % PAGE;
    const part = bytes.subarray(at, at + PAGE - start);
    pageWithRoom(data, Math.floor((offset + at) / PAGE), start + part.length).set(part, start);
    at += part.length;
  }
  if (bytes.length > 0) data.length = Math.max(data.length, offset + bytes.length);
}

/** Makes the file exactly `length` bytes long. What is cut off is gone: growing again finds zeros. */
export function resizeData(data: FileData, length: number): void {
  if (length > MAX) throw new Errno('EFBIG');
  if (length < data.length) {
    const last = Math.floor(length / PAGE);
    for (const number of data.pages.keys()) if (number > last) data.pages.delete(number);
    data.pages.get(last)?.fill(0, length % PAGE);
  }
  data.length = length;
}

function pageWithRoom(data: FileData, number: number, needed: number): Bytes {
  const page = data.pages.get(number);
  if (page && page.length >= needed) return page;
  let size = page?.length ?? FIRST;
  while (size < needed) size *= 2;
  const larger = new Uint8Array(size);
  if (page) larger.set(page);
  data.pages.set(number, larger);
  return larger;
}
