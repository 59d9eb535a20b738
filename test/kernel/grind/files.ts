// The laws of files: descriptors, pipes, terminals, the tree of names, the space that it takes (see invariants.ts).

import {
  PIPE_BUF,
  PIPE_SIZE,
  POLLERR,
  POLLHUP,
  POLLIN,
  POLLNVAL,
  POLLOUT,
  type PollFd,
} from '../../../kernel/abi.ts';
import type { Kernel } from '../../../kernel/boot.ts';
import type { ByteQueue } from '../../../kernel/bytequeue.ts';
import { isReadable, isWritable } from '../../../kernel/file.ts';
import { type Fifo, fifoOps } from '../../../kernel/fs/fifo.ts';
import type { FileData, Space } from '../../../kernel/fs/filedata.ts';
import { entriesOf, type Inode } from '../../../kernel/fs/inode.ts';
import { type Pipe, pipeOps } from '../../../kernel/pipe.ts';
import { masterOps, type Pty } from '../../../kernel/pty.ts';
import { traceOps } from '../../../kernel/trace.ts';
import { type Tty, unread } from '../../../kernel/tty.ts';
import { ttyOps } from '../../../kernel/ttyops.ts';
import { isWaitedFor, type Law, type Tell, type Walk } from './walk.ts';

export const fileLaws: Record<string, Law> = {
  'an open file counts its descriptors': descriptors,
  'a pipe counts its ends, and wakes who can go on': pipes,
  'a terminal counts how often it is open, and nobody waits for what is there': terminals,
  'nobody waits for input that is there': streams,
  'nobody polls for what is there': pollers,
  'a process is traced while its trace is open': tracers,
  'link counts and parents are those of the tree': tree,
  'a file counts how often it is open, and takes the space it says': space,
};

function descriptors(kernel: Kernel, tell: Tell, { processes, files }: Walk): void {
  for (const [file, count] of files)
    if (file.refs !== count) tell(`${file.name} has ${count}, and counts ${file.refs}`);
  if (kernel.openFiles !== files.size) tell(`${files.size} open files, ${kernel.openFiles} counted`);
  for (const { pid, files: table, closeOnExec, task } of processes) {
    if (table.length > 0 && table.at(-1) === null) tell(`the table of ${pid} has an empty end`);
    if (task.state.is !== 'zombie')
      for (const fd of closeOnExec ?? []) if (!table[fd]) tell(`${pid} would close ${fd}, which is not open`);
  }
}

function pipes(_kernel: Kernel, tell: Tell, { files }: Walk): void {
  const ends = new Map<Pipe, { readers: number; writers: number }>();
  for (const file of files.keys()) {
    if (file.ops !== pipeOps && file.ops !== fifoOps) continue;
    const pipe = file.object as Pipe;
    const counted = ends.get(pipe) ?? { readers: 0, writers: 0 };
    ends.set(pipe, counted);
    if (isReadable(file)) counted.readers++;
    if (isWritable(file)) counted.writers++;
    if (file.ops === fifoOps) fifo(pipe as Fifo, tell, files);
  }
  for (const [pipe, { readers, writers }] of ends) {
    const { id, bytes, readable, writable } = pipe;
    if (pipe.readers !== readers || pipe.writers !== writers)
      tell(`pipe#${id} has ${readers} and ${writers}, and counts ${pipe.readers} and ${pipe.writers}`);
    if (bytes.length > PIPE_SIZE) tell(`pipe#${id} is more than full`);
    if (bytes.length !== lengthOf(bytes)) tell(`pipe#${id} says it has ${bytes.length} bytes`);
    if ((bytes.length > 0 || writers === 0) && isWaitedFor(readable)) tell(`pipe#${id} readers sleep on`);
    const hasRoom = PIPE_SIZE - bytes.length >= PIPE_BUF;
    if ((hasRoom || readers === 0) && isWaitedFor(writable)) tell(`pipe#${id} writers sleep on`);
  }
}

function fifo({ id, unmet, meeting, readers, writers }: Fifo, tell: Tell, files: Walk['files']): void {
  for (const file of unmet) if (!files.has(file)) tell(`fifo#${id} waits for a file that is closed`);
  if (readers > 0 && writers > 0 && unmet.size > 0)
    tell(`both ends of fifo#${id} are open, and have not met`);
  if (unmet.size === 0 && meeting.sleepers.size > 0) tell(`fifo#${id} was met, and somebody sleeps on`);
}

function lengthOf({ blocks, first }: ByteQueue): number {
  let length = 0;
  for (let i = first; i < blocks.length; i++) {
    const { start, end } = blocks[i] as ByteQueue['blocks'][number];
    length += end - start;
  }
  return length;
}

function terminals(kernel: Kernel, tell: Tell, { files }: Walk): void {
  const opens = new Map<unknown, number>();
  const ttys = new Set<Tty>();
  let masters = 0;
  for (const { ops, object } of files.keys()) {
    if (ops !== ttyOps && ops !== masterOps) continue;
    opens.set(object, (opens.get(object) ?? 0) + 1);
    if (ops === ttyOps) ttys.add(object as Tty);
    else {
      masters++;
      master(object as Pty, tell);
      ttys.add((object as Pty).tty);
    }
  }
  if (masters !== entriesOf(kernel.pts).size())
    tell(`${masters} masters, ${entriesOf(kernel.pts).size()} slaves`);
  for (const device of kernel.devices.values()) if (device.is === 'terminal') ttys.add(device.tty);
  for (const tty of ttys) {
    const { name, settings, lines, raw, gone, held, wire, readable, writable } = tty;
    if (tty.opens !== (opens.get(tty) ?? 0))
      tell(`${name} is open ${opens.get(tty) ?? 0} times, and counts ${tty.opens}`);
    if (raw.length !== lengthOf(raw)) tell(`${name} says it has ${raw.length} bytes`);
    if ((gone || (settings.icanon && lines.length > 0)) && isWaitedFor(readable))
      tell(`${name} readers sleep on`);
    if ((gone || (!held && wire.room() > 0)) && isWaitedFor(writable)) tell(`${name} writers sleep on`);
  }
}

function master({ number, tty, shown, readable }: Pty, tell: Tell): void {
  if (tty.gone) tell(`pty#${number} has hung up, and its master is open`);
  if (shown.length !== lengthOf(shown)) tell(`pty#${number} says it has ${shown.length} bytes`);
  if ((shown.length > 0 || tty.opens === 0) && isWaitedFor(readable)) tell(`pty#${number} sleeps on`);
  if (unread(tty) === 0 && isWaitedFor(tty.typable)) tell(`pty#${number} could be typed at`);
}

function streams(kernel: Kernel, tell: Tell): void {
  for (const device of kernel.devices.values()) {
    if (device.is !== 'stream') continue;
    const { name, input, ended, readable } = device.stream;
    if (input.length !== lengthOf(input)) tell(`${name} says it has ${input.length} bytes`);
    if ((ended || input.length > 0) && isWaitedFor(readable)) tell(`${name} readers sleep on`);
  }
}

/** Whoever sleeps in poll sleeps because there is nothing to tell it. */
function pollers(_kernel: Kernel, tell: Tell, { processes }: Walk): void {
  for (const { pid, task, files } of processes) {
    if (task.state.is !== 'sleeping' || task.gate?.name !== 'poll') continue;
    for (const { fd, events } of task.args[0] as PollFd[]) {
      if (fd < 0) continue;
      const file = files[fd];
      const there = file ? (file.ops.poll?.(file, task).events ?? POLLIN | POLLOUT) : POLLNVAL;
      if (there & (events | UNASKED)) tell(`${pid} sleeps on, and ${fd} has ${there}`);
    }
  }
}

const UNASKED = POLLERR | POLLHUP | POLLNVAL;

function tracers(_kernel: Kernel, tell: Tell, { processes, files }: Walk): void {
  const traced = new Set<unknown>();
  for (const { ops, object } of files.keys()) {
    if (ops !== traceOps) continue;
    if (traced.has(object)) tell('one has two');
    traced.add(object);
  }
  for (const process of processes) {
    const { pid, tracer, task } = process;
    if ((tracer !== null) !== traced.has(process)) tell(`${pid}`);
    if (tracer && isWaitedFor(tracer.readable) && (tracer.lines.length > 0 || task.state.is === 'zombie'))
      tell(`the reader of ${pid}'s sleeps on`);
  }
}

function tree(kernel: Kernel, tell: Tell, { processes }: Walk): void {
  for (const { root } of kernel.mounts) if (!root.fs.readOnly) directory(kernel, tell, root, new Map());
  for (const { pid, cwd } of processes) {
    if (cwd.content.is !== 'directory') tell(`${pid} is in no directory`);
    let at: Inode | null = cwd;
    for (let steps = 0; at && steps < 1000; steps++) at = at.parent;
    if (at) tell(`${pid} is in a circle of directories`);
  }
}

/** Counts the names below a directory; those of the whole tree must be as many as the inodes say. */
function directory(kernel: Kernel, tell: Tell, inode: Inode, names: Map<Inode, number>, isTop = true): void {
  let subdirectories = 0;
  for (const [name, entry] of entriesOf(inode).list(kernel)) {
    const seen = names.get(entry) ?? 0;
    names.set(entry, seen + 1);
    if (entry.fs !== inode.fs) tell(`${name} is of another file system`);
    if (entry.content.is !== 'directory') continue;
    subdirectories++;
    if (entry.parent !== inode || entry.name !== name)
      tell(`${name} is a directory that does not know its place`);
    if (seen > 0) tell(`${name} is a directory with two names`);
    else directory(kernel, tell, entry, names, false);
  }
  if (inode.nlink !== 2 + subdirectories)
    tell(`'${inode.name}' has ${inode.nlink}, not ${2 + subdirectories}`);
  if (!isTop) return;
  for (const [entry, count] of names)
    if (entry.content.is !== 'directory' && entry.nlink !== count)
      tell(`inode ${entry.ino} has ${count} names, and counts ${entry.nlink}`);
}

function space(kernel: Kernel, tell: Tell, { files }: Walk): void {
  const opens = new Map<Inode, number>();
  for (const { inode } of files.keys())
    if (inode?.content.is === 'file') opens.set(inode, (opens.get(inode) ?? 0) + 1);
  const used = new Map<Space, number>();
  const add = (inode: Inode) => {
    if (inode.content.is !== 'file') return;
    const { data } = inode.content;
    if (inode.opens !== (opens.get(inode) ?? 0)) tell(`inode ${inode.ino} counts ${inode.opens} opens`);
    used.set(data.space, (used.get(data.space) ?? 0) + takenBy(data, tell, inode));
  };
  const seen = new Set<Inode>();
  for (const { root } of kernel.mounts) if (!root.fs.readOnly) collect(kernel, root, seen);
  for (const inode of opens.keys()) seen.add(inode);
  for (const inode of seen) add(inode);
  for (const [{ used: counted }, walked] of used)
    if (counted !== walked) tell(`${walked} bytes, ${counted} counted`);
}

function collect(kernel: Kernel, inode: Inode, seen: Set<Inode>): void {
  if (seen.has(inode)) return;
  seen.add(inode);
  if (inode.content.is === 'directory')
    for (const [, entry] of inode.content.entries.list(kernel)) collect(kernel, entry, seen);
}

const PAGE = 65536;

/** The bytes of a file's pages, which are all within it, and zero where it ends. */
function takenBy({ pages, length }: FileData, tell: Tell, { ino }: Inode): number {
  let taken = 0;
  for (const [number, page] of pages) {
    const here = length - number * PAGE; // bytes of the file from this page on
    taken += page.length;
    if (here <= 0) tell(`inode ${ino} has a page behind its end`);
    else if (page[here] || (page.length > here && page.at(-1))) tell(`inode ${ino} has bytes behind its end`);
  }
  return taken;
}
