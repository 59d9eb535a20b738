// procfs: the kernel's state as files (proc(5)). Nothing is stored: a file is made when it is opened.
//
//   /proc/PID/...    status stat cmdline wchan limits trace, and fd/ with a link for each descriptor
//   /proc/...        uptime interrupts sched mounts version cmdline counters sysrq-trigger, and self
//
// To add one: a row in `processFiles` or `machineFiles`.

import { Errno, type Pid, RELEASE } from '../abi.ts';
import type { Kernel } from '../boot.ts';
import { alarmCount } from '../clock.ts';
import { countHeld } from '../counters.ts';
import { inspectProcess, type ProcessView, trapCount } from '../inspect.ts';
import type { Process } from '../process.ts';
import { printLimits } from '../rlimit.ts';
import { traceOps } from '../trace.ts';
import {
  type Content,
  type Directory,
  type FileSystem,
  type Inode,
  newFileSystem,
  newInode,
  type Owner,
  ROOTS,
} from './inode.ts';
import { pathOf } from './path.ts';
import { sysrqOps } from './sysrq.ts';

const letters = { running: 'R', ready: 'R', sleeping: 'S', stopped: 'T', zombie: 'Z' } as const;

const processFiles: Record<string, (view: ProcessView) => string> = {
  cmdline: ({ argv, state }) => (state === 'zombie' ? '' : argv.map((word) => `${word}\0`).join('')),
  stat: (p) =>
    `${p.pid} (${p.name}) ${letters[p.state]} ${p.ppid} ${p.pgid} ${p.sid} ${p.tty ?? '-'} ${p.tpgid} ${p.nice} ` +
    `${p.user} ${p.system} ${p.childrenUser} ${p.childrenSystem} ${p.started} ${p.traps} ${p.voluntary} ` +
    `${p.involuntary} ${p.waited} ${p.uid} ${p.ruid} ${p.gid} ${p.rgid}\n`,
  status: (p) =>
    table({
      Name: p.name,
      State: `${letters[p.state]} (${p.state})`,
      Pid: p.pid,
      PPid: p.ppid,
      Pgid: p.pgid,
      Sid: p.sid,
      Tty: p.tty ?? '-',
      Uid: `${p.ruid}\t${p.uid}`,
      Gid: `${p.rgid}\t${p.gid}`,
      Groups: p.groups.join(' ') || '-',
      Umask: `0${p.umask.toString(8)}`,
      Nice: p.nice,
      Since: p.since,
      Call: p.call ?? '-',
      Waiting: p.waitsFor ?? '-',
      WokenBy: [...p.wakers, ...(p.wakeSource ? [p.wakeSource] : [])].join(' ') || '-',
      FDSize: p.descriptors.length,
      SigPnd: p.pending.join(' ') || '-',
      SigBlk: p.blocked.join(' ') || '-',
      SigIgn: p.ignored.join(' ') || '-',
      SigCgt: p.caught.join(' ') || '-',
      Traps: p.traps,
      VoluntarySwitches: p.voluntary,
      InvoluntarySwitches: p.involuntary,
    }),
  wchan: ({ waitsFor }) => waitsFor ?? '0',
};

const machineFiles: Record<string, (kernel: Kernel) => string> = {
  cmdline: (kernel) => `${kernel.commandLine}\n`,
  counters: (kernel) => table(countHeld(kernel)),
  interrupts: (kernel) => table(Object.fromEntries(kernel.interrupts)),
  mounts: (kernel) =>
    kernel.mounts
      .map(({ root }) => {
        const { type, readOnly } = root.fs;
        return `${type} ${pathOf(kernel, root)} ${type} ${readOnly ? 'ro' : 'rw'} 0 0\n`;
      })
      .join(''),
  sched: (kernel) =>
    table({
      policy: kernel.policy.name,
      quantum: kernel.quantum,
      'switch cost': kernel.switchCost,
      'trap cost': kernel.trapCost,
      switches: kernel.switches,
      preemptions: kernel.preemptions,
      traps: trapCount(kernel),
      spawned: kernel.spawned,
      ready: kernel.policy.list().length,
      processes: kernel.processes.size,
      'processes max': kernel.maxProcesses,
      alarms: alarmCount(kernel.clock),
      'open files': kernel.openFiles,
    }),
  uptime: (kernel) => `${(kernel.clock.now / 1e6).toFixed(2)} ${(kernel.idle / 1e6).toFixed(2)}\n`,
  version: () => `tinyos version ${RELEASE}\n`,
};

function table(rows: Record<string, string | number>): string {
  return Object.entries(rows)
    .map(([name, value]) => `${name}:\t${value}\n`)
    .join('');
}

const encoder = new TextEncoder();

/** What the functions below work on. */
interface Proc {
  readonly kernel: Kernel;
  readonly fs: FileSystem;
  root: Inode | null;
}

export function newProcfs(kernel: Kernel): Inode {
  const fs = newFileSystem(kernel, 'proc', 0);
  const proc: Proc = { kernel, fs, root: null };
  // A look-up makes one entry and not all of them: that of a process must not cost more when there are many.
  const lookup = (name: string) =>
    /^[1-9]\d*$/.test(name) ? processNode(proc, Number(name)) : find(rootEntries(proc), name);
  proc.root = node(
    proc,
    1,
    directoryOf(() => rootEntries(proc), lookup),
    0o555,
    null,
    '',
  );
  return proc.root;
}

function* rootEntries(proc: Proc): Iterable<[string, Inode]> {
  let ino = 2;
  for (const [name, text] of Object.entries(machineFiles))
    yield [name, node(proc, ino++, generated(text), 0o444, proc.root, name)];
  const sysrq: Content = { is: 'device', ops: sysrqOps, object: null };
  yield ['sysrq-trigger', node(proc, ino++, sysrq, 0o200, proc.root, 'sysrq-trigger')];
  const self: Content = { is: 'symlink', target: (looker) => String(looker.pid) };
  yield ['self', node(proc, ino++, self, 0o777, proc.root, 'self')];
  for (const pid of proc.kernel.processes.keys()) yield [String(pid), processNode(proc, pid) as Inode];
}

// Who it runs as. But what is two users at once, as a set-user-ID program, is not for the one who started it to look into.
function ownerOf({ cred }: Process): Owner {
  const { ruid, euid, suid, rgid, egid, sgid } = cred;
  const isOne = euid === ruid && euid === suid && egid === rgid && egid === sgid;
  return isOne ? { uid: euid, gid: egid } : ROOTS;
}

/** The directory of a process. What is in it is found by pid: it is empty once the process is gone. */
function processNode(proc: Proc, pid: Pid): Inode | undefined {
  const process = proc.kernel.processes.get(pid);
  if (!process) return undefined;
  const content = directoryOf(() => entriesOfProcess(proc, pid, directory));
  const directory = node(proc, pid * INODES, content, 0o555, proc.root, String(pid), ownerOf(process));
  return directory;
}

function* entriesOfProcess(proc: Proc, pid: Pid, directory: Inode): Iterable<[string, Inode]> {
  const process = proc.kernel.processes.get(pid);
  if (!process) return;
  let ino = pid * INODES + 1;
  const entry = (name: string, content: Content, mode: number): [string, Inode] => [
    name,
    node(proc, ino++, content, mode, directory, name, directory),
  ];
  for (const [name, text] of Object.entries(processFiles))
    yield entry(
      name,
      generated((kernel) => text(inspectProcess(kernel, process))),
      0o444,
    );
  yield entry(
    'limits',
    generated(() => printLimits(process.limits)),
    0o444,
  );
  yield entry('trace', { is: 'device', ops: traceOps, object: process }, 0o400);
  const fd = entry(
    'fd',
    directoryOf(() => descriptors(proc, process, fd[1])),
    0o500,
  );
  yield fd;
}

function* descriptors(proc: Proc, process: Process, directory: Inode): Iterable<[string, Inode]> {
  for (const [fd, file] of process.files.entries()) {
    if (!file) continue;
    const link: Content = { is: 'symlink', target: () => file.name };
    const ino = process.pid * INODES + FIRST_FD + fd;
    yield [String(fd), node(proc, ino, link, 0o700, directory, String(fd), directory)];
  }
}

const INODES = 4096; // numbers for each process, by pid
const FIRST_FD = 100;

function node(
  { kernel, fs }: Proc,
  ino: number,
  content: Content,
  mode: number,
  parent: Inode | null,
  name: string,
  owner: Owner = ROOTS,
): Inode {
  const nlink = content.is === 'directory' ? 2 : 1;
  return { ...newInode(kernel, fs, content, mode, owner), ino, nlink, parent, name };
}

function directoryOf(
  list: () => Iterable<[string, Inode]>,
  lookup = (name: string) => find(list(), name),
): Content {
  const entries: Directory = {
    lookup: (_kernel, name) => lookup(name),
    list,
    insert: readOnly,
    remove: readOnly,
    size: () => 0,
  };
  return { is: 'directory', entries, mounted: null };
}

function find(entries: Iterable<[string, Inode]>, name: string): Inode | undefined {
  for (const [one, inode] of entries) if (one === name) return inode;
  return undefined;
}

function generated(text: (kernel: Kernel) => string): Content {
  return { is: 'generated', text: (kernel) => encoder.encode(text(kernel)) };
}

function readOnly(): never {
  throw new Errno('EROFS');
}
