import type { Coroutine, Env } from '../../kernel/abi.ts';
import { fail } from '../lib/errors.ts';
import { type Expression, finish, type Search } from '../lib/find/expression.ts';
import { ExpressionError, parseExpression, type Scope, splitPaths } from '../lib/find/parser.ts';
import { printAction } from '../lib/find/primaries.ts';
import { search } from '../lib/find/visit.ts';
import { type Command, helpText } from '../lib/getopt.ts';
import { output, print } from '../lib/output.ts';

export const command: Command = {
  name: 'find',
  topic: 'files',
  synopsis: '[-L] [PATH...] [EXPRESSION]',
  about: 'Search directories for files for which EXPRESSION is true.',
  options: [
    {
      word: '-L',
      about: 'a symbolic link stands for what it points to, also on the way; -P, the default: for itself',
    },
    {
      word: '-name',
      argument: 'PATTERN',
      about: 'the name matches a pattern as the shell has them: * ? [a-z]',
    },
    { word: '-iname', argument: 'PATTERN', about: 'the same, but case does not matter' },
    { word: '-path', argument: 'PATTERN', about: 'the whole path matches' },
    {
      word: '-type',
      argument: 'C',
      about: 'it is a file (f), directory (d), symbolic link (l), device (c) or pipe (p)',
    },
    {
      word: '-size',
      argument: 'N[cbkMG]',
      about: 'it takes N units, rounded up: bytes (c), 512 bytes (b, default), KiB, MiB, GiB',
    },
    { word: '-empty', about: 'it is an empty file or directory' },
    { word: '-newer', argument: 'FILE', about: 'it was changed after FILE was' },
    { word: '-mtime', argument: 'N', about: 'it was changed N days ago; -mmin N: minutes' },
    {
      word: '-perm',
      argument: 'MODE',
      about: 'its permissions are MODE (as chmod has it); -MODE: all of these are set; /MODE: any',
    },
    { word: '-user', argument: 'U', about: 'it belongs to user U; -group G: to group G (name or number)' },
    { word: '-nouser', about: 'its owner has no name; -nogroup: its group has none' },
    { word: '-links', argument: 'N', about: 'it has N names; -inum N: its index number is N' },
    {
      word: '-maxdepth',
      argument: 'N',
      about: 'do not go deeper than N directories; -mindepth N: leave out what is higher',
    },
    { word: '-depth', about: 'a directory comes after what is in it' },
    { word: '-prune', about: 'do not go into this directory' },
    {
      word: '-print',
      about: 'print the path (this is done if there is no other action); -print0: end it with NUL',
    },
    {
      word: '-exec',
      argument: 'CMD ;',
      about: 'run CMD with the path for each {}; true if it succeeds. CMD {} + takes many paths at once',
    },
    { word: '-delete', about: 'remove it; implies -depth' },
    { word: '-quit', about: 'end at once' },
    {
      word: '!',
      argument: 'EXPR',
      about: 'EXPR is false; EXPR -o EXPR: one of them is true; EXPR [-a] EXPR: both are; ( ) group',
    },
  ],
  description: 'A number N may be +N, more than N, or -N, less than N. -true and -false are what they say.',
  examples: [["find . -name '*.txt' -size +1k", 'finds text files of more than a kilobyte']],
};

export default function* main(argv: string[], env: Env): Coroutine<number> {
  if (argv[1] === '--help') {
    yield* print(helpText(command));
    return 0;
  }
  const { paths, rest, follow } = splitPaths(argv.slice(1));
  const { expression, scope } = yield* parse(rest, env, follow);
  const run: Search = { out: output(1), status: 0, prune: false, quit: false };
  for (const path of paths) {
    if (!run.quit) yield* search(path, expression, scope, run);
  }
  yield* finish(expression, run);
  yield* run.out.flush();
  return run.status;
}

function* parse(
  words: readonly string[],
  env: Env,
  follow: boolean,
): Coroutine<{ expression: Expression; scope: Scope }> {
  try {
    const { expression, scope } = yield* parseExpression(words, env, follow);
    if (expression === null) return { expression: printAction('\n'), scope };
    if (scope.acts) return { expression, scope };
    return { expression: { is: 'and', left: expression, right: printAction('\n') }, scope };
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    return yield* fail('find', error.message);
  }
}
