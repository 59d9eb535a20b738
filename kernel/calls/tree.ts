// System calls on names: what is where in the tree, and changing it.

import { Errno } from '../abi.ts';
import { entriesOf, setMode, setTimes, statOf, targetOf } from '../fs/inode.ts';
import { truncateInode } from '../fs/open.ts';
import { lookup, pathOf } from '../fs/path.ts';
import { makeDirectory, makeLink, makeSymlink, removeDirectory, rename, unlink } from '../fs/tree.ts';
import { checkSizeLimit } from '../rlimit.ts';
import type { Handlers } from './index.ts';

export const treeCalls = {
  stat: (kernel, { process }, path) => statOf(lookup(kernel, process, path)),

  lstat: (kernel, { process }, path) => statOf(lookup(kernel, process, path, false)),

  mkdir(kernel, { process }, path, mode) {
    makeDirectory(kernel, process, path, mode & 0o7777 & ~process.umask);
  },

  rmdir(kernel, { process }, path) {
    removeDirectory(kernel, process, path);
  },

  unlink(kernel, { process }, path) {
    unlink(kernel, process, path);
  },

  rename(kernel, { process }, path, newpath) {
    rename(kernel, process, path, newpath);
  },

  link(kernel, { process }, path, newpath) {
    makeLink(kernel, process, path, newpath);
  },

  symlink(kernel, { process }, target, path) {
    makeSymlink(kernel, process, target, path);
  },

  readlink(kernel, { process }, path) {
    const { content } = lookup(kernel, process, path, false);
    if (content.is !== 'symlink') throw new Errno('EINVAL');
    return targetOf(content, process);
  },

  chdir(kernel, { process }, path) {
    const directory = lookup(kernel, process, path);
    entriesOf(directory);
    process.cwd = directory;
  },

  getcwd: (kernel, { process }) => pathOf(kernel, process.cwd),

  truncate(kernel, { process }, path, length) {
    const inode = lookup(kernel, process, path);
    if (length > statOf(inode).size) checkSizeLimit(kernel, process, length);
    truncateInode(kernel, inode, length);
  },

  chmod(kernel, { process }, path, mode) {
    setMode(kernel, lookup(kernel, process, path), mode & 0o7777);
  },

  utimens(kernel, { process }, path, atime, mtime) {
    setTimes(kernel, lookup(kernel, process, path), atime, mtime);
  },
} satisfies Handlers;
