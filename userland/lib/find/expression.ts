// The expressions of find: a tree of tests and actions, and how it is true of a file.
//
//     -name '*.ts' -a ! ( -empty -o -newer notes )
//
// To add a test or an action: a row in primaries.ts.

import type { Coroutine, Stat } from '../../../kernel/abi.ts';
import { sys } from '../../sys.ts';
import type { Output } from '../output.ts';

/** A file that was found. */
export interface Found {
  path: string;
  name: string;
  stat: Stat; // of a symbolic link, its own, or with -L of what it points to
  parents: readonly Found[]; // the directories that it was found in, from the outside
}

/** One search. Actions change it. */
export interface Search {
  out: Output;
  status: number;
  prune: boolean; // do not go into the directory at hand
  quit: boolean;
}

export type Expression =
  | { is: 'and' | 'or' | 'list'; left: Expression; right: Expression }
  | { is: 'not'; operand: Expression }
  | Test
  | Action;

export interface Test {
  is: 'test';
  holds(file: Found): boolean;
}

export interface Action {
  is: 'action';
  run(file: Found, search: Search): Coroutine<boolean>;
  finish?(search: Search): Coroutine; // after all files
}

/** Is the expression true of this file? The right side is looked at only if it matters, as in C. */
export function* evaluate(expression: Expression, file: Found, search: Search): Coroutine<boolean> {
  switch (expression.is) {
    case 'test':
      return expression.holds(file);
    case 'action':
      return yield* expression.run(file, search);
    case 'not':
      return !(yield* evaluate(expression.operand, file, search));
    case 'and':
      return (
        (yield* evaluate(expression.left, file, search)) && (yield* evaluate(expression.right, file, search))
      );
    case 'or':
      return (
        (yield* evaluate(expression.left, file, search)) || (yield* evaluate(expression.right, file, search))
      );
    case 'list':
      yield* evaluate(expression.left, file, search);
      return yield* evaluate(expression.right, file, search);
  }
}

/** Lets every action do what it has left for the end. */
export function* finish(expression: Expression, search: Search): Coroutine {
  if (expression.is === 'action') {
    if (expression.finish) yield* sys.call(expression.finish(search));
  } else if (expression.is === 'not') yield* finish(expression.operand, search);
  else if (expression.is !== 'test') {
    yield* finish(expression.left, search);
    yield* finish(expression.right, search);
  }
}
