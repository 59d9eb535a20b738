import type { Coroutine } from '../../kernel/abi.ts';
import { complain, exit, fail, quoteIfNeeded } from '../lib/errors.ts';
import { readFile } from '../lib/files.ts';
import { type Command, type Flags, parseOptions } from '../lib/getopt.ts';
import { type Run, search } from '../lib/grep/files.ts';
import type { Search } from '../lib/grep/search.ts';
import { parseCount } from '../lib/numbers.ts';
import { output, printError } from '../lib/output.ts';
import { compile, RegexError, type Syntax } from '../lib/regex.ts';
import { decode } from '../lib/text.ts';

export const command: Command = {
  name: 'grep',
  topic: 'text',
  synopsis: '[OPTION]... PATTERNS [FILE]...',
  about: 'Print the lines of files that match a regular expression.',
  options: [
    { short: 'E', long: 'extended-regexp', about: 'PATTERNS are extended regular expressions' },
    { short: 'F', long: 'fixed-strings', about: 'PATTERNS are strings' },
    { short: 'G', long: 'basic-regexp', about: 'PATTERNS are basic regular expressions (default)' },
    { short: 'e', long: 'regexp', argument: 'PATTERNS', about: 'use PATTERNS for matching' },
    { short: 'f', long: 'file', argument: 'FILE', about: 'take PATTERNS from FILE' },
    { short: 'i', long: 'ignore-case', about: 'ignore case distinctions' },
    { short: 'w', long: 'word-regexp', about: 'match only whole words' },
    { short: 'x', long: 'line-regexp', about: 'match only whole lines' },
    { short: 'v', long: 'invert-match', about: 'select non-matching lines' },
    { short: 'm', long: 'max-count', argument: 'NUM', about: 'stop after NUM selected lines' },
    { short: 'c', long: 'count', about: 'print only a count of selected lines per FILE' },
    { short: 'l', long: 'files-with-matches', about: 'print only names of FILEs with selected lines' },
    { short: 'L', long: 'files-without-match', about: 'print only names of FILEs with no selected lines' },
    { short: 'o', long: 'only-matching', about: 'show only nonempty parts of lines that match' },
    { short: 'q', long: 'quiet', about: 'print nothing, and end at the first match' },
    { short: 's', long: 'no-messages', about: 'suppress error messages' },
    { short: 'n', long: 'line-number', about: 'print line number with output lines' },
    { short: 'H', long: 'with-filename', about: 'print file name with output lines' },
    { short: 'h', long: 'no-filename', about: 'suppress the file name prefix on output' },
    { short: 'a', long: 'text', about: 'print matching lines also of a binary file' },
    { short: 'A', long: 'after-context', argument: 'NUM', about: 'print NUM lines of trailing context' },
    { short: 'B', long: 'before-context', argument: 'NUM', about: 'print NUM lines of leading context' },
    {
      short: 'C',
      long: 'context',
      argument: 'NUM',
      about: 'print NUM lines of output context; -NUM is the same',
    },
    { short: 'r', long: 'recursive', about: 'search all files under each directory' },
    { long: 'include', argument: 'GLOB', about: 'with -r, search only files that match GLOB' },
  ],
  description:
    'A basic regular expression knows . [abc] [^a-z] [[:alpha:]] * ^ $ \\(group\\) \\1 \\{2,3\\} \\+ \\? \\| \\< \\> \\b \\w \\s; ' +
    'an extended one the same with ( ) { } + ? | written without the backslash.',
  exitStatus:
    '0 if a line is selected, 1 if not, 2 if an error occurred (unless -q, and a line is selected).',
  usageStatus: 2,
  digits: 'C',
};

export default function* main(argv: string[]): Coroutine<number> {
  const { flags, operands } = yield* parseOptions(command, argv);
  const patterns = yield* patternsOf(flags, operands);
  const regex = yield* compilePatterns(patterns, flags);
  const recursive = flags.has('r');
  const files = operands.length > 0 ? operands : recursive ? [''] : ['-'];
  const names = flags.last('H', 'h') === 'H' || (!flags.has('h') && (recursive || files.length > 1));
  const run: Run = {
    search: yield* searchOf(flags, regex, names),
    flags,
    out: output(1),
    found: false,
    failed: false,
  };
  for (const file of files) {
    yield* search(run, file, file === '-' ? '(standard input)' : file);
    if (run.found && flags.has('q')) return 0;
  }
  yield* run.out.flush();
  return run.failed ? 2 : run.found ? 0 : 1;
}

// The patterns of -e and -f, or else the first operand, which is taken off the list.
function* patternsOf(flags: Flags, operands: string[]): Coroutine<string[]> {
  const given = flags.values('e');
  for (const file of flags.values('f')) {
    try {
      const text = decode(yield* readFile(file === '-' ? '/dev/stdin' : file));
      given.push(...(text === '' ? [] : [text.replace(/\n$/, '')]));
    } catch (error) {
      yield* complain('grep', quoteIfNeeded(file), error);
      return yield* exit(2);
    }
  }
  if (given.length === 0 && !flags.has('f')) {
    const pattern = operands.shift();
    if (pattern === undefined) {
      yield* printError(`Usage: grep ${command.synopsis}\nTry 'grep --help' for more information.\n`);
      return yield* exit(2);
    }
    given.push(pattern);
  }
  return given.flatMap((text) => text.split('\n'));
}

const syntaxes: Record<string, Syntax> = { E: 'extended', F: 'fixed', G: 'basic' };

function* compilePatterns(patterns: readonly string[], flags: Flags): Coroutine<RegExp> {
  try {
    return compile(patterns, {
      syntax: syntaxes[flags.last('E', 'F', 'G') ?? 'G'] as Syntax,
      ignoreCase: flags.has('i'),
      word: flags.has('w'),
      line: flags.has('x'),
      flags: 'g',
    });
  } catch (error) {
    if (!(error instanceof RegexError)) throw error;
    return yield* fail('grep', error.message, 2);
  }
}

function* searchOf(flags: Flags, regex: RegExp, names: boolean): Coroutine<Search> {
  const context: Record<string, number> = {};
  for (const option of ['A', 'B', 'C']) {
    const text = flags.value(option) ?? '0';
    context[option] =
      parseCount(text) ?? (yield* fail('grep', `${text}: invalid context length argument`, 2));
  }
  const most = flags.has('m') ? parseCount(flags.value('m') as string) : Number.POSITIVE_INFINITY;
  if (most === null) return yield* fail('grep', 'invalid max count', 2);
  const silent = ['c', 'l', 'L', 'q'].some(flags.has);
  const once = ['l', 'L', 'q'].some(flags.has);
  return {
    regex,
    invert: flags.has('v'),
    print: silent ? 'nothing' : flags.has('o') ? 'matches' : 'lines',
    numbers: flags.has('n'),
    names,
    before: context[flags.has('B') ? 'B' : 'C'] as number,
    after: context[flags.has('A') ? 'A' : 'C'] as number,
    most: once ? Math.min(1, most) : most,
    groups: 0,
    text: flags.has('a'),
  };
}
