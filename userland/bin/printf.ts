import type { Coroutine } from '../../kernel/abi.ts';
import { warn } from '../lib/errors.ts';
import { type Command, helpText, usageError } from '../lib/getopt.ts';
import { print } from '../lib/output.ts';
import { printf } from '../lib/printf.ts';

export const command: Command = {
  name: 'printf',
  topic: 'text',
  synopsis: 'FORMAT [ARGUMENT]...',
  about: 'Print ARGUMENTs as FORMAT says.',
  options: [],
  description:
    'FORMAT is text with escapes (\\n, \\t, \\\\, \\NNN octal, \\xHH, \\uHHHH ...) and conversions, each of which takes the ' +
    'next argument: %d %i %o %u %x %X integers, %e %f %g numbers, %s a string, %c its first character, %b a string ' +
    "with escapes, %q a string quoted for the shell, %% a percent sign. Between % and the letter: the flags '-', '+', " +
    "' ', '#', '0', a width and a precision, each a number or '*'. FORMAT is used again while arguments are left.",
  examples: [["printf '%-8s %3d\\n' apple 10 pear 3", 'prints two lines']],
};

export default function* main(argv: string[]): Coroutine<number> {
  if (argv.length === 2 && argv[1] === '--help') {
    yield* print(helpText(command));
    return 0;
  }
  const [format, ...args] = argv.slice(argv[1] === '--' ? 2 : 1);
  if (format === undefined) return yield* usageError(command, 'missing operand');
  const { text, errors, warning } = printf(format, args);
  yield* print(text);
  for (const error of errors) yield* warn('printf', error);
  if (warning !== undefined) yield* warn('printf', `warning: ${warning}`);
  return errors.length > 0 ? 1 : 0;
}
