// devfs: the devices under /dev (null(4), zero(4), random(4), tty(4)).
//
// To add a device that is no hardware: a FileOps and a row in `plain`.

import { Errno } from '../abi.ts';
import type { Kernel } from '../boot.ts';
import type { FileOps } from '../process.ts';
import { streamOps } from '../stream.ts';
import { ttyOps } from '../ttyops.ts';
import { type Inode, newDirectory, newFileSystem, newInode } from './inode.ts';
import { memoryDirectory } from './tmpfs.ts';
import { attach } from './tree.ts';

const nullDevice: FileOps = {
  seekable: true,
  read: () => new Uint8Array(0),
  write: (_kernel, _task, _file, data) => data.length,
};

const MOST = 2 ** 20; // the most that one read of an endless device gives

const zeroDevice: FileOps = {
  ...nullDevice,
  read: (_k, _t, _f, count) => new Uint8Array(Math.min(count, MOST)),
};

const fullDevice: FileOps = {
  ...zeroDevice,
  write() {
    throw new Errno('ENOSPC');
  },
};

const randomDevice: FileOps = {
  ...nullDevice,
  read: (kernel, _task, _file, count) => randomBytes(kernel, Math.min(count, MOST)),
};

const plain: Record<string, FileOps> = {
  null: nullDevice,
  zero: zeroDevice,
  full: fullDevice,
  random: randomDevice,
  urandom: randomDevice,
};

/** /dev/tty: whichever terminal controls the process that opens it. open(2) puts that one in its place. */
export const controllingTerminal: FileOps = {
  seekable: false,
  read() {
    throw new Errno('ENXIO');
  },
  write() {
    throw new Errno('ENXIO');
  },
};

/** /dev/stdin and its like: what the process that opens it has as that descriptor. open(2) puts that in its place. */
export const ownDescriptor: FileOps = { ...controllingTerminal };

export function randomBytes(kernel: Kernel, count: number): Uint8Array {
  return new Uint8Array(count).map(() => Math.floor(kernel.random() * 256));
}

// A terminal and a stream of the host are root's until init gives them to the user who sits there.
const TERMINAL_MODE = 0o620; // to read what is typed there, one must be its owner
const STREAM_MODE = 0o600;

export function newDevfs(kernel: Kernel): Inode {
  const fs = newFileSystem(kernel, 'devfs', 0, false);
  const root = newDirectory(kernel, fs, memoryDirectory(), 0o755);
  root.nlink = 2;
  const add = (name: string, ops: FileOps, object: unknown, mode = 0o666) => {
    const inode = newInode(kernel, fs, { is: 'device', ops, object }, mode);
    attach(kernel, root, name, inode);
    return inode;
  };
  for (const [name, ops] of Object.entries(plain)) add(name, ops, null);
  add('tty', controllingTerminal, null);
  for (const [fd, name] of ['stdin', 'stdout', 'stderr'].entries()) add(name, ownDescriptor, fd);
  kernel.pts = newDirectory(kernel, fs, memoryDirectory(), 0o755); // pty.ts puts them in, and takes them out
  attach(kernel, root, 'pts', kernel.pts);
  const terminals: Inode[] = [];
  for (const device of kernel.devices.values()) {
    if (device.is === 'terminal') terminals.push(add(device.tty.name, ttyOps, device.tty, TERMINAL_MODE));
    else add(`host-${device.stream.name}`, streamOps, device.stream, STREAM_MODE);
  }
  if (terminals[0]) attach(kernel, root, 'console', terminals[0]); // another name of the same: whose the one is, is the other
  return root;
}
