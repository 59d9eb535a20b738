// tmpfs: a tree in memory. The root file system is one.

import type { Kernel } from '../boot.ts';
import { type Directory, type Inode, newDirectory, newFileSystem } from './inode.ts';

export function memoryDirectory(): Directory {
  const entries = new Map<string, Inode>();
  return {
    lookup: (_kernel, name) => entries.get(name),
    list: () => entries,
    insert: (name, inode) => {
      entries.set(name, inode);
    },
    remove: (name) => {
      entries.delete(name);
    },
    size: () => entries.size,
  };
}

const CAPACITY = 2 ** 29; // bytes: 512 MiB, so that a program that writes for ever meets ENOSPC and not the host's end

export function newTmpfs(kernel: Kernel): Inode {
  const fs = newFileSystem(kernel, 'tmpfs', CAPACITY);
  const root = newDirectory(kernel, fs, memoryDirectory(), 0o755);
  root.nlink = 2;
  return root;
}
