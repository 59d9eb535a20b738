import { describe, expect, test } from 'vitest';
import { type Command, helpText, scan } from '../../../userland/lib/getopt.ts';

const command: Command = {
  name: 'prog',
  topic: 'text',
  synopsis: '[-n COUNT] [FILE]...\n--version',
  about: 'Try the parser of options.',
  options: [
    { short: 'a', long: 'all', about: 'everything' },
    {
      short: 'n',
      long: 'lines',
      argument: 'COUNT',
      about: 'that many, in a sentence so long that it has to be broken into several lines',
    },
    { short: 'v', about: 'short only' },
    { long: 'almost-all', about: 'long only' },
    { word: '-name', argument: 'PATTERN', about: 'written otherwise' },
  ],
};

function parse(words: string, extra: Partial<Command> = {}) {
  const result = scan({ ...command, ...extra }, words.split(' ').filter(Boolean));
  if (!('given' in result)) return result;
  const given = result.given.map(({ option, value }) => `${option.long ?? option.short}=${value}`);
  return [...given, ...result.operands].join(' ');
}

describe('options', () => {
  test.each([
    ['-av x', 'all= v= x'],
    ['-n5 -n 6 -an7', 'lines=5 lines=6 all= lines=7'],
    ['-n -5', 'lines=-5'],
    ['-n --', 'lines=--'],
    ['--lines=5 --lines 6 --li=7', 'lines=5 lines=6 lines=7'],
    ['--lines= x', 'lines= x'],
    ['x -a y', 'all= x y'],
    ['x -- -a --all', 'x -a --all'],
    ['- -a', 'all= -'],
    ['--all', 'all='],
  ])('%s', (words, expected) => {
    expect(parse(words)).toBe(expected);
  });

  test.each([
    ['-x', "invalid option -- 'x'"],
    ['-ax', "invalid option -- 'x'"],
    ['-n', "option requires an argument -- 'n'"],
    ['--lines', "option '--lines' requires an argument"],
    ['--nosuch=1', "unrecognized option '--nosuch=1'"],
    ['--all=1', "option '--all' doesn't allow an argument"],
    ['--al', "option '--al' is ambiguous; possibilities: '--all' '--almost-all'"],
  ])('%s is wrong', (words, wrong) => {
    expect(parse(words)).toEqual({ wrong });
  });

  test('--help counts wherever it stands, but not behind --', () => {
    expect(parse('x --help')).toEqual({ help: true });
    expect(parse('--he')).toEqual({ help: true });
    expect(parse('-- --help')).toBe('--help');
    expect(parse('-x --help')).toEqual({ wrong: "invalid option -- 'x'" });
  });

  test('they end at the first operand, if that is a command', () => {
    expect(parse('-a ls -a', { permute: false })).toBe('all= ls -a');
  });

  test('there may be as many operands as memory holds', () => {
    const many = Array.from({ length: 300_000 }, () => 'x');
    expect(scan(command, ['-a', '--', ...many])).toMatchObject({ operands: { length: 300_000 } });
  });

  test('-5 may be short for an option, or an operand', () => {
    expect(parse('-5 x', { digits: 'n' })).toBe('lines=5 x');
    expect(parse('-5 -.5 -a', { operand: /^-\.?\d/ })).toBe('all= -5 -.5');
    expect(parse('-5')).toEqual({ wrong: "invalid option -- '5'" });
  });
});

test('--help prints the forms, the sentence and the options', () => {
  expect(helpText(command)).toBe(`Usage: prog [-n COUNT] [FILE]...
  or:  prog --version
Try the parser of options.

  -a, --all               everything
  -n, --lines=COUNT       that many, in a sentence so long that it has to be
                          broken into several lines
  -v                      short only
      --almost-all        long only
  -name PATTERN           written otherwise
      --help              display this help and exit
`);
});
