import type { Coroutine, Fd } from '../../kernel/abi.ts';
import { fail, quote } from '../lib/errors.ts';
import { type Command, type Flags, parseOptions, usageError } from '../lib/getopt.ts';
import { BLOCK, forEachInput, readErrors } from '../lib/input.ts';
import { writeAll } from '../lib/output.ts';
import { makePlan, type Plan } from '../lib/tr/plan.ts';
import { SetError } from '../lib/tr/sets.ts';
import { sys } from '../sys.ts';

export const command: Command = {
  name: 'tr',
  topic: 'text',
  synopsis: '[OPTION]... STRING1 [STRING2]',
  about: 'Replace, squeeze or delete characters of standard input.',
  options: [
    { short: 'c', long: 'complement', about: 'use the complement of STRING1' },
    { short: 'C', about: 'the same as -c' },
    { short: 'd', long: 'delete', about: 'delete characters in STRING1, do not translate' },
    {
      short: 's',
      long: 'squeeze-repeats',
      about: 'replace each sequence of a repeated character that is in the last STRING with one',
    },
    { short: 't', long: 'truncate-set1', about: 'first truncate STRING1 to the length of STRING2' },
  ],
  description:
    'STRINGs are sets of characters: a-z a range, [:alpha:] and the other classes, [=c=] the character c, [c*] in STRING2 ' +
    'as many c as STRING1 is long, [c*N] N of them, \\n \\t \\\\ \\NNN escapes. Characters are bytes.',
  examples: [
    ['tr a-z A-Z', 'makes capital letters'],
    ["tr -cs A-Za-z '\\n'", 'prints the words, one on a line'],
  ],
};

export default function* main(argv: string[]): Coroutine<number> {
  const { flags, operands } = yield* parseOptions(command, argv);
  const wrong = wrongOperands(flags, operands);
  if (wrong !== null) return yield* usageError(command, wrong);
  try {
    const plan = makePlan(flags, operands[0] as string, operands[1]);
    return yield* forEachInput('tr', [], (fd) => translate(fd, plan), readErrors);
  } catch (error) {
    if (!(error instanceof SetError)) throw error;
    return yield* fail('tr', error.message);
  }
}

function* translate(fd: Fd, { map, deleted, squeezed }: Plan): Coroutine {
  let last = -1;
  for (let data = yield* sys.read(fd, BLOCK); data.length > 0; data = yield* sys.read(fd, BLOCK)) {
    const result = new Uint8Array(data.length);
    let length = 0;
    for (let i = 0; i < data.length; i++) {
      const byte = data[i] as number;
      if (deleted[byte]) continue;
      const mapped = map[byte] as number;
      if (squeezed[mapped] && mapped === last) continue;
      last = mapped;
      result[length++] = mapped;
    }
    yield* writeAll(1, result.subarray(0, length));
  }
}

function wrongOperands(flags: Flags, operands: readonly string[]): string | null {
  const [first, second, third] = operands;
  const [deleting, squeezing] = [flags.has('d'), flags.has('s')];
  if (first === undefined) return 'missing operand';
  if (second === undefined && deleting === squeezing) {
    const why = deleting ? 'both deleting and squeezing repeats' : 'translating';
    return `missing operand after ${quote(first)}\nTwo strings must be given when ${why}.`;
  }
  if (second !== undefined && deleting && !squeezing) {
    return `extra operand ${quote(second)}\nOnly one string may be given when deleting without squeezing repeats.`;
  }
  return third === undefined ? null : `extra operand ${quote(third)}`;
}
