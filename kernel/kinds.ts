// The kinds of argument and result that cross the line between a program and the kernel.
//
// A kind knows its name, how to check a value that a program passed, and how strace prints it. Every argument
// goes through its kind before a handler sees it, so handlers may trust what they get. A program may pass
// anything (a NaN, a proxy whose getters throw, a cyclic object): a check either returns clean plain data or
// fails with an errno. What `check` returns is the kernel's own copy wherever the program could change it later.

import { Errno, type ErrorCode } from './errno.ts';
import { isSignal, type Signal } from './signals.ts';

export interface Kind<T> {
  readonly name: string; // how the manual names the argument
  readonly type: string; // and its type
  readonly isOptional?: true;
  check(value: unknown): T;
  print(value: T): string;
}

/** The same kind under another name, for the manual: `as('newpath', path)`. */
export function as<T>(name: string, kind: Kind<T>): Kind<T> {
  return { ...kind, name };
}

/** An argument that may be left out. */
export function optional<T>(kind: Kind<T>, fallback: T): Kind<T> {
  return {
    ...kind,
    type: `${kind.type} = ${kind.print(fallback)}`,
    isOptional: true,
    check: (value) => (value === undefined ? fallback : kind.check(value)),
  };
}

/** An argument that may be null. */
export function nullable<T>(kind: Kind<T>): Kind<T | null> {
  return {
    ...kind,
    type: `${kind.type} | null`,
    check: (value) => (value === null ? null : kind.check(value)),
    print: (value) => (value === null ? 'NULL' : kind.print(value)),
  };
}

function invalid(): never {
  throw new Errno('EINVAL');
}

const LIST_MAX = 2 ** 21; // items: more than ARG_MAX has room for
export const PATH_MAX = 4096; // bytes of a path, with room for a final NUL as in limits.h
export const IO_MAX = 2 ** 26; // bytes: the most that one read or write moves

export const int: Kind<number> = {
  name: 'n',
  type: 'number',
  check: (value) => (Number.isSafeInteger(value) ? (value as number) : invalid()),
  print: String,
};

export const size: Kind<number> = {
  name: 'count',
  type: 'number',
  check: (value) => (Number.isSafeInteger(value) && (value as number) >= 0 ? (value as number) : invalid()),
  print: String,
};

/** A file descriptor. What is no descriptor at all is EBADF, as for one that is not open. */
export const fd: Kind<number> = {
  name: 'fd',
  type: 'number',
  check(value) {
    if (Number.isSafeInteger(value) && (value as number) >= 0) return value as number;
    throw new Errno('EBADF');
  },
  print: String,
};

export const pid: Kind<number> = { ...int, name: 'pid' };
export const mode: Kind<number> = { ...size, name: 'mode', print: (value) => `0${value.toString(8)}` };

/** A number whose bits have names, printed as `O_WRONLY|O_CREAT`. `zero` is the name of no bit at all. */
export function flags(name: string, names: Record<string, number>, zero = '0'): Kind<number> {
  return {
    name,
    type: 'number',
    check: size.check,
    print(value) {
      const found = Object.entries(names).filter(([, bits]) => bits && (value & bits) === bits);
      return found.map(([flag]) => flag).join('|') || zero;
    },
  };
}

/** One of a few words. */
export function oneOf<T extends string>(name: string, words: readonly T[]): Kind<T> {
  return {
    name,
    type: words.map((word) => `'${word}'`).join(' | '),
    check: (value) => (words.includes(value as T) ? (value as T) : invalid()),
    print: (value) => value,
  };
}

/** Text without a NUL. Longer than PATH_MAX only where a `limit` says so. */
export function text(name: string, limit = PATH_MAX): Kind<string> {
  return {
    name,
    type: 'string',
    check(value) {
      if (typeof value !== 'string') throw new Errno('EFAULT');
      if (value.length >= limit) throw new Errno('ENAMETOOLONG');
      if (value.includes('\0')) throw new Errno('EINVAL');
      return value;
    },
    print: quote,
  };
}

export const path: Kind<string> = text('path');

const typedArray = Object.getPrototypeOf(Uint8Array.prototype) as object;
const getter = <T>(name: string) => Object.getOwnPropertyDescriptor(typedArray, name)?.get as () => T;
const bufferOf = getter<ArrayBuffer>('buffer');
const startOf = getter<number>('byteOffset');
const lengthOf = getter<number>('length');

/**
 * Bytes that a program hands over. The view is made anew, since a program's own may have methods of its own; the bytes
 * are the program's: who keeps them copies them.
 */
export const bytes: Kind<Uint8Array> = {
  name: 'data',
  type: 'Uint8Array',
  check(value) {
    if (!(value instanceof Uint8Array)) throw new Errno('EFAULT');
    const length = Math.min(lengthOf.call(value), IO_MAX);
    return new Uint8Array(bufferOf.call(value), startOf.call(value), length);
  },
  print: (value) => `${quote(latin1(value.subarray(0, 33)), 32)}, ${value.length}`,
};

export const signal: Kind<Signal> = {
  name: 'signal',
  type: 'Signal',
  check: (value) => (isSignal(value) ? value : invalid()),
  print: (value) => value,
};

export const signalOrZero: Kind<Signal | 0> = {
  ...signal,
  type: 'Signal | 0',
  check: (value) => (value === 0 ? 0 : signal.check(value)),
  print: String,
};

/** A list of strings, copied. */
export function strings(name: string): Kind<string[]> {
  const item = text(name, IO_MAX);
  return {
    name,
    type: 'string[]',
    check: (value) => copyList(value, item.check),
    print: (value) => printList(value, quote),
  };
}

/** A list as the kernel's own copy, each item as `check` lets it pass. */
export function copyList<T>(
  value: unknown,
  check: (one: unknown) => T,
  most = LIST_MAX,
  tooMany: ErrorCode = 'E2BIG',
): T[] {
  if (!Array.isArray(value)) return invalid();
  const { length } = value;
  if (length > most) throw new Errno(tooMany);
  const copy = new Array<T>(length);
  for (let i = 0; i < length; i++) copy[i] = check(value[i]);
  return copy;
}

/** A result that is only told, never checked: the kernel made it. */
export function result<T>(type: string, print: (value: T) => string): Kind<T> {
  return { name: type, type, check: (value) => value as T, print };
}

export const nothing = result<void>('void', () => '0');
export const read = result<Uint8Array>('Uint8Array', (value) =>
  value.length === 0 ? '"", 0' : bytes.print(value),
);

/** A list as strace prints it: no more than the first 32. */
export function printList<T>(values: readonly T[], print: (one: T) => string): string {
  const shown = values.slice(0, 32).map((one) => print(one));
  return `[${(values.length > 32 ? [...shown, '...'] : shown).join(', ')}]`;
}

/** A string as strace prints it: quoted, control characters escaped, cut after `limit` characters. */
export function quote(value: string, limit = 32): string {
  const escapes: Record<string, string> = { '\n': '\\n', '\t': '\\t', '\r': '\\r', '"': '\\"', '\\': '\\\\' };
  const escaped = (c: string) => escapes[c] ?? `\\x${c.charCodeAt(0).toString(16).padStart(2, '0')}`;
  const shown = value.slice(0, limit).replace(/[\x00-\x1f\x7f-\x9f"\\]/g, escaped);
  return `"${shown}"${value.length > limit ? '...' : ''}`;
}

function latin1(data: Uint8Array): string {
  return String.fromCharCode(...data);
}

export function printRecord(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value);
  if (Array.isArray(value)) return printList(value, printRecord);
  const fields = Object.entries(value).map(([name, field]) => `${name}: ${printRecord(field)}`);
  return `{${fields.join(', ')}}`;
}

/** A record that a program passed; what is in it is checked field by field. */
export function record(value: unknown): Record<string, unknown> {
  if (typeof value !== 'object' || value === null) throw new Errno('EFAULT');
  return value as Record<string, unknown>;
}
