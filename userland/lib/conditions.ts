// The conditions of test(1) and [(1), as POSIX says by the number of arguments, with ( ) -a and -o for more.
//
//     if (yield* evaluateCondition(['-f', path, '-a', '-s', path])) ...
//
// To add a primary: a row in one of the tables.

import { type Coroutine, Errno, R_OK, type Stat, W_OK, X_OK } from '../../kernel/abi.ts';
import { sys } from '../sys.ts';
import { lstatIfAny, mayAccess, sameFile, statIfAny } from './files.ts';
import { isatty } from './terminal.ts';

/** What is no condition. test(1) ends with 2 then. */
export class ConditionError extends Error {}

const onFiles: Record<string, (stat: Stat) => boolean> = {
  '-b': () => false,
  '-c': ({ kind }) => kind === 'device',
  '-d': ({ kind }) => kind === 'directory',
  '-e': () => true,
  '-f': ({ kind }) => kind === 'file',
  '-g': ({ mode }) => (mode & 0o2000) !== 0,
  '-h': ({ kind }) => kind === 'symlink',
  '-k': ({ mode }) => (mode & 0o1000) !== 0,
  '-L': ({ kind }) => kind === 'symlink',
  '-p': ({ kind }) => kind === 'pipe',
  '-s': ({ size }) => size > 0,
  '-S': () => false,
  '-u': ({ mode }) => (mode & 0o4000) !== 0,
};

// What this process may do with a file, as whoever it acts as.
const onAccess: Record<string, number> = { '-r': R_OK, '-w': W_OK, '-x': X_OK };

const onOwners: Record<string, (stat: Stat) => Coroutine<boolean>> = {
  *'-O'({ uid }) {
    return uid === (yield* sys.geteuid());
  },
  *'-G'({ gid }) {
    return gid === (yield* sys.getegid());
  },
};

const onStrings: Record<string, (text: string) => boolean> = {
  '-n': (text) => text !== '',
  '-z': (text) => text === '',
};

const between: Record<string, (a: string, b: string) => boolean> = {
  '=': (a, b) => a === b,
  '==': (a, b) => a === b,
  '!=': (a, b) => a !== b,
  '<': (a, b) => a < b,
  '>': (a, b) => a > b,
  '-eq': (a, b) => order(a, b) === 0,
  '-ne': (a, b) => order(a, b) !== 0,
  '-gt': (a, b) => order(a, b) > 0,
  '-ge': (a, b) => order(a, b) >= 0,
  '-lt': (a, b) => order(a, b) < 0,
  '-le': (a, b) => order(a, b) <= 0,
};

const betweenFiles: Record<string, (a: Stat | null, b: Stat | null) => boolean> = {
  '-ef': sameFile,
  '-nt': (a, b) => a !== null && (b === null || isNewer(a, b)),
  '-ot': (a, b) => b !== null && (a === null || isNewer(b, a)),
};

/** Without any arguments it is false. */
export function* evaluateCondition(args: readonly string[]): Coroutine<boolean> {
  const simple = yield* evaluateFew(args);
  if (simple !== null) return simple;
  const rest = { args, at: 0 };
  const result = yield* evaluateOr(rest);
  if (rest.at < args.length) throw new ConditionError(`${args[rest.at]}: unexpected operator`);
  return result;
}

// Up to four arguments the number of them tells what is an operator: `test -f = x` compares strings.
function* evaluateFew(args: readonly string[]): Coroutine<boolean | null> {
  const [a = '', b = '', c = '', d = ''] = args;
  switch (args.length) {
    case 0:
      return false;
    case 1:
      return a !== '';
    case 2:
      if (a === '!') return b === '';
      if (isUnary(a)) return yield* evaluateUnary(a, b);
      throw new ConditionError(`${a}: unexpected operator`);
    case 3:
      if (isBinary(b)) return yield* evaluateBinary(a, b, c);
      if (b === '-a' || b === '-o') return b === '-a' ? a !== '' && c !== '' : a !== '' || c !== '';
      if (a === '!') return !(yield* evaluateFew([b, c]));
      return a === '(' && c === ')' ? b !== '' : null;
    case 4:
      if (a === '!') return !(yield* evaluateCondition([b, c, d]));
      return a === '(' && d === ')' ? yield* evaluateFew([b, c]) : null;
    default:
      return null;
  }
}

interface Rest {
  readonly args: readonly string[];
  at: number;
}

function* evaluateOr(rest: Rest): Coroutine<boolean> {
  let result = yield* evaluateAnd(rest);
  while (accept(rest, '-o')) result = (yield* evaluateAnd(rest)) || result;
  return result;
}

function* evaluateAnd(rest: Rest): Coroutine<boolean> {
  let result = yield* evaluateNot(rest);
  while (accept(rest, '-a')) result = (yield* evaluateNot(rest)) && result;
  return result;
}

function* evaluateNot(rest: Rest): Coroutine<boolean> {
  const { args, at } = rest;
  const [a, b = '', c] = args.slice(at, at + 3);
  if (a === undefined) throw new ConditionError('argument expected');
  if (c !== undefined && isBinary(b)) {
    rest.at += 3;
    return yield* evaluateBinary(a, b, c);
  }
  if (accept(rest, '!')) return !(yield* evaluateNot(rest));
  if (accept(rest, '(')) {
    const inside = yield* evaluateOr(rest);
    if (!accept(rest, ')')) throw new ConditionError("')' expected");
    return inside;
  }
  const unary = isUnary(a) && at + 1 < args.length;
  rest.at += unary ? 2 : 1;
  return unary ? yield* evaluateUnary(a, b) : a !== '';
}

function accept(rest: Rest, text: string): boolean {
  if (rest.args[rest.at] !== text) return false;
  rest.at++;
  return true;
}

function isUnary(text: string): boolean {
  return (
    text === '-t' || [onFiles, onAccess, onOwners, onStrings].some((table) => Object.hasOwn(table, text))
  );
}

function isBinary(text: string): boolean {
  return Object.hasOwn(between, text) || Object.hasOwn(betweenFiles, text);
}

function* evaluateUnary(operator: string, operand: string): Coroutine<boolean> {
  if (operator === '-t') return yield* isatty(Number(integer(operand)));
  const onString = onStrings[operator];
  if (onString) return onString(operand);
  const access = onAccess[operator];
  if (access !== undefined) return yield* mayAccess(operand, access);
  const stat = yield* statOf(operand, operator === '-h' || operator === '-L');
  if (stat === null) return false;
  const onOwner = onOwners[operator];
  return onOwner ? yield* onOwner(stat) : onFiles[operator]!(stat);
}

function* evaluateBinary(a: string, operator: string, b: string): Coroutine<boolean> {
  const compare = between[operator];
  if (compare) return compare(a, b);
  return betweenFiles[operator]!(yield* statOf(a), yield* statOf(b));
}

/** What cannot be reached is not there, for whatever reason. */
function* statOf(path: string, link = false): Coroutine<Stat | null> {
  try {
    return link ? yield* lstatIfAny(path) : yield* statIfAny(path);
  } catch (error) {
    if (error instanceof Errno) return null;
    throw error;
  }
}

function isNewer(a: Stat, b: Stat): boolean {
  return (a.mtime.sec - b.mtime.sec || a.mtime.nsec - b.mtime.nsec) > 0;
}

/** Compares integers of any length. */
function order(a: string, b: string): number {
  const [left, right] = [integer(a), integer(b)];
  return left < right ? -1 : left > right ? 1 : 0;
}

function integer(text: string): number | bigint {
  if (!/^\s*[-+]?\d+\s*$/.test(text)) throw new ConditionError(`Illegal number: ${text}`);
  return text.length < 16 ? Number(text) : BigInt(text.trim().replace('+', ''));
}
