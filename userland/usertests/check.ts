// What the tests are made of: a row each, the children that they start, and the ways to say what must be.
//
//     equal('its size', (yield* sys.stat('f')).size, 5);
//     yield* refused('a second link', sys.link('f', 'g'), 'EEXIST');
//     yield* succeeds(yield* child('writer', [], 'x'));
//
// A check that fails throws, which ends the test; whatever else a test throws ends it too.

import {
  type CallName,
  type Coroutine,
  Errno,
  type ErrorCode,
  type Fd,
  O_CREAT,
  O_TRUNC,
  O_WRONLY,
  type Pid,
  type SpawnOptions,
  syscalls,
  Trap,
  type TrapFrame,
  type WaitStatus,
} from '../../kernel/abi.ts';
import { sleep } from '../lib/duration.ts';
import { quote } from '../lib/errors.ts';
import { readFile } from '../lib/files.ts';
import { decode, encode } from '../lib/text.ts';
import { sys } from '../sys.ts';

/** A test is a function that is run as a process of its own, in an empty directory; it ends well, or throws. */
export type Test = readonly [
  name: string,
  speed: 'quick' | 'slow',
  about: string, // what must be true
  run: () => Coroutine<unknown>,
];

/** What a child of a test runs, by name. It ends with the status that it returns. */
// biome-ignore lint/suspicious/noConfusingVoidType: a role that ends without `return` ends with status 0
export type Roles = Record<string, (...args: string[]) => Coroutine<number | void>>;

/** What was expected, and what came. */
export class Unexpected extends Error {}

export function equal(what: string, got: unknown, wanted: unknown): void {
  const [came, expected] = [show(got), show(wanted)];
  if (came !== expected) throw new Unexpected(`${what}: expected ${expected}, got ${came}`);
}

const SHOWN = 300; // characters of a value

function show(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > SHOWN ? `${text.slice(0, SHOWN)}... (${text.length} characters)` : text;
}

/** The status of a test that cannot be run as this user. */
export const SKIPPED = 77;

/** Only root can do what this test does. */
export function* asRoot(): Coroutine {
  while ((yield* sys.geteuid()) !== 0) yield* sys.exit(SKIPPED);
}

/** What `yield*` takes: a system call, or a coroutine. */
export type Calls = Iterable<TrapFrame, unknown, unknown>;

/** Makes a call and tells how it failed, or 'ok'. */
export function* errorOf(call: Calls): Coroutine<ErrorCode | 'ok'> {
  try {
    yield* call;
    return 'ok';
  } catch (error) {
    if (error instanceof Errno) return error.code;
    throw error;
  }
}

/** The call must fail in this way. */
export function* refused(what: string, call: Calls, code: ErrorCode): Coroutine {
  equal(what, yield* errorOf(call), code);
}

/** A system call with arguments that the compiler would not let pass. */
export function trap(name: CallName, ...args: unknown[]): Trap<unknown> {
  return new Trap(syscalls[name].nr, args);
}

/** Starts this program again, in a role of the test's. */
export function* child(role: string, options: SpawnOptions = {}, ...args: unknown[]): Coroutine<Pid> {
  return yield* sys.spawn('/bin/usertests', ['usertests', '--role', role, ...args.map(String)], options);
}

/** How a child ended. */
export function* ended(pid: Pid): Coroutine<WaitStatus | null> {
  return (yield* sys.waitpid(pid)).status;
}

/** Waits for a child, which must end with this status. */
export function* succeeds(pid: Pid, code = 0): Coroutine {
  equal('the end of a child', yield* ended(pid), { is: 'exited', code });
}

/** Waits for a child, which must be ended by this signal. */
export function* isKilled(pid: Pid, signal: string): Coroutine {
  equal('the end of a child', yield* ended(pid), { is: 'killed', signal });
}

/** Starts so many children in one role, numbered from 0, and waits until all have ended well. */
export function* together(count: number, role: string, ...args: unknown[]): Coroutine {
  const pids: Pid[] = [];
  for (let i = 0; i < count; i++) pids.push(yield* child(role, {}, i, ...args));
  for (const pid of pids) yield* succeeds(pid);
}

export const pause = sleep;

export const CREATE = O_WRONLY | O_CREAT | O_TRUNC;

/** Writes all of a text in one call, which must take it whole. */
export function* put(fd: Fd, text: string): Coroutine {
  equal(`bytes written of ${quote(text.slice(0, 20))}`, yield* sys.write(fd, encode(text)), text.length);
}

/** Reads once. */
export function* get(fd: Fd, count: number): Coroutine<string> {
  return decode(yield* sys.read(fd, count));
}

/** Makes a file with this text. */
export function* make(path: string, text = ''): Coroutine {
  const fd = yield* sys.open(path, CREATE);
  if (text !== '') yield* put(fd, text);
  yield* sys.close(fd);
}

export function* textOf(path: string): Coroutine<string> {
  return decode(yield* readFile(path));
}

/** A number below n from the machine's seeded generator. */
export function* below(n: number): Coroutine<number> {
  const [high = 0, low = 0] = yield* sys.getrandom(2);
  return (high * 256 + low) % n;
}
