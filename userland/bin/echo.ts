import type { Coroutine } from '../../kernel/abi.ts';
import { interpretEscapes } from '../lib/escapes.ts';
import { type Command, helpText } from '../lib/getopt.ts';
import { print } from '../lib/output.ts';

export const command: Command = {
  name: 'echo',
  topic: 'text',
  synopsis: '[-neE]... [STRING]...',
  about: 'Print the STRINGs, with a space between them and a newline after.',
  options: [
    { short: 'n', about: 'do not output the trailing newline' },
    { short: 'e', about: 'enable interpretation of backslash escapes' },
    { short: 'E', about: 'disable interpretation of backslash escapes (default)' },
  ],
  description:
    'With -e: \\\\ backslash, \\a alert, \\b backspace, \\c no further output, \\e escape, \\f form feed, \\n newline, ' +
    '\\r carriage return, \\t tab, \\v vertical tab, \\0NNN or \\NNN byte with octal value NNN, \\xHH byte with hexadecimal value HH.',
};

export default function* main(argv: string[]): Coroutine<number> {
  yield* print(argv.length === 2 && argv[1] === '--help' ? helpText(command) : echoText(argv.slice(1)));
  return 0;
}

/** What echo prints for these arguments. An argument that is not made of n, e and E is text, not a wrong option. */
export function echoText(args: readonly string[]): string {
  let newline = true;
  let escapes = false;
  let at = 0;
  for (; /^-[neE]+$/.test(args[at] ?? ''); at++) {
    for (const letter of (args[at] as string).slice(1)) {
      if (letter === 'n') newline = false;
      else escapes = letter === 'e';
    }
  }
  const line = args.slice(at).join(' ');
  const { text, stop } = escapes ? interpretEscapes(line, 'zero') : { text: line, stop: false };
  return text + (newline && !stop ? '\n' : '');
}
