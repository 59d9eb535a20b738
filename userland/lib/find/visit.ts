// Walking the tree for find.

import { type Coroutine, Errno, type Stat } from '../../../kernel/abi.ts';
import { sys } from '../../sys.ts';
import { complain, quote, warn } from '../errors.ts';
import { listDirectory, sameFile, statIfAny } from '../files.ts';
import { basename, join } from '../paths.ts';
import { type Expression, evaluate, type Found, type Search } from './expression.ts';
import type { Scope } from './parser.ts';

/** Looks at a file, and at all that is in it if it is a directory. */
export function* search(path: string, expression: Expression, scope: Scope, run: Search): Coroutine {
  const stat = yield* statOrComplain(path, scope, run);
  if (stat) yield* visit({ path, name: basename(path), stat, parents: [] }, 0, expression, scope, run);
}

function* visit(file: Found, depth: number, expression: Expression, scope: Scope, search: Search): Coroutine {
  if (yield* isLoop(file, search)) return;
  const shown = depth >= scope.mindepth;
  search.prune = false;
  if (shown && !scope.depth) yield* evaluate(expression, file, search);
  if (file.stat.kind === 'directory' && depth < scope.maxdepth && (scope.depth || !search.prune)) {
    for (const name of yield* names(file.path, search)) {
      if (search.quit) return;
      const path = join(file.path, name);
      const stat = yield* statOrComplain(path, scope, search);
      const parents = [...file.parents, file];
      if (stat) yield* sys.call(visit({ path, name, stat, parents }, depth + 1, expression, scope, search));
    }
  }
  if (shown && scope.depth && !search.quit) yield* evaluate(expression, file, search);
}

function* names(path: string, search: Search): Coroutine<string[]> {
  try {
    return (yield* listDirectory(path)).map(({ name }) => name);
  } catch (error) {
    return yield* trouble(path, error, search, []);
  }
}

// By a link a directory may be in itself.
function* isLoop({ path, stat, parents }: Found, search: Search): Coroutine<boolean> {
  const same = stat.kind === 'directory' ? parents.find((parent) => sameFile(parent.stat, stat)) : undefined;
  if (same === undefined) return false;
  const loop = `${quote(path)} is part of the same file system loop as ${quote(same.path)}`;
  yield* search.out.flush();
  yield* warn('find', `File system loop detected; ${loop}.`);
  search.status = 1;
  return true;
}

function* statOrComplain(path: string, { follow }: Scope, search: Search): Coroutine<Stat | null> {
  try {
    return (follow ? yield* statIfAny(path) : null) ?? (yield* sys.lstat(path));
  } catch (error) {
    return yield* trouble(path, error, search, null);
  }
}

function* trouble<T>(path: string, error: unknown, search: Search, instead: T): Coroutine<T> {
  if (!(error instanceof Errno)) throw error;
  yield* search.out.flush();
  yield* complain('find', quote(path), error);
  search.status = 1;
  return instead;
}
