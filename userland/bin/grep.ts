import type { Coroutine } from '../../kernel/abi.ts';
import { type Command, parseOptions } from '../lib/getopt.ts';
import { type Run, search } from '../lib/grep/files.ts';
import { compilePatterns, patternsOf, searchOf } from '../lib/grep/options.ts';
import { output, printError } from '../lib/output.ts';

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
    { short: 'b', long: 'byte-offset', about: 'print how many bytes are in front of each output line' },
    { short: 'n', long: 'line-number', about: 'print line number with output lines' },
    { short: 'H', long: 'with-filename', about: 'print file name with output lines' },
    { short: 'h', long: 'no-filename', about: 'suppress the file name prefix on output' },
    { short: 'a', long: 'text', about: 'print matching lines also of a binary file' },
    { short: 'z', long: 'null-data', about: 'lines end in NUL, not newline' },
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
  if (patterns === null) {
    yield* printError(`Usage: grep ${command.synopsis}\nTry 'grep --help' for more information.\n`);
    return 2;
  }
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
