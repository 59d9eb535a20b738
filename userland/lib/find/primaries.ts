// The tests and actions of find. To add one: a row in the table, and one in the options of bin/find.ts.

import { type Coroutine, Errno, type FileKind } from '../../../kernel/abi.ts';
import { sys } from '../../sys.ts';
import { complain, quote } from '../errors.ts';
import { listDirectory } from '../files.ts';
import { fnmatch } from '../fnmatch.ts';
import { parseMode } from '../mode.ts';
import { startCommand, waitFor } from '../run.ts';
import { compareTimes } from '../time.ts';
import { readAccounts, readGroups, readNames } from '../users.ts';
import type { Action, Expression, Found, Search, Test } from './expression.ts';
import { ExpressionError, type Parser } from './parser.ts';

type Primary = (p: Parser, word: string) => Coroutine<Expression>;

const pure = (make: (p: Parser, word: string) => Expression): Primary =>
  function* (p, word) {
    return make(p, word);
  };

const test = (holds: Test['holds']): Test => ({ is: 'test', holds });
const always = test(() => true);

export const primaries: Readonly<Record<string, Primary>> = {
  '-name': pure((p, word) => nameTest(argument(p, word), false)),
  '-iname': pure((p, word) => nameTest(argument(p, word), true)),
  '-path': pure((p, word) => pathTest(argument(p, word))),
  '-type': pure((p, word) => typeTest(argument(p, word))),
  '-size': pure((p, word) => sizeTest(argument(p, word))),
  '-empty': pure(() => action(isEmpty)),
  '-newer': newerTest,
  '-mtime': timeTest,
  '-mmin': timeTest,
  '-perm': pure((p, word) => permissionTest(argument(p, word))),
  '-user': ownerTest,
  '-group': ownerTest,
  '-nouser': nobodysTest,
  '-nogroup': nobodysTest,
  '-links': pure((p, word) => numberTest(p, word, ({ stat }) => stat.nlink)),
  '-inum': pure((p, word) => numberTest(p, word, ({ stat }) => stat.ino)),
  '-true': pure(() => always),
  '-false': pure(() => test(() => false)),
  '-maxdepth': pure((p, word) => {
    p.scope.maxdepth = depthArgument(p, word);
    return always;
  }),
  '-mindepth': pure((p, word) => {
    p.scope.mindepth = depthArgument(p, word);
    return always;
  }),
  '-depth': pure((p) => {
    p.scope.depth = true;
    return always;
  }),
  '-prune': pure(() => action(prune)),
  '-quit': pure((p) => acting(p, action(quit))),
  '-print': pure((p) => acting(p, printAction('\n'))),
  '-print0': pure((p) => acting(p, printAction('\0'))),
  '-delete': pure((p) => {
    p.scope.depth = true;
    return acting(p, action(deleteFile));
  }),
  '-exec': pure((p) => acting(p, execAction(p))),
};

function action(run: Action['run']): Action {
  return { is: 'action', run };
}

function acting(p: Parser, made: Action): Action {
  p.scope.acts = true;
  return made;
}

export function printAction(end: string): Action {
  return action(function* ({ path }, { out }) {
    yield* out.write(path + end);
    return true;
  });
}

function argument(p: Parser, word: string): string {
  const value = p.words[p.at++];
  if (value === undefined) throw new ExpressionError(`missing argument to \`${word}'`);
  return value;
}

function depthArgument(p: Parser, word: string): number {
  const text = argument(p, word);
  if (/^\d+$/.test(text)) return Number(text);
  throw new ExpressionError(
    `Expected a positive decimal integer argument to ${word}, but got ${quote(text)}`,
  );
}

/** `5` exactly, `+5` more, `-5` less. */
function comparison(text: string): ((n: number) => boolean) | null {
  const found = /^([-+]?)(\d+)$/.exec(text);
  if (found === null) return null;
  const wanted = Number(found[2]);
  if (found[1] === '+') return (n) => n > wanted;
  return found[1] === '-' ? (n) => n < wanted : (n) => n === wanted;
}

function numberTest(p: Parser, word: string, value: (file: Found) => number): Test {
  const text = argument(p, word);
  const compare = comparison(text);
  if (compare === null) throw new ExpressionError(`invalid argument \`${text}' to \`${word}'`);
  return test((file) => compare(value(file)));
}

function nameTest(pattern: string, ignoreCase: boolean): Test {
  const matches = fnmatch(pattern, { ignoreCase });
  return test(({ name }) => matches(name));
}

function pathTest(pattern: string): Test {
  const matches = fnmatch(pattern);
  return test(({ path }) => matches(path));
}

const kinds: Record<string, FileKind> = { f: 'file', d: 'directory', l: 'symlink', c: 'device', p: 'pipe' };

function typeTest(text: string): Test {
  const wanted = text.split(',').map((letter) => {
    const kind = Object.hasOwn(kinds, letter) ? kinds[letter] : undefined;
    if (kind === undefined) throw new ExpressionError(`Unknown argument to -type: ${letter}`);
    return kind;
  });
  return test(({ stat }) => wanted.includes(stat.kind));
}

const units: Record<string, number> = { c: 1, w: 2, b: 512, k: 1024, M: 2 ** 20, G: 2 ** 30 };

function sizeTest(text: string): Test {
  const [, count = '', unit = 'b'] = /^([-+]?\d+)([cwbkMG]?)$/.exec(text) ?? [];
  const compare = comparison(count);
  if (compare === null) throw new ExpressionError(`invalid -size type \`${text}'`);
  return test(({ stat }) => compare(Math.ceil(stat.size / (units[unit || 'b'] as number))));
}

function permissionTest(text: string): Test {
  const [, how, mode = ''] = /^([-/]?)(.*)$/s.exec(text) ?? [];
  const change = parseMode(mode, 0); // u=rw, as chmod makes it of no permission at all
  if (change === null) throw new ExpressionError(`invalid mode ${quote(text)}`);
  const bits = change(0, false);
  if (how === '-') return test(({ stat }) => (stat.mode & bits) === bits);
  if (how === '/') return test(({ stat }) => bits === 0 || (stat.mode & bits) !== 0);
  return test(({ stat }) => stat.mode === bits);
}

// By name or by number.
function* ownerTest(p: Parser, word: string): Coroutine<Expression> {
  const name = argument(p, word);
  const names = yield* readNames();
  const id = word === '-user' ? names.uid(name) : names.gid(name);
  if (id !== null)
    return word === '-user' ? test(({ stat }) => stat.uid === id) : test(({ stat }) => stat.gid === id);
  const what = word === '-user' ? 'the name of a known user' : 'the name of an existing group';
  throw new ExpressionError(`${quote(name)} is not ${what}`);
}

function* nobodysTest(_p: Parser, word: string): Coroutine<Expression> {
  const users = new Set((yield* readAccounts()).map(({ uid }) => uid));
  const groups = new Set((yield* readGroups()).map(({ gid }) => gid));
  return word === '-nouser'
    ? test(({ stat }) => !users.has(stat.uid))
    : test(({ stat }) => !groups.has(stat.gid));
}

function* newerTest(p: Parser, word: string): Coroutine<Expression> {
  const path = argument(p, word);
  try {
    const { mtime } = yield* sys.stat(path);
    return test(({ stat }) => compareTimes(stat.mtime, mtime) > 0);
  } catch (error) {
    if (!(error instanceof Errno)) throw error;
    throw new ExpressionError(`${quote(path)}: ${error.message}`);
  }
}

// Whole days or minutes ago; what is left over does not count.
function* timeTest(p: Parser, word: string): Coroutine<Expression> {
  const unit = word === '-mtime' ? 86400 : 60;
  const { sec: now } = yield* sys.clock_gettime('realtime');
  return numberTest(p, word, ({ stat }) => Math.floor((now - stat.mtime.sec) / unit));
}

function* isEmpty({ path, stat }: Found): Coroutine<boolean> {
  if (stat.kind === 'directory') return (yield* listDirectory(path)).length === 0;
  return stat.kind === 'file' && stat.size === 0;
}
function* prune(_file: Found, search: Search): Coroutine<boolean> {
  search.prune = true;
  return true;
}
function* quit(_file: Found, search: Search): Coroutine<boolean> {
  search.quit = true;
  return true;
}

function* deleteFile({ path, stat }: Found, search: Search): Coroutine<boolean> {
  if (path === '.') return true;
  try {
    yield* stat.kind === 'directory' ? sys.rmdir(path) : sys.unlink(path);
    return true;
  } catch (error) {
    yield* complain('find', `cannot delete ${quote(path)}`, error);
    search.status = 1;
    return false;
  }
}

const MOST = 1000; // files for one command

// `-exec cmd {} ;` runs it for each file and is true if it succeeds; `-exec cmd {} +` runs it for many at once.
function execAction(p: Parser): Action {
  const end = p.words.findIndex(
    (word, i) => i >= p.at && (word === ';' || (word === '+' && p.words[i - 1] === '{}')),
  );
  if (end <= p.at) throw new ExpressionError("missing argument to `-exec'");
  const template = p.words.slice(p.at, end);
  const together = p.words[end] === '+';
  p.at = end + 1;

  function* runIt(argv: string[], search: Search): Coroutine<boolean> {
    yield* search.out.flush(); // what was printed before comes before what the command prints
    const started = yield* startCommand('find', argv, p.env);
    if ('status' in started) return false;
    const status = yield* waitFor(started.pid);
    return status.is === 'exited' && status.code === 0;
  }
  if (!together) {
    return action(({ path }, search) =>
      runIt(
        template.map((word) => word.replaceAll('{}', path)),
        search,
      ),
    );
  }
  const paths: string[] = [];
  function* flush(search: Search): Coroutine {
    if (paths.length === 0) return;
    if (!(yield* runIt([...template.slice(0, -1), ...paths.splice(0)], search))) search.status = 1;
  }
  return {
    is: 'action',
    *run({ path }, search) {
      if (paths.push(path) >= MOST) yield* flush(search);
      return true;
    },
    finish: flush,
  };
}
