import { describe, expect, it } from 'vitest';
import { helpText, parseArguments, UsageError } from '../../../shell/host/options.ts';

const parse = (...args: string[]) => parseArguments(args);

describe('the command line', () => {
  it('may be empty: then all is as usual', () => {
    expect(parse()).toEqual({
      seed: '1',
      policy: 'rr',
      quantum: 10_000,
      switchCost: 0,
      command: null,
      script: null,
      args: [],
      speed: 1,
      realtime: false,
      plain: false,
      color: true,
      ascii: false,
      record: null,
      replay: null,
      trace: null,
      hash: false,
      tell: null,
    });
  });

  it('takes values after a space or an equals sign', () => {
    expect(parse('--seed', '7', '--quantum=500', '--switch-cost', '0', '--trace=')).toMatchObject({
      seed: '7',
      quantum: 500,
      switchCost: 0,
      trace: '',
    });
  });

  it('ends its options with the command of -c: the rest is for the script', () => {
    expect(parse('--hash', '-c', 'echo', '--seed', '9')).toMatchObject({
      command: 'echo',
      args: ['--seed', '9'],
      seed: '1',
      hash: true,
    });
  });

  it('ends its options with a script', () => {
    expect(parse('--plain', 'a.sh', '-c', 'x')).toMatchObject({
      script: 'a.sh',
      args: ['-c', 'x'],
      command: null,
    });
    expect(parse('--', '--odd.sh', '1')).toMatchObject({ script: '--odd.sh', args: ['1'] });
    expect(parse('-c', '-x')).toMatchObject({ command: '-x', args: [] });
  });

  it('takes a speed as a multiple of real time, which it then keeps without the UI too', () => {
    expect(parse('--speed', '.5')).toMatchObject({ speed: 0.5, realtime: true });
    expect(parse('--speed', 'max')).toMatchObject({ speed: Number.POSITIVE_INFINITY, realtime: true });
  });
});

// biome-ignore format: a table
const mistakes: [args: string[], message: string][] = [
  [['--sed', '7'],            "unknown option '--sed': did you mean '--seed'?"],
  [['-q'],                    "unknown option '-q': 'tinyos --help' lists them"],
  [['--frob=1'],              "unknown option '--frob': 'tinyos --help' lists them"],
  [['--seed'],                "option '--seed' needs a value: --seed TEXT"],
  [['-c'],                    "option '-c' needs a value: -c COMMAND"],
  [['--hash=1'],              "option '--hash' takes no value"],
  [['--quantum', '0'],        "--quantum wants a whole number of microseconds from 1 up, not '0'"],
  [['--quantum', '1e3'],      "--quantum wants a whole number of microseconds from 1 up, not '1e3'"],
  [['--quantum', '9'.repeat(20)], `--quantum wants a whole number of microseconds from 1 up, not '${'9'.repeat(20)}'`],
  [['--switch-cost', '-1'],   "--switch-cost wants a whole number of microseconds from 0 up, not '-1'"],
  [['--policy', 'best'],      "no scheduling policy 'best': there is rr"],
  [['--speed', '0'],          "--speed wants a number such as 0.01 or 10, or max, not '0'"],
  [['--speed', 'fast'],       "--speed wants a number such as 0.01 or 10, or max, not 'fast'"],
  [['--replay', 't', '-c', 'x'], "--replay takes the whole run from its tape, so '-c' cannot be given with it"],
  [['--replay', 't', 'x.sh'], "--replay takes the whole run from its tape, so 'x.sh' cannot be given with it"],
];

describe('a mistake on the command line is told in one line', () => {
  it.each(mistakes)('%j', (args, message) => {
    expect(() => parse(...args)).toThrow(new UsageError(message));
  });
});

it('the help names every option, in lines of at most 80 characters', () => {
  const help = helpText();
  const names = [
    '-c',
    'seed',
    'policy',
    'quantum',
    'switch-cost',
    'speed',
    'realtime',
    'record',
    'replay',
    'trace',
  ];
  const more = ['hash', 'plain', 'no-color', 'ascii', 'help', 'version'];
  for (const name of [...names, ...more]) expect(help).toContain(name.startsWith('-') ? name : `  --${name}`);
  expect(Math.max(...help.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
});

it('the help says that options go before the command, whose arguments follow it', () => {
  expect(helpText().replaceAll('\n', ' ')).toContain(
    'Options go first: what follows COMMAND or SCRIPT is its own, after -c the NAME that $0 is, and the ARGUMENTs.',
  );
});
