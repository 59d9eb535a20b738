// Programs as data: a list of steps, each a system call with its arguments. So a run that went wrong can be made
// smaller, printed, and pasted into a test.
//
//     [['open', 'a', 0o102], ['write', 3, { bytes: 100 }], ['kill', { near: 1 }, 'SIGSTOP']]
//
// What plain data cannot say is a record with one of the words below in it.

import { type CallName, type Coroutine, Errno, type Pid, type Trap } from '../../../kernel/abi.ts';
import { sys } from '../../../userland/sys.ts';

/** A call; or `call`, a subroutine, and `throw`, which leaves a subroutine, a handler, or the program. */
export type Step = readonly [CallName | 'call' | 'throw', ...Arg[]];

export type Arg =
  | string
  | number
  | boolean
  | null
  | readonly Arg[]
  | { readonly near: number } // the pid so many after the own one
  | { readonly group: number } // the same, as kill and waitpid name its process group
  | { readonly proc: string; readonly near: number } // a file in its directory of /proc
  | { readonly bytes: number }
  | { readonly handler: readonly Step[] }
  | { readonly hostile: keyof typeof hostile }
  | { readonly [field: string]: Arg | undefined };

function refuse(): never {
  throw new Error('hostile');
}

/** What no sane program passes. */
export const hostile = {
  nothing: () => undefined,
  nan: () => Number.NaN,
  infinity: () => Number.POSITIVE_INFINITY,
  half: () => 0.5,
  huge: () => 2 ** 53,
  negative: () => -1,
  big: () => 7n,
  symbol: () => Symbol('hostile'),
  empty: () => '',
  long: () => 'x'.repeat(5000),
  zero: () => 'a\0b',
  surrogate: () => '\ud800',
  list: () => [],
  holes: () => new Array(9),
  record: () => ({}),
  proxy: () => new Proxy({}, { get: refuse, has: refuse, ownKeys: refuse, getPrototypeOf: refuse }),
  function: () => refuse,
};

/** What a program does, which is `self`. A call that fails is no matter; what a handler throws comes out of a call. */
export function* perform(steps: readonly Step[], self: Pid): Coroutine {
  for (const [name, ...args] of steps) {
    if (name === 'throw') throw new Error('thrown');
    try {
      if (name === 'call') yield* sys.call(perform(args[0] as readonly Step[], self));
      else yield* made(name, args, self);
    } catch (error) {
      if (!(error instanceof Errno) && (error as Error).message !== 'thrown') throw error;
    }
  }
}

function made(name: CallName, args: readonly Arg[], self: Pid): Trap<unknown> {
  const stub = sys[name] as (...args: unknown[]) => Trap<unknown>;
  return stub(...args.map((arg) => resolve(arg, self)));
}

function resolve(arg: Arg | undefined, self: Pid): unknown {
  if (typeof arg !== 'object' || arg === null) return arg;
  if (Array.isArray(arg)) return arg.map((one) => resolve(one, self));
  if ('proc' in arg) return `/proc/${self + (arg.near as number)}/${arg.proc}`;
  if ('near' in arg) return self + (arg.near as number);
  if ('group' in arg) return -self - (arg.group as number);
  if ('bytes' in arg) return new Uint8Array(arg.bytes as number).fill(65);
  if ('hostile' in arg) return hostile[arg.hostile as keyof typeof hostile]();
  const fields = Object.entries(arg).map(([field, value]) => [
    field,
    field === 'handler' ? () => perform(value as unknown as readonly Step[], self) : resolve(value, self),
  ]);
  return Object.fromEntries(fields);
}
