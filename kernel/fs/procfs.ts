// procfs: the kernel's state as files (proc(5)). Nothing is stored: a file is made when it is opened.
//
//   /proc/PID/...    status stat cmdline wchan trace, and fd/ with a link for each descriptor
//   /proc/...        uptime interrupts sched mounts version cmdline, and self
//
// To add one: a row in `processFiles` or `machineFiles`.

import { Errno, type Pid, RELEASE } from '../abi.ts';
import type { Kernel } from '../boot.ts';
import { alarmCount } from '../clock.ts';
import { inspectProcess, type ProcessView, trapCount } from '../inspect.ts';
import type { Process } from '../process.ts';
import { traceOps } from '../trace.ts';
import { type Content, type Directory, type FileSystem, type Inode, newInode } from './inode.ts';
import { pathOf } from './path.ts';

const letters = { running: 'R', ready: 'R', sleeping: 'S', stopped: 'T', zombie: 'Z' } as const;

const processFiles: Record<string, (view: ProcessView) => string> = {
  cmdline: ({ argv, state }) => (state === 'zombie' ? '' : argv.map((word) => `${word}\0`).join('')),
  stat: (p) =>
    `${p.pid} (${p.name}) ${letters[p.state]} ${p.ppid} ${p.pgid} ${p.sid} ${p.tty ?? '-'} ${p.tpgid} ${p.nice} ` +
    `${p.user} ${p.system} ${p.childrenUser} ${p.childrenSystem} ${p.started} ${p.traps} ${p.voluntary} ` +
    `${p.involuntary} ${p.waited} ${p.uid}\n`,
  status: (p) =>
    table({
      Name: p.name,
      State: `${letters[p.state]} (${p.state})`,
      Pid: p.pid,
      PPid: p.ppid,
      Pgid: p.pgid,
      Sid: p.sid,
      Tty: p.tty ?? '-',
      Uid: p.uid,
      Umask: `0${p.umask.toString(8)}`,
      Nice: p.nice,
      Since: p.since,
      Call: p.call ?? '-',
      Waiting: p.waitsFor ?? '-',
      WokenBy: [...p.wakers, ...(p.wakeSource ? [p.wakeSource] : [])].join(' ') || '-',
      FDSize: p.descriptors.length,
      SigPnd: p.pending.join(' ') || '-',
      SigIgn: p.ignored.join(' ') || '-',
      Traps: p.traps,
      VoluntarySwitches: p.voluntary,
      InvoluntarySwitches: p.involuntary,
    }),
  wchan: ({ waitsFor }) => waitsFor ?? '0',
};

const machineFiles: Record<string, (kernel: Kernel) => string> = {
  cmdline: (kernel) => `${kernel.commandLine}\n`,
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

export function newProcfs(kernel: Kernel): Inode {
  const fs: FileSystem = { type: 'proc', device: ++kernel.fileSystems, readOnly: true, inodes: 0 };
  const node = (ino: number, content: Content, mode: number, parent: Inode | null, name: string): Inode => ({
    ...newInode(kernel, fs, content, mode),
    ino,
    nlink: content.is === 'directory' ? 2 : 1,
    parent,
    name,
  });
  const root: Inode = node(1, directoryOf(rootEntries), 0o555, null, '');
  return root;

  function* rootEntries(): Iterable<[string, Inode]> {
    let ino = 2;
    for (const [name, text] of Object.entries(machineFiles))
      yield [name, node(ino++, generated(text), 0o444, root, name)];
    const self: Content = { is: 'symlink', target: (_kernel, looker) => String(looker.pid) };
    yield ['self', node(ino++, self, 0o777, root, 'self')];
    for (const pid of kernel.processes.keys()) yield [String(pid), processNode(pid)];
  }

  function processNode(pid: Pid): Inode {
    const directory = node(
      pid * 4096,
      directoryOf(() => entriesOfProcess(pid, directory)),
      0o555,
      root,
      String(pid),
    );
    return directory;
  }

  function* entriesOfProcess(pid: Pid, directory: Inode): Iterable<[string, Inode]> {
    const process = kernel.processes.get(pid);
    if (!process) return;
    let ino = pid * 4096 + 1;
    for (const [name, text] of Object.entries(processFiles)) {
      const content = generated((kernel) => text(inspectProcess(kernel, process)));
      yield [name, node(ino++, content, 0o444, directory, name)];
    }
    yield ['trace', node(ino++, { is: 'device', ops: traceOps, object: process }, 0o400, directory, 'trace')];
    const fds = node(
      ino++,
      directoryOf(() => descriptors(process, fds)),
      0o500,
      directory,
      'fd',
    );
    yield ['fd', fds];
  }

  function* descriptors(process: Process, directory: Inode): Iterable<[string, Inode]> {
    for (const [fd, file] of process.files.entries()) {
      const name = String(fd);
      const ino = process.pid * 4096 + 100 + fd;
      if (file) yield [name, node(ino, { is: 'symlink', target: () => file.name }, 0o700, directory, name)];
    }
  }

  // A look-up makes one entry and not all of them: that of a process must not cost more when there are many.
  function directoryOf(list: () => Iterable<[string, Inode]>): Content {
    const entries: Directory = {
      lookup(kernel, name) {
        if (list === rootEntries && /^[1-9]\d*$/.test(name))
          return kernel.processes.has(Number(name)) ? processNode(Number(name)) : undefined;
        for (const [one, inode] of list()) if (one === name) return inode;
        return undefined;
      },
      list,
      insert: readOnly,
      remove: readOnly,
      size: () => 0,
    };
    return { is: 'directory', entries, mounted: null };
  }
}

function generated(text: (kernel: Kernel) => string): Content {
  return { is: 'generated', text: (kernel) => encoder.encode(text(kernel)) };
}

function readOnly(): never {
  throw new Errno('EROFS');
}
