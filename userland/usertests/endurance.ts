// Endurance: many processes that do all kinds of things at the same time, for a while. Some calls must always succeed,
// whatever the others do: if one does not, something was lost.

import {
  type Coroutine,
  Errno,
  O_CREAT,
  O_RDONLY,
  O_RDWR,
  O_TRUNC,
  O_WRONLY,
  type Pid,
  type Signal,
  WNOHANG,
} from '../../kernel/abi.ts';
import { sys } from '../sys.ts';
import {
  below,
  child,
  equal,
  errorOf,
  get,
  make,
  pause,
  put,
  type Roles,
  succeeds,
  type Test,
  together,
} from './check.ts';

export const tests: readonly Test[] = [
  ['stressfs', 'quick', 'five processes write and read in one directory', stressfs],
  ['pingpong', 'quick', 'a byte goes to and fro between two processes, a thousand times', pingpong],
  ['ring', 'quick', 'a token goes round a ring of thirty processes', ring],
  ['pipeline', 'quick', 'a pipeline of ten processes passes on all of it', pipeline],
  ['producers', 'slow', 'ten producers and three consumers on one pipe', producers],
  ['grind', 'slow', 'random calls of processes that stop and kill each other', grind],
];

export const roles: Roles = { stresser, echoes, relay, copies, produces, consumes, grinder, echoHi };

function* stressfs(): Coroutine {
  yield* together(5, 'stresser');
}

function* stresser(number: string): Coroutine {
  const name = `stressfs${number}`;
  const data = number.repeat(512);
  const fd = yield* sys.open(name, O_CREAT | O_RDWR);
  for (let i = 0; i < 20; i++) yield* put(fd, data);
  yield* sys.close(fd);
  const again = yield* sys.open(name, O_RDONLY);
  for (let i = 0; i < 20; i++) equal('a block', yield* get(again, 512), data);
}

function* pingpong(): Coroutine {
  const [myReader, itsWriter] = yield* sys.pipe();
  const [itsReader, myWriter] = yield* sys.pipe();
  const pid = yield* child('echoes', { actions: [{ is: 'close', fd: myWriter }] }, itsReader, itsWriter);
  for (let i = 0; i < 1000; i++) {
    const letter = String.fromCharCode(65 + (i % 26));
    yield* put(myWriter, letter);
    equal('back', yield* get(myReader, 10), letter);
  }
  yield* sys.close(myWriter);
  yield* succeeds(pid);
}

/** Sends back what comes, until nothing does. */
function* echoes(reader: string, writer: string): Coroutine {
  for (let text = yield* get(Number(reader), 10); text !== ''; text = yield* get(Number(reader), 10))
    yield* put(Number(writer), text);
}

const RING = 30;

function* ring(): Coroutine {
  const pids: Pid[] = [];
  const [start, first] = yield* sys.pipe();
  let reader = start;
  for (let i = 0; i < RING; i++) {
    const [next, writer] = yield* sys.pipe();
    pids.push(yield* child('relay', { actions: [{ is: 'close', fd: first }] }, reader, writer));
    yield* sys.close(reader);
    yield* sys.close(writer);
    reader = next;
  }
  for (let round = 0; round < 10; round++) {
    yield* put(first, '0');
    equal('the token', yield* get(reader, 10), String(RING));
  }
  yield* sys.close(first);
  equal('the end', yield* get(reader, 10), '');
  for (const pid of pids) yield* succeeds(pid);
}

/** Passes on a number, one larger. */
function* relay(reader: string, writer: string): Coroutine {
  for (let text = yield* get(Number(reader), 10); text !== ''; text = yield* get(Number(reader), 10))
    yield* put(Number(writer), String(Number(text) + 1));
}

function* pipeline(): Coroutine {
  const text = Array.from({ length: 2000 }, (_, i) => `line ${i}\n`).join('');
  yield* make('in', text);
  const pids: Pid[] = [];
  let input = yield* sys.open('in', O_RDONLY);
  for (let i = 0; i < 10; i++) {
    const [reader, writer] = yield* sys.pipe();
    const actions = [
      { is: 'dup', from: input, to: 0 },
      { is: 'dup', from: writer, to: 1 },
      ...[input, reader, writer].map((fd) => ({ is: 'close', fd }) as const),
    ] as const;
    pids.push(yield* child('copies', { actions: [...actions] }));
    yield* sys.close(input);
    yield* sys.close(writer);
    input = reader;
  }
  let came = '';
  for (let part = yield* get(input, 4096); part !== ''; part = yield* get(input, 4096)) came += part;
  equal('what came out', came === text, true);
  for (const pid of pids) yield* succeeds(pid);
}

function* copies(): Coroutine {
  for (let text = yield* get(0, 999); text !== ''; text = yield* get(0, 999)) yield* put(1, text);
}

const PRODUCED = 20_000; // bytes of each producer

function* producers(): Coroutine {
  const [reader, writer] = yield* sys.pipe();
  const [results, result] = yield* sys.pipe();
  const pids: Pid[] = [];
  for (let i = 0; i < 10; i++) pids.push(yield* child('produces', {}, i, writer));
  const closed = { actions: [{ is: 'close', fd: writer } as const] };
  for (let i = 0; i < 3; i++) pids.push(yield* child('consumes', closed, reader, result));
  yield* sys.close(writer);
  yield* sys.close(result);
  for (const pid of pids) yield* succeeds(pid);
  const counts = (yield* get(results, 10_000))
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as number[]);
  const sums = counts[0]?.map((_, i) => counts.reduce((sum, one) => sum + (one[i] as number), 0));
  equal('of each producer', sums, new Array(10).fill(PRODUCED));
}

function* produces(number: string, fd: string): Coroutine {
  for (let i = 0; i < PRODUCED; i += 100) yield* put(Number(fd), number.repeat(100));
}

function* consumes(reader: string, writer: string): Coroutine {
  const counts = new Array<number>(10).fill(0);
  for (
    let data = yield* sys.read(Number(reader), 777);
    data.length > 0;
    data = yield* sys.read(Number(reader), 777)
  )
    for (const byte of data) counts[byte - 48]!++;
  yield* put(Number(writer), `${JSON.stringify(counts)}\n`);
}

function* grind(): Coroutine {
  const [reader, writer] = yield* sys.pipe();
  const pids: Pid[] = [];
  for (let i = 0; i < 4; i++) pids.push(yield* child('grinder', { pgid: 0 }, 2));
  for (const pid of pids) yield* succeeds(pid);
  yield* sys.close(writer);
  equal('the end, when the last one has gone', yield* get(reader, 1), ''); // also those whose parents were killed
}

/** Random calls, and some that must succeed. It may start others, so many levels deep, which it lets nobody survive. */
function* grinder(levels: string): Coroutine {
  const mine = `g${yield* sys.getpid()}`;
  yield* sys.mkdir(mine);
  yield* sys.chdir(mine);
  const children = new Set<Pid>();
  for (let i = 0; i < 60; i++) yield* grindOnce(Number(levels), children);
  for (const pid of children) yield* errorOf(sys.kill(pid, 'SIGKILL'));
  for (const pid of children) yield* sys.waitpid(pid);
  yield* sys.chdir('/');
}

const NAMES = ['a', 'b', '../a', 'd/../b', 'd/a', './//b', 'd'];
const FLAGS = [O_RDONLY, O_CREAT | O_RDWR, O_CREAT | O_WRONLY | O_TRUNC];
const SIGNALS: readonly Signal[] = ['SIGTSTP', 'SIGCONT', 'SIGCONT', 'SIGTERM', 'SIGKILL', 'SIGUSR1'];

function* grindOnce(levels: number, children: Set<Pid>): Coroutine {
  const name = NAMES[yield* below(NAMES.length)] as string;
  const other = NAMES[yield* below(NAMES.length)] as string;
  const victim = [...children][yield* below(children.size + 1)];
  switch (yield* below(12)) {
    case 0:
      return yield* mustOpen(name, FLAGS[yield* below(FLAGS.length)] as number);
    case 1:
      return void (yield* errorOf(sys.unlink(name)));
    case 2:
      return void (yield* errorOf(sys.link(name, other)));
    case 3:
      return void (yield* errorOf(sys.rename(name, other)));
    case 4:
      return void (yield* errorOf(sys.mkdir('d')));
    case 5:
      return void (yield* errorOf(sys.rmdir('d')));
    case 6:
      return yield* mustEcho();
    case 7:
      if (levels > 0 && children.size < 4) children.add(yield* child('grinder', { pgid: 0 }, levels - 1));
      return;
    case 8:
      if (victim !== undefined)
        yield* errorOf(sys.kill(victim, SIGNALS[yield* below(SIGNALS.length)] as Signal));
      return;
    case 9:
      if (victim !== undefined && (yield* sys.waitpid(victim, WNOHANG)).pid !== 0) children.delete(victim);
      return;
    case 10:
      return yield* pause(yield* below(500));
    default:
      return yield* sys.work(yield* below(500));
  }
}

/** If it opens, it can be written or read, and closed. */
function* mustOpen(name: string, flags: number): Coroutine {
  try {
    const fd = yield* sys.open(name, flags);
    if (flags === O_RDONLY) yield* sys.fstat(fd);
    else yield* put(fd, 'grind');
    yield* sys.close(fd);
  } catch (error) {
    if (!(error instanceof Errno) || error.code === 'EMFILE') throw error;
  }
}

/** A child says hi through a pipe: that works, whatever else happens. */
function* mustEcho(): Coroutine {
  const [reader, writer] = yield* sys.pipe();
  const pid = yield* child('echoHi', { actions: [{ is: 'dup', from: writer, to: 1 }] });
  yield* sys.close(writer);
  yield* succeeds(pid);
  equal('what it said', yield* get(reader, 10), 'hi');
  yield* sys.close(reader);
}

function* echoHi(): Coroutine {
  yield* put(1, 'hi');
}
