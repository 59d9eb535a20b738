// Arguments that cross the line from a program to the kernel: whatever they are, the call fails with an errno, or does
// what it says where the value is legal. Nothing is lost, and the caller goes on.

import {
  ARG_MAX,
  type Bytes,
  type CallName,
  type Coroutine,
  callNames,
  type ErrorCode,
  O_CREAT,
  O_RDWR,
  PATH_MAX,
  syscalls,
  Trap,
} from '../../kernel/abi.ts';
import { listDirectory, writeFile } from '../lib/files.ts';
import { readFields } from '../lib/processes.ts';
import { encode } from '../lib/text.ts';
import { sys } from '../sys.ts';
import { attackAll, attacker, goodArguments } from './attack.ts';
import {
  CREATE,
  child,
  equal,
  errorOf,
  get,
  isKilled,
  make,
  put,
  type Roles,
  refused,
  type Test,
  textOf,
  trap,
} from './check.ts';
import { hostileValues } from './hostile.ts';

export const tests: readonly Test[] = [
  ['copyin', 'quick', 'what is not bytes is not written: to a file, a pipe, a device', copyin],
  ['copyout', 'quick', 'a count that is none reads nothing, and no byte is lost', copyout],
  ['copyinstr1', 'quick', 'what is no text is no path, in any call', copyinstr1],
  [
    'copyinstr2',
    'quick',
    'a path or arguments just too long are refused, just long enough they are taken',
    copyinstr2,
  ],
  ['copyinstr3', 'quick', 'text with a NUL is no path; any other text names a file', copyinstr3],
  ['rwsbrk', 'quick', 'bytes whose memory was given back are not written', rwsbrk],
  ['argptest', 'quick', 'a read of -1 bytes does no harm', argptest],
  ['validatetest', 'quick', 'a link to anything but a path is refused', validatetest],
  ['pgbug', 'quick', 'a trap that is no system call ends its process only', pgbug],
  ['everycall', 'quick', 'hostile values as every argument of every call', everycall],
  ['bigargtest', 'quick', 'too many arguments are refused, and the caller goes on', bigargtest],
  ['partial_write', 'quick', 'a failed write leaves the file as it was', partialWrite],
  ['badwrite', 'quick', '600 failed writes take no space', badwrite],
  ['badarg', 'slow', '5,000 failed spawns leave nothing', badarg],
];

export const roles: Roles = { attacker, badTrap };

const notBytes = () => Object.entries(hostileValues()).filter(([, value]) => !isBytes(value));

function isBytes(value: unknown): boolean {
  try {
    return value instanceof Uint8Array;
  } catch {
    return false;
  }
}

function* copyin(): Coroutine {
  const file = yield* sys.open('f', O_CREAT | O_RDWR);
  const [reader, writer] = yield* sys.pipe();
  const device = yield* sys.open('/dev/null', O_RDWR);
  for (const fd of [file, writer, device])
    for (const [what, value] of notBytes())
      yield* refused(`write of ${what}`, trap('write', fd, value), 'EFAULT');
  equal('bytes in the file', (yield* sys.fstat(file)).size, 0);
  equal('bytes in the pipe', (yield* sys.fstat(reader)).size, 0);
  for (const fd of [file, writer]) yield* put(fd, 'x');
  equal('then', [yield* textOf('f'), yield* get(reader, 9)], ['x', 'x']);
}

const WRONG_COUNTS = [
  -1,
  Number.NaN,
  1.5,
  2 ** 53,
  Number.POSITIVE_INFINITY,
  '5',
  null,
  undefined,
  {},
  [5],
  5n,
];

function* copyout(): Coroutine {
  yield* make('f', 'x');
  const file = yield* sys.open('f', O_RDWR);
  const [reader, writer] = yield* sys.pipe();
  yield* put(writer, 'x');
  for (const fd of [file, reader]) {
    for (const count of WRONG_COUNTS)
      yield* refused(`read of ${String(count)}`, trap('read', fd, count), 'EINVAL');
    equal('the byte', yield* get(fd, 2 ** 40), 'x');
  }
}

/** Passes values as every path of every call, the other arguments being good. */
function* asEveryPath(values: Record<string, unknown>, wanted: ErrorCode): Coroutine {
  yield* make('f');
  for (const name of callNames)
    for (const [place, kind] of syscalls[name].params.entries())
      if (['path', 'newpath'].includes(kind.name))
        for (const [what, value] of Object.entries(values))
          yield* refused(`${name} of ${what}`, trap(name, ...goodArguments(name).with(place, value)), wanted);
}

function* copyinstr1(): Coroutine {
  const values = Object.entries(hostileValues()).filter(([, value]) => typeof value !== 'string');
  yield* asEveryPath(Object.fromEntries(values), 'EFAULT');
  yield* asEveryPath({ 'no text': '' }, 'ENOENT');
}

function* copyinstr2(): Coroutine {
  const pathOf = (length: number) => './'.repeat((length - 1) / 2) + 'f'.repeat(2 - (length % 2));
  yield* asEveryPath({ 'one too long': pathOf(PATH_MAX) }, 'ENAMETOOLONG');
  const longest = pathOf(PATH_MAX - 1);
  equal('their lengths', [longest.length, pathOf(PATH_MAX).length], [PATH_MAX - 1, PATH_MAX]);
  yield* sys.close(yield* sys.open(longest, O_CREAT | O_RDWR));
  yield* sys.link(longest, 'g');
  yield* sys.unlink(longest);
  const arg = 'x'.repeat(ARG_MAX / 2 - 2);
  const all = (one: string) => ['true', one, arg];
  yield* refused('arguments over ARG_MAX', sys.spawn('/bin/true', all(arg), { env: {} }), 'E2BIG');
  const pid = yield* sys.spawn('/bin/true', all(arg.slice(5)), { env: {} });
  equal('one that fits', (yield* sys.waitpid(pid)).status, { is: 'exited', code: 0 });
}

function* copyinstr3(): Coroutine {
  yield* asEveryPath({ 'a NUL': '\0', 'a NUL at the end': 'f\0', 'a NUL in front': '\0f' }, 'EINVAL');
  const names = ['\n', '\u00e9', '\u{1f427}', ' ', '*', '-', '\u0001', '__proto__', 'constructor'];
  yield* sys.unlink('f');
  for (const name of names) yield* writeFile(name, encode(name));
  equal(
    'the names',
    (yield* listDirectory('.')).map(({ name }) => name),
    names.toSorted(),
  );
  for (const name of names) equal('what is in it', yield* textOf(name), name);
}

function* rwsbrk(): Coroutine {
  const bytes = hostileValues()['bytes whose memory is gone'] as Bytes;
  const file = yield* sys.open('f', CREATE);
  const [reader, writer] = yield* sys.pipe();
  for (const fd of [file, writer]) equal('taken', yield* sys.write(fd, bytes), 0);
  equal('bytes in the pipe', (yield* sys.fstat(reader)).size, 0);
  equal('in the file', yield* textOf('f'), '');
}

function* argptest(): Coroutine {
  const fd = yield* sys.open('/bin/init', 0);
  yield* refused('read', sys.read(fd, -1), 'EINVAL');
  equal('the offset', yield* sys.lseek(fd, 0, 1), 0);
}

function* validatetest(): Coroutine {
  for (const [what, value] of Object.entries(hostileValues())) {
    const came = yield* errorOf(trap('link', 'nosuchfile', value));
    equal(what, ['EFAULT', 'EINVAL', 'ENAMETOOLONG', 'ENOENT'].includes(came) || came, true);
  }
  equal('what was made', yield* listDirectory('.'), []);
}

const WRONG_NUMBERS = [-1, Number.NaN, 0.5, 2 ** 31, 2 ** 53, Number.POSITIVE_INFINITY];

function* pgbug(): Coroutine {
  for (const i of WRONG_NUMBERS.keys()) yield* isKilled(yield* child('badTrap', QUIETLY, i), 'SIGSYS');
  yield* new Trap(syscalls.getpid.nr, null as unknown as []);
  yield* refused('arguments that are none', new Trap(syscalls.close.nr, null as unknown as []), 'EFAULT');
}

// The kernel tells what was wrong on the standard error of the process.
const QUIETLY = { actions: [{ is: 'open', fd: 2, path: '/dev/null', flags: O_RDWR, mode: 0 } as const] };

function* badTrap(which: string): Coroutine {
  yield* new Trap(WRONG_NUMBERS[Number(which)] as number, []);
}

function* everycall(): Coroutine {
  for (const name of callNames as CallName[]) yield* attackAll(name);
}

function* bigargtest(): Coroutine {
  const many = new Array<string>(ARG_MAX / 8).fill('12345678');
  yield* refused('too many', sys.spawn('/bin/true', many), 'E2BIG');
  yield* refused('too much', sys.spawn('/bin/true', ['true'], { env: { A: 'x'.repeat(ARG_MAX) } }), 'E2BIG');
  yield* make('bigarg-ok');
}

function* partialWrite(): Coroutine {
  yield* make('f', 'old content');
  const fd = yield* sys.open('f', O_RDWR);
  yield* refused('a write', trap('write', fd, new Proxy(new Uint8Array(2), {})), 'EFAULT');
  yield* sys.sync();
  equal('the file', yield* textOf('f'), 'old content');
  equal('the offset', yield* sys.lseek(fd, 0, 1), 0);
}

function* badwrite(): Coroutine {
  const used = () => readFields('/proc/counters');
  const before = (yield* used())['bytes in files'];
  for (let i = 0; i < 600; i++) {
    const fd = yield* sys.open('junk', CREATE);
    yield* refused('a bad write', trap('write', fd, null), 'EFAULT');
    yield* sys.close(fd);
    yield* sys.unlink('junk');
  }
  equal('bytes in files', (yield* used())['bytes in files'], before);
  yield* make('junk', 'x');
  equal('a good write', yield* textOf('junk'), 'x');
}

function* badarg(): Coroutine {
  const wrong = [null, 5, 'echo', ['echo', 5], { length: 1 }, [null]];
  for (let i = 0; i < 5000; i++) {
    const came = yield* errorOf(trap('spawn', '/bin/echo', wrong[i % wrong.length]));
    if (came !== 'EINVAL' && came !== 'EFAULT') equal('a spawn', came, 'EINVAL or EFAULT');
  }
}
