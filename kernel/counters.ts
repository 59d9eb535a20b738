// What the kernel holds at one moment, counted: what must be the same before and after a program, however it ended.
//
// Nothing is kept for this: everything is found anew, by walking what there is. Only the number of open files and the
// space in use are the kernel's own counters, so that one that is held by nobody shows, too.
//
// To add one: a row in `countHeld`.

import type { Kernel } from './boot.ts';
import { alarmCount } from './clock.ts';
import type { OpenFile } from './file.ts';
import { fifoOps } from './fs/fifo.ts';
import { entriesOf, type FileSystem, type Inode } from './fs/inode.ts';
import { pipeOps } from './pipe.ts';
import type { State } from './process.ts';

/** By name, as /proc/counters shows them. */
export function countHeld(kernel: Kernel): Record<string, number> {
  const processes = [...kernel.processes.values()];
  const descriptors = processes.flatMap(({ files }) => files.filter((file) => file !== null));
  const files = new Set(descriptors);
  const inodes = heldInodes(kernel, files);
  const inState = (is: State['is']) => processes.filter(({ task }) => task.state.is === is).length;
  return {
    processes: processes.length,
    zombies: inState('zombie'),
    sleepers: inState('sleeping'),
    stopped: inState('stopped'),
    descriptors: descriptors.length,
    'open files': kernel.openFiles,
    pipes: pipesAmong(files).size,
    timers: alarmCount(kernel.clock),
    inodes: inodes.size,
    'bytes in files': spaceUsed(inodes),
    'pseudo-terminals': entriesOf(kernel.pts).size(),
    'terminals of a session': [...kernel.devices.values()].filter(
      (one) => one.is === 'terminal' && one.tty.session,
    ).length,
  };
}

/** All that can be reached by a name, is open, or is somebody's working directory. Those of /proc are made up. */
function heldInodes(kernel: Kernel, files: Iterable<OpenFile>): Set<Inode> {
  const held = new Set<Inode>();
  const add = (inode: Inode | null) => {
    if (inode && inode.fs.type !== 'proc') held.add(inode);
  };
  for (const { root } of kernel.mounts) add(root);
  for (const { inode } of files) add(inode);
  for (const { cwd } of kernel.processes.values()) add(cwd);
  // A set is walked in the order in which it grows, also while it does: so this gets to the leaves.
  for (const inode of held)
    if (inode.content.is === 'directory') for (const [, below] of entriesOf(inode).list(kernel)) add(below);
  return held;
}

function pipesAmong(files: Iterable<OpenFile>): Set<unknown> {
  const ends = [...files].filter(({ ops }) => ops === pipeOps || ops === fifoOps);
  return new Set(ends.map(({ object }) => object));
}

function spaceUsed(inodes: Iterable<Inode>): number {
  const systems = new Set<FileSystem>();
  for (const { fs } of inodes) systems.add(fs);
  return [...systems].reduce((sum, { space }) => sum + space.used, 0);
}
