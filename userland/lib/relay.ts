// Standing between a person and a program on a pseudo-terminal: keys go to its master, and what is shown comes back.
//
//     yield* relay(master, eof, ended, (data) => log(data));
//
// It goes on until `ended` says so, which a handler of SIGCHLD has noted, or until nobody has the slave open. The master
// must not wait (O_NONBLOCK): keys that the program does not read yet are kept here, and its output goes on meanwhile.

import {
  type Bytes,
  type Coroutine,
  Errno,
  type ErrorCode,
  type Fd,
  POLLIN,
  POLLOUT,
  type PollFd,
  type TrapFrame,
} from '../../kernel/abi.ts';
import { sys } from '../sys.ts';

const BLOCK = 65536;
const NEWLINE = 10;
const NOTHING = new Uint8Array(0);

interface Relay {
  readonly master: Fd;
  readonly eof: number; // what is typed when the standard input ends
  readonly show: (data: Bytes) => Coroutine;
  keys: Bytes; // not typed yet
  inLine: boolean; // was the last key no end of a line? Then the first EOF ends the line only
  open: boolean; // may there be more on the standard input?
}

export function* relay(master: Fd, eof: number, ended: () => boolean, show: Relay['show']): Coroutine {
  const self: Relay = { master, eof, show, keys: NOTHING, inLine: false, open: true };
  while (!ended()) {
    const ready = yield* unless('EINTR', sys.poll(wanted(self)));
    if (ready === null) continue; // a signal came: perhaps that the program has ended
    if (self.keys.length > 0) yield* type(self);
    if (ready.some(({ fd }) => fd === 0)) yield* listen(self);
    if (ready.some(({ fd }) => fd === master) && !(yield* showSome(self))) return;
  }
  while (yield* showSome(self)); // its last words
}

function wanted({ master, keys, open }: Relay): PollFd[] {
  if (keys.length > 0) return [{ fd: master, events: POLLIN | POLLOUT }];
  const own: PollFd[] = open ? [{ fd: 0, events: POLLIN }] : [];
  return [{ fd: master, events: POLLIN }, ...own];
}

function* listen(self: Relay): Coroutine {
  const data = yield* sys.read(0, BLOCK);
  self.open = data.length > 0;
  self.keys = self.open ? data : Uint8Array.of(...(self.inLine ? [self.eof] : []), self.eof);
  self.inLine = data.at(-1) !== NEWLINE;
  yield* type(self);
}

function* type(self: Relay): Coroutine {
  const count = yield* unless('EAGAIN', sys.write(self.master, self.keys));
  self.keys = self.keys.subarray(count ?? 0);
}

/** False: the terminal has no more to show now, or nobody has it open. */
function* showSome({ master, show }: Relay): Coroutine<boolean> {
  const data = yield* unless('EAGAIN', unless('EIO', sys.read(master, BLOCK)));
  if (data === null) return false;
  yield* show(data);
  return true;
}

function* unless<T>(code: ErrorCode, call: Iterable<TrapFrame, T, unknown>): Coroutine<T | null> {
  try {
    return yield* call;
  } catch (error) {
    if (error instanceof Errno && error.code === code) return null;
    throw error;
  }
}
