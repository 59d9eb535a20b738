// From the options of grep: what to search for, and what to print.

import type { Coroutine } from '../../../kernel/abi.ts';
import { complain, exit, fail, quoteIfNeeded } from '../errors.ts';
import { readFile } from '../files.ts';
import type { Flags } from '../getopt.ts';
import { parseCount } from '../numbers.ts';
import { compile, type Regex, RegexError, type Syntax } from '../regex/regex.ts';
import { decode } from '../text.ts';
import type { Search } from './search.ts';

/** The patterns of -e and -f, or else the first operand, which is taken off the list; null if there are none. */
export function* patternsOf(flags: Flags, operands: string[]): Coroutine<string[] | null> {
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
      return null;
    }
    given.push(pattern);
  }
  return given.flatMap((text) => text.split('\n'));
}

const syntaxes: Record<string, Syntax> = { E: 'extended', F: 'fixed', G: 'basic' };

export function* compilePatterns(patterns: readonly string[], flags: Flags): Coroutine<Regex> {
  try {
    return compile(patterns, {
      syntax: syntaxes[flags.last('E', 'F', 'G') ?? 'G'] as Syntax,
      ignoreCase: flags.has('i'),
      word: flags.has('w'),
      line: flags.has('x'),
    });
  } catch (error) {
    if (!(error instanceof RegexError)) throw error;
    return yield* fail('grep', error.message, 2);
  }
}

export function* searchOf(flags: Flags, regex: Regex, names: boolean): Coroutine<Search> {
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
    offsets: flags.has('b'),
    end: flags.has('z') ? '\0' : '\n',
    names,
    before: context[flags.has('B') ? 'B' : 'C'] as number,
    after: context[flags.has('A') ? 'A' : 'C'] as number,
    most: once ? Math.min(1, most) : most,
    groups: 0,
    text: flags.has('a'),
  };
}
