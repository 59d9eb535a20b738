// System calls on names: what is where in the tree, and changing it.

import { AT_EACCESS, Errno, F_OK, R_OK, W_OK, X_OK } from '../abi.ts';
import { asRealUser } from '../credentials.ts';
import { fileOf } from '../file.ts';
import { checkAccess, setMode, setOwner, setTimes } from '../fs/attributes.ts';
import { statOf, targetOf } from '../fs/inode.ts';
import { truncateInode } from '../fs/open.ts';
import { directoryAt, lookup, pathOf } from '../fs/path.ts';
import {
  makeDirectory,
  makeFifo,
  makeLink,
  makeSymlink,
  removeDirectory,
  rename,
  unlink,
} from '../fs/tree.ts';
import { demand } from '../permissions.ts';
import { checkSizeLimit } from '../rlimit.ts';
import type { Handlers } from './index.ts';

export const treeCalls = {
  stat: (kernel, { process }, path) => statOf(lookup(kernel, process, path)),

  lstat: (kernel, { process }, path) => statOf(lookup(kernel, process, path, false)),

  mkdir(kernel, { process }, path, mode) {
    makeDirectory(kernel, process, path, mode & 0o1777 & ~process.umask);
  },

  mkfifo(kernel, { process }, path, mode) {
    makeFifo(kernel, process, path, mode & 0o1777 & ~process.umask);
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
    process.cwd = directoryAt(kernel, process, path);
  },

  getcwd: (kernel, { process }) => pathOf(kernel, process.cwd),

  truncate(kernel, { process }, path, length) {
    const inode = lookup(kernel, process, path);
    if (inode.content.is === 'directory') throw new Errno('EISDIR');
    demand(process.cred, inode, 'w');
    if (length > statOf(inode).size) checkSizeLimit(kernel, process, length);
    truncateInode(kernel, inode, length);
  },

  chmod(kernel, { process }, path, mode) {
    setMode(kernel, process.cred, lookup(kernel, process, path), mode & 0o7777);
  },

  utimens(kernel, { process }, path, atime, mtime) {
    setTimes(kernel, process.cred, lookup(kernel, process, path), atime, mtime);
  },

  chown(kernel, { process }, path, uid, gid) {
    setOwner(kernel, process.cred, lookup(kernel, process, path), uid, gid);
  },

  lchown(kernel, { process }, path, uid, gid) {
    setOwner(kernel, process.cred, lookup(kernel, process, path, false), uid, gid);
  },

  fchown(kernel, { process }, fd, uid, gid) {
    const { inode } = fileOf(process, fd);
    if (!inode) throw new Errno('EPERM'); // a pipe: nobody could look at its owner
    setOwner(kernel, process.cred, inode, uid, gid);
  },

  access(kernel, { process }, path, mode, flags) {
    if (mode & ~(F_OK | R_OK | W_OK | X_OK)) throw new Errno('EINVAL');
    const { cwd, pid, cred } = process;
    const looker = { cwd, pid, cred: flags & AT_EACCESS ? cred : asRealUser(cred) };
    checkAccess(kernel, looker, path, mode);
  },
} satisfies Handlers;
