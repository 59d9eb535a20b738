// tmpfs: a tree in memory. The root file system is one.

import type { Kernel } from '../boot.ts';
import { type Directory, type FileSystem, type Inode, newDirectory } from './inode.ts';

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

export function newTmpfs(kernel: Kernel): Inode {
  const fs: FileSystem = { type: 'tmpfs', device: ++kernel.fileSystems, readOnly: false, inodes: 0 };
  const root = newDirectory(kernel, fs, memoryDirectory(), 0o755);
  root.nlink = 2;
  return root;
}
