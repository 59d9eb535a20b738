// The list of programs has this one in it, and this one looks into the list: when it runs, not before.

import type { Coroutine } from '../../kernel/abi.ts';
import { type Command, parseOptions } from '../lib/getopt.ts';
import { allPages, formatPage, type Page } from '../lib/manual.ts';
import { output, printError } from '../lib/output.ts';
import { shellCommands } from '../lib/shell-commands.ts';
import { windowSize } from '../lib/terminal.ts';
import { programs } from '../programs.ts';

const NOT_FOUND = 16;
const WIDTH = 80;

export const command: Command = {
  name: 'man',
  topic: 'system',
  synopsis: '[SECTION] NAME...\n-k WORD...\n-f NAME...',
  about: 'Show the manual page of a command, of a system call, or of what both are about.',
  options: [
    {
      short: 'k',
      long: 'apropos',
      about: 'list the pages that have WORD in their name or their description',
    },
    { short: 'f', long: 'whatis', about: 'list the pages of that name' },
  ],
  description: `Section 1 has the commands, section 2 the system calls, with intro(2) on how they fail; section 3 has termios(3), section
7 signal(7) and credentials(7). A name that is in several, such as kill, means the first; "man 2 kill" shows the call. There is no pager:
a page is printed, and the terminal scrolls.`,
  exitStatus: `0; ${NOT_FOUND} if there is no such page`,
  examples: [
    ['man ps', 'all about ps'],
    ['man 2 read', 'the system call that cat reads with'],
    ['man signal', 'which signals there are, and what they do'],
    ['man -k file', 'what has to do with files'],
  ],
};

export default function* main(argv: string[]): Coroutine<number> {
  const { flags, operands } = yield* parseOptions(command, argv);
  const pages = allPages([...programs.map((row) => row.command), ...shellCommands]);
  pages.sort((a, b) => a.section - b.section || (a.name < b.name ? -1 : 1));
  if (flags.has('k') || flags.has('f')) return yield* search(pages, operands, flags.has('k'));

  const [section, ...names] = /^\d+$/.test(operands[0] ?? '') ? operands : [null, ...operands];
  if (names.length === 0) {
    const from = section === null ? '' : ` from section ${section}`;
    yield* printError(`What manual page do you want${from}?\nFor example, try 'man man'.\n`);
    return 1;
  }
  const columns = (yield* windowSize(1))?.columns ?? WIDTH;
  const out = output(1);
  let status = 0;
  for (const name of names) {
    const page = pages.find(
      (one) => one.name === name && (section === null || one.section === Number(section)),
    );
    if (page !== undefined) yield* out.write(formatPage(page, Math.min(columns, WIDTH)));
    else {
      yield* printError(`No manual entry for ${name}${section === null ? '' : ` in section ${section}`}\n`);
      status = NOT_FOUND;
    }
  }
  yield* out.flush();
  return status;
}

function* search(pages: readonly Page[], words: readonly string[], anywhere: boolean): Coroutine<number> {
  if (words.length === 0) {
    yield* printError(`${anywhere ? 'apropos' : 'whatis'} what?\n`);
    return 1;
  }
  const out = output(1);
  let status = 0;
  for (const word of words) {
    const matches = ({ name, about }: Page) =>
      anywhere ? `${name} ${about}`.toLowerCase().includes(word.toLowerCase()) : name === word;
    const found = pages.filter(matches);
    for (const { name, section, about } of found) {
      yield* out.write(`${`${name} (${section})`.padEnd(20)} - ${about}\n`);
    }
    if (found.length > 0) continue;
    yield* printError(`${word}: nothing appropriate.\n`);
    status = NOT_FOUND;
  }
  yield* out.flush();
  return status;
}
