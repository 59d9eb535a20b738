// The laws of the kernel find what breaks them: each is broken by hand here, on a machine that was right before.

import { expect, test } from 'vitest';
import { O_CLOEXEC, type Pid, POLLIN, type Program, type Signal } from '../../../kernel/abi.ts';
import type { Kernel } from '../../../kernel/boot.ts';
import { pushBytes } from '../../../kernel/bytequeue.ts';
import { setAlarm } from '../../../kernel/clock.ts';
import { type Fifo, fifoOps } from '../../../kernel/fs/fifo.ts';
import type { FileData } from '../../../kernel/fs/filedata.ts';
import { entriesOf, type Inode } from '../../../kernel/fs/inode.ts';
import { lookup } from '../../../kernel/fs/path.ts';
import type { Pipe } from '../../../kernel/pipe.ts';
import { type Process, ready } from '../../../kernel/process.ts';
import { masterOps, type Pty } from '../../../kernel/pty.ts';
import { bit } from '../../../kernel/signals.ts';
import type { Tty } from '../../../kernel/tty.ts';
import { sys } from '../../../userland/sys.ts';
import { machine, pause, start } from '../../helpers.ts';
import { broken } from './invariants.ts';

const [INIT, MAIN, READER, STOPPED, ZOMBIE, , , POLLER, MASTER, MEETER] = [
  1, 2, 3, 4, 5, 6, 7, 8, 9, 10,
] as const;

// A process in each place: init waits for a child, main waits for time, and the others as their names say.
function peopled(): Kernel {
  const programs: Record<string, Program> = {
    *reader() {
      yield* sys.read(0, 1);
    },
    *stopped() {},
    *zombie() {},
    *poller() {
      const [fd] = yield* sys.pipe();
      yield* sys.poll([{ fd, events: POLLIN }]);
    },
    *master() {
      const [fd] = yield* sys.openpty();
      yield* sys.read(fd, 1);
    },
    *meeter() {
      yield* sys.open('/tmp/fifo', 0);
    },
    *typist() {
      yield* sys.read(0, 1);
    },
    *tracer() {
      const fd = yield* sys.open(`/proc/${READER}/trace`, 0);
      yield* sys.read(fd, 1000);
    },
  };
  const booted = machine(
    function* () {
      const [from] = yield* sys.pipe();
      yield* start('reader', { actions: [{ is: 'dup', from, to: 0 }], pgid: 0 });
      yield* start('stopped', { stopped: true });
      yield* start('zombie');
      yield* start('tracer');
      yield* start('typist');
      yield* start('poller');
      yield* start('master');
      yield* sys.mkfifo('/tmp/fifo');
      yield* start('meeter');
      const fd = yield* sys.open('/tmp/file', 0o102 | O_CLOEXEC);
      yield* sys.write(fd, new Uint8Array(1000));
      yield* sys.link('/tmp/file', '/home/name');
      yield* sys.mkdir('/tmp/sub');
      yield* sys.chdir('/tmp/sub');
      yield* sys.alarm(9);
      yield* pause(1e6);
    },
    { programs, terminal: true, unwatched: true },
  );
  booted.run(1e5);
  return booted.kernel;
}

const of = (kernel: Kernel, pid: Pid) => kernel.processes.get(pid) as Process;
const inode = (kernel: Kernel, path: string): Inode => lookup(kernel, of(kernel, INIT), path);
const pipe = (kernel: Kernel) => of(kernel, READER).files[0]?.object as Pipe;
const dataOf = (file: Inode) => (file.content as { data: FileData }).data;
const mark = (process: Process, signal: Signal) => {
  process.pending |= bit(signal);
  process.task.deliverable |= bit(signal);
};
const polled = (kernel: Kernel) => of(kernel, POLLER).files.at(-1)?.object as Pipe;
const pty = (kernel: Kernel) =>
  of(kernel, MASTER).files.find((file) => file?.ops === masterOps)?.object as Pty;
const fifo = (kernel: Kernel) =>
  of(kernel, MEETER).files.find((file) => file?.ops === fifoOps)?.object as Fifo;
const tty = (kernel: Kernel) => of(kernel, MAIN).session.terminal as Tty;

const breaks: [string, (kernel: Kernel) => unknown, string[]][] = [
  [
    'a task that is asleep and ready',
    (kernel) => kernel.policy.add(of(kernel, MAIN).task),
    [
      'a task is in exactly one place: 2 is sleeping, and the policy says otherwise',
      'a task is in exactly one place: the policy has a stranger',
    ],
  ],
  [
    'a task that is ready twice',
    (kernel) => [1, 2].map(() => ready(kernel, of(kernel, STOPPED).task)),
    [
      'a task is in exactly one place: the policy has one twice',
      'a task is in exactly one place: 4 is ready, and the stopped say otherwise',
      'a task is in exactly one place: the policy has a stranger',
      'a task is in exactly one place: a stranger is stopped',
    ],
  ],
  [
    'a lost sleeper',
    (kernel) => pipe(kernel).readable.sleepers.clear(),
    ['who sleeps is on the queues that it names: 3 should be among the pipe#1 readers'],
  ],
  [
    'a sleeper that does not sleep',
    (kernel) => kernel.sleepers.sleepers.add(of(kernel, STOPPED).task),
    ['queues hold nobody else: clock hold 4, which is stopped'],
  ],
  [
    'a child that its parent does not know',
    (kernel) => of(kernel, MAIN).children?.delete(of(kernel, READER)),
    [
      'parents and children agree: 3 is no child of its parent 2',
      'parents and children agree: 8 children, 10 processes',
    ],
  ],
  [
    'news that were lost',
    (kernel) => of(kernel, MAIN).news?.clear(),
    ['parents and children agree: 2 and the news of 5'],
  ],
  [
    'a zombie that goes on',
    (kernel) => Object.assign(of(kernel, ZOMBIE).task, { frames: [] }),
    ['a zombie holds nothing, and has a live parent to tell: 5 has a stack'],
  ],
  [
    'a zombie that nobody is told of',
    (kernel) => Object.assign(of(kernel, ZOMBIE), { report: null, parent: null }),
    [
      'parents and children agree: 5 has another parent than 2',
      'parents and children agree: 2 and the news of 5',
      'parents and children agree: 2 has news of a stranger',
      'parents and children agree: 5 is no child of its parent undefined',
    ],
  ],
  [
    'a signal that wakes nobody',
    (kernel) => mark(of(kernel, READER), 'SIGTERM'),
    ['a signal that can be delivered is: 3 sleeps on'],
  ],
  [
    'a stopped process that does not die',
    (kernel) => mark(of(kernel, STOPPED), 'SIGKILL'),
    ['a signal that can be delivered is: 4 is stopped, and was killed'],
  ],
  [
    'a process that cannot be killed',
    (kernel) => Object.assign(of(kernel, READER), { ignored: bit('SIGKILL') }),
    ['a signal that can be delivered is: 3 is deaf to SIGKILL or SIGSTOP'],
  ],
  [
    'a mask that is not heeded',
    (kernel) => Object.assign(of(kernel, MAIN).task, { deliverable: 1 }),
    [
      'a signal that can be delivered is: what 2 could be told is not up to date',
      'a signal that can be delivered is: 2 sleeps on',
    ],
  ],
  [
    'a terminal of the dead',
    (kernel) => Object.assign(tty(kernel), { session: 99 }),
    [
      'a session and its terminal agree: 2 has the terminal of 99',
      'a session and its terminal agree: tty0 belongs to the dead 99',
      'a session and its terminal agree: tty0 is not the terminal of 99',
    ],
  ],
  [
    'a terminal of nobody with somebody in front',
    (kernel) => Object.assign(tty(kernel), { session: 0 }),
    [
      'a session and its terminal agree: 2 has the terminal of 0',
      "a session and its terminal agree: tty0 is nobody's, and 2 is in front",
    ],
  ],
  [
    'an alarm of nobody',
    (kernel) => setAlarm(kernel, 1e9, () => {}),
    ['alarms belong to the living: 3 are set, 2 belong to somebody'],
  ],
  [
    'an alarm that was cancelled for a sleeper',
    (kernel) => Object.assign(of(kernel, MAIN).task.alarm ?? {}, { action: null }),
    [
      'alarms belong to the living: the alarm of 2 never comes',
      'alarms belong to the living: the clock waits for one that was cancelled',
    ],
  ],
  [
    'a clock that looks elsewhere',
    (kernel) => Object.assign(kernel.clock, { next: 1 }),
    ['alarms belong to the living: the clock looks at the wrong one'],
  ],
  ['a lost tick', (kernel) => of(kernel, MAIN).task.user++, ['time is spent by somebody: 30 of 29 ticks']],
  [
    'a lost system call',
    (kernel) => kernel.trapsOfTheDead++,
    ['time is spent by somebody: 29 ticks in 30 system calls'],
  ],
  ['a descriptor too few', (kernel) => Object.assign(of(kernel, READER).files[0] ?? {}, { refs: 9 }), []],
  [
    'an open file too many',
    (kernel) => kernel.openFiles++,
    ['an open file counts its descriptors: 13 open files, 14 counted'],
  ],
  [
    'an empty place at the end of a table',
    (kernel) => of(kernel, READER).files.push(null),
    ['an open file counts its descriptors: the table of 3 has an empty end'],
  ],
  [
    'a flag of a closed descriptor',
    (kernel) => of(kernel, MAIN).closeOnExec?.add(99),
    ['an open file counts its descriptors: 2 would close 99, which is not open'],
  ],
  [
    'a writer too many',
    (kernel) => pipe(kernel).writers++,
    ['a pipe counts its ends, and wakes who can go on: pipe#1 has 1 and 1, and counts 1 and 2'],
  ],
  [
    'a reader that sleeps on',
    (kernel) => pushBytes(pipe(kernel).bytes, Uint8Array.of(1)),
    ['a pipe counts its ends, and wakes who can go on: pipe#1 readers sleep on'],
  ],
  [
    'a byte too many',
    (kernel) => pipe(kernel).bytes.length++,
    [
      'a pipe counts its ends, and wakes who can go on: pipe#1 says it has 1 bytes',
      'a pipe counts its ends, and wakes who can go on: pipe#1 readers sleep on',
    ],
  ],
  [
    'a line that nobody reads',
    (kernel) => tty(kernel).lines.push(Uint8Array.of(10)),
    ['a terminal counts how often it is open, and nobody waits for what is there: tty0 readers sleep on'],
  ],
  [
    'a trace that is lost',
    (kernel) => Object.assign(of(kernel, READER), { tracer: null }),
    ['a process is traced while its trace is open: 3'],
  ],
  [
    'a link too many',
    (kernel) => inode(kernel, '/tmp/file').nlink++,
    ['link counts and parents are those of the tree: inode 18 has 2 names, and counts 3'],
  ],
  [
    'a directory with another parent',
    (kernel) => Object.assign(inode(kernel, '/tmp/sub'), { parent: kernel.root }),
    ['link counts and parents are those of the tree: sub is a directory that does not know its place'],
  ],
  [
    'a directory with two names',
    (kernel) => entriesOf(kernel.root).insert('sub', inode(kernel, '/tmp/sub')),
    [
      'link counts and parents are those of the tree: sub is a directory that does not know its place',
      'link counts and parents are those of the tree: sub is a directory with two names',
      "link counts and parents are those of the tree: '' has 7, not 8",
    ],
  ],
  [
    'a circle of directories',
    (kernel) => Object.assign(inode(kernel, '/tmp'), { parent: inode(kernel, '/tmp/sub') }),
    [
      'link counts and parents are those of the tree: tmp is a directory that does not know its place',
      'link counts and parents are those of the tree: 2 is in a circle of directories',
    ],
  ],
  [
    'a file that is open too often',
    (kernel) => inode(kernel, '/tmp/file').opens++,
    ['a file counts how often it is open, and takes the space it says: inode 18 counts 2 opens'],
  ],
  [
    'space that is lost',
    (kernel) => kernel.root.fs.space.used++,
    ['a file counts how often it is open, and takes the space it says: 1024 bytes, 1025 counted'],
  ],
  [
    'bytes behind the end',
    (kernel) => dataOf(inode(kernel, '/tmp/file')).pages.get(0)?.fill(1),
    ['a file counts how often it is open, and takes the space it says: inode 18 has bytes behind its end'],
  ],
  [
    'a poller that sleeps on',
    (kernel) => pushBytes(polled(kernel).bytes, Uint8Array.of(1)),
    ['nobody polls for what is there: 8 sleeps on, and 5 has 1'],
  ],
  [
    'a slave without a master',
    (kernel) => entriesOf(kernel.pts).insert('7', inode(kernel, '/dev/null')),
    ['a terminal counts how often it is open, and nobody waits for what is there: 1 masters, 2 slaves'],
  ],
  [
    'a master that sleeps on',
    (kernel) => pushBytes(pty(kernel).shown, Uint8Array.of(1)),
    ['a terminal counts how often it is open, and nobody waits for what is there: pty#0 sleeps on'],
  ],
  [
    'a slave that is open once too often',
    (kernel) => pty(kernel).tty.opens++,
    [
      'a terminal counts how often it is open, and nobody waits for what is there: pts/0 is open 1 times, and counts 2',
    ],
  ],
  [
    'a master of what has hung up',
    (kernel) => Object.assign(pty(kernel).tty, { gone: true }),
    [
      'a terminal counts how often it is open, and nobody waits for what is there: pty#0 has hung up, and its master is open',
    ],
  ],
  [
    'somebody who has met the other end and sleeps on',
    (kernel) => fifo(kernel).unmet.clear(),
    ['a pipe counts its ends, and wakes who can go on: fifo#2 was met, and somebody sleeps on'],
  ],
  [
    'a reader of a FIFO too many',
    (kernel) => Object.assign(fifo(kernel), { readers: 2 }),
    ['a pipe counts its ends, and wakes who can go on: pipe#2 has 1 and 0, and counts 2 and 0'],
  ],
];

test('a machine that nobody broke breaks no law', () => {
  expect(broken(peopled())).toEqual([]);
});

test.each(breaks)('the laws find %s', (_, breakIt, found) => {
  const kernel = peopled();
  breakIt(kernel);
  expect(broken(kernel)).toEqual(found);
});
