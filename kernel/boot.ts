// Boot: the machine is handed over, the kernel is made, the first process is started.
//
// The kernel is a record. Every function that works on it gets it first; no module keeps anything of its own, so any
// number of kernels live side by side: a test boots many, and so does whoever steps back in time.
//
// Read next: scheduler.ts

import { Errno, O_RDWR, type Pid, type Program, type Tick } from './abi.ts';
import { type Clock, newClock } from './clock.ts';
import { ROOT } from './credentials.ts';
import { install } from './file.ts';
import { newDevfs } from './fs/devfs.ts';
import { plant } from './fs/image.ts';
import type { Inode } from './fs/inode.ts';
import { openPath } from './fs/open.ts';
import { lookup } from './fs/path.ts';
import { newProcfs } from './fs/procfs.ts';
import { newTmpfs } from './fs/tmpfs.ts';
import { mount } from './fs/tree.ts';
import type { Device } from './interrupt.ts';
import { newProcess } from './lifecycle.ts';
import { type BootOptions, DEFAULT_EPOCH } from './machine.ts';
import { type Policy, policies } from './policies/index.ts';
import { type Process, ready, type Task } from './process.ts';
import type { Cpu } from './scheduler.ts';
import { newStream } from './stream.ts';
import { newTty, screenWire } from './tty.ts';
import { type WaitQueue, waitQueue } from './waitqueue.ts';
import type { Watcher } from './watch.ts';

export interface Kernel {
  // The machine.
  readonly clock: Clock;
  readonly cpu: Cpu;
  readonly random: () => number;
  readonly devices: Map<string, Device>;
  readonly symbolize: (stack: string) => string;
  until: Tick; // when run() is to return
  halted: number | null; // the machine's exit status, once it has stopped
  // What is set at boot.
  readonly policy: Policy;
  readonly quantum: Tick;
  readonly switchCost: Tick;
  readonly trapCost: Tick;
  readonly maxProcesses: number;
  readonly commandLine: string; // what /proc/cmdline tells
  // What there is.
  readonly processes: Map<Pid, Process>; // zombies too
  init: Process;
  root: Inode;
  pts: Inode; // the directory of pseudo-terminals, /dev/pts
  readonly mounts: { point: Inode | null; root: Inode }[];
  readonly sleepers: WaitQueue; // those who wait for time to pass, and for nothing else
  readonly signalled: WaitQueue; // those who wait for a signal, and for nothing else
  readonly stopped: Set<Task>;
  // Who looks on.
  watch: Watcher | null;
  watchers: Watcher[];
  // Counters.
  lastPid: Pid;
  pipes: number;
  fileSystems: number;
  openFiles: number;
  trapsOfTheDead: number;
  switches: number;
  preemptions: number;
  spawned: number;
  idle: Tick;
  readonly interrupts: Map<string, number>; // by device
}

export function boot(options: BootOptions): Kernel {
  const kernel = newKernel(options);
  for (const device of options.devices) addDevice(kernel, device);
  kernel.root = newTmpfs(kernel); // the root file system: a tree in memory
  kernel.mounts.push({ point: null, root: kernel.root });
  plant(kernel, options.image); // with what the image brings
  mount(kernel, plant(kernel, [{ path: '/dev', directory: true }]), newDevfs(kernel));
  mount(kernel, plant(kernel, [{ path: '/proc', directory: true }]), newProcfs(kernel));
  startInit(kernel, options); // pid 1
  return kernel;
}

function newKernel(options: BootOptions): Kernel {
  const { policy = 'rr', quantum = 10_000, switchCost = 0, trapCost = 1 } = options;
  const makePolicy = policies[policy];
  if (!makePolicy)
    throw new RangeError(`no scheduling policy '${policy}': ${Object.keys(policies).join(', ')}`);
  return {
    clock: newClock(options.epoch ?? DEFAULT_EPOCH),
    cpu: { running: null, last: null, cause: 'asleep', sliceEnd: 0 },
    random: options.random,
    devices: new Map(),
    symbolize: options.symbolize ?? (() => ''),
    until: 0,
    halted: null,
    policy: makePolicy(quantum),
    quantum,
    switchCost,
    trapCost,
    maxProcesses: options.maxProcesses ?? 4096,
    commandLine: options.commandLine ?? '',
    processes: new Map(),
    // These are made a moment later, by boot().
    init: null as unknown as Process,
    root: null as unknown as Inode,
    pts: null as unknown as Inode,
    mounts: [],
    sleepers: waitQueue('clock', 'asleep', null, 'clock'),
    signalled: waitQueue('signals', 'no signal', null, 'a signal'),
    stopped: new Set(),
    watch: null,
    watchers: [],
    lastPid: 0,
    pipes: 0,
    fileSystems: 0,
    openFiles: 0,
    trapsOfTheDead: 0,
    switches: 0,
    preemptions: 0,
    spawned: 0,
    idle: 0,
    interrupts: new Map(),
  };
}

function addDevice(kernel: Kernel, device: BootOptions['devices'][number]): void {
  const { name, output } = device;
  if (device.is === 'stream') kernel.devices.set(name, { is: 'stream', stream: newStream(name, output) });
  else {
    const size = { rows: device.rows, columns: device.columns };
    kernel.devices.set(name, { is: 'terminal', tty: newTty(name, size, screenWire(output)) });
  }
}

function startInit(kernel: Kernel, { init, stdio }: BootOptions): void {
  const [path] = init.argv;
  const { content } = lookup(kernel, { cwd: kernel.root, pid: 1, cred: ROOT }, path ?? '');
  if (content.is !== 'file' || !content.program) throw new Errno('ENOEXEC');
  const process = newProcess(kernel, null, path as string, init.argv, init.env, content.program as Program);
  kernel.init = process;
  kernel.processes.set(process.pid, process);
  for (const file of stdio) install(kernel, process, openPath(kernel, process, file, O_RDWR, 0));
  ready(kernel, process.task);
}
