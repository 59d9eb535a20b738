import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Interrupt } from '../../../kernel/machine.ts';
import type { MachineOptions } from '../../../shell/host/session.ts';
import { parseTape, printEnding, printHead, printInterrupt, TapeError } from '../../../shell/host/tape.ts';

const bytes = (text: string) => new TextEncoder().encode(text);

const machine: MachineOptions = {
  seed: 'a "seed"\n',
  policy: 'rr',
  quantum: 500,
  switchCost: 3,
  devices: [
    { is: 'terminal', name: 'tty1', rows: 24, columns: 80 },
    { is: 'stream', name: 'stdin' },
  ],
  stdio: ['/dev/console', '/dev/console', '/dev/host-stdin'],
  argv: ['/bin/init', 'sh', '-c', "echo 'grüße' \\ \t"],
  env: { HOME: '/home', EMPTY: '' },
  files: [{ path: '/home/a b.sh', text: 'echo $0\nexit 3\n' }],
};

const interrupts: { at: number; interrupt: Interrupt }[] = [
  { at: 1, interrupt: { is: 'input', device: 'tty1', data: bytes('ls "x"\r\x1b[A\x03') } },
  { at: 1, interrupt: { is: 'resize', device: 'tty1', rows: 40, columns: 120 } },
  { at: 7, interrupt: { is: 'signal', device: 'ui', pid: 4, signal: 'SIGINT' } },
  { at: 9, interrupt: { is: 'end', device: 'stdin' } },
  { at: 1_000_000, interrupt: { is: 'hangup', device: 'tty1' } },
];

const HEAD = `tinyos tape 1
seed "a \\"seed\\"\\n"
policy rr
quantum 500
switch-cost 3
device tty1 terminal 24 80
device stdin stream
stdio "/dev/console" "/dev/console" "/dev/host-stdin"
argv "/bin/init" "sh" "-c" "echo 'gr\\xc3\\xbc\\xc3\\x9fe' \\\\ \\t"
env "HOME" "/home"
env "EMPTY" ""
file "/home/a b.sh" "echo $0\\nexit 3\\n"
boot
`;

const EVENTS = `1 input tty1 "ls \\"x\\"\\r\\x1b[A\\x03"
1 resize tty1 40 120
7 signal ui 4 SIGINT
9 end stdin
1000000 hangup tty1
`;

describe('a tape', () => {
  it('is text that a person can read', () => {
    expect(`${printHead(machine).join('\n')}\n`).toBe(HEAD);
    expect(interrupts.map(({ at, interrupt }) => `${printInterrupt(at, interrupt)}\n`).join('')).toBe(EVENTS);
    expect(printEnding({ tick: 12, status: 3, hash: 'abc' })).toBe('end 12 status 3 hash abc');
    expect(printEnding({ tick: 12, status: 3, hash: null })).toBe('end 12 status 3');
  });

  it('reads as what was written', () => {
    expect(parseTape(`${HEAD}${EVENTS}end 12 status 3 hash abc\n`)).toEqual({
      machine,
      interrupts,
      ending: { tick: 12, status: 3, hash: 'abc' },
    });
  });

  it('that was cut short has no ending, and what is left of its last line does not count', () => {
    const whole = `${HEAD}${EVENTS}`;
    expect(parseTape(whole)).toEqual({ machine, interrupts, ending: null });
    expect(parseTape(whole.slice(0, -1))).toEqual({
      machine,
      interrupts: interrupts.slice(0, -1),
      ending: null,
    });
  });

  it('may have got other line ends on its way', () => {
    const tape = `${HEAD}${EVENTS}end 12 status 3 hash abc\n`;
    expect(parseTape(tape.replaceAll('\n', '\r\n'))).toEqual(parseTape(tape));
  });

  it('keeps every byte of the input', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (data) => {
        const line = printInterrupt(1, { is: 'input', device: 'tty1', data });
        expect(line).toMatch(/^[ -~]*$/);
        expect(parseTape(`${HEAD}${line}\n`).interrupts[0]?.interrupt).toEqual({
          is: 'input',
          device: 'tty1',
          data,
        });
      }),
    );
  });

  it('keeps every text of its head', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.array(fc.string()), (seed, argv) => {
        const given = { ...machine, seed, argv: ['/bin/init', ...argv] };
        expect(parseTape(`${printHead(given).join('\n')}\n`).machine).toEqual(given);
      }),
    );
  });
});

// biome-ignore format: a table
const broken: [what: string, tape: string, message: string][] = [
  ['an empty file',         '', 'line 1: this is not a tape, which starts with "tinyos tape 1"'],
  ['another file',          'hello\n', 'line 1: this is not a tape, which starts with "tinyos tape 1"'],
  ['a later version',       HEAD.replace('tape 1', 'tape 2'), 'line 1: a tape of version 2, and this tinyos reads version 1'],
  ['half a head',           HEAD.slice(0, 90), 'line 5: the tape is cut short: there is no "boot" line'],
  ['a head without argv',   HEAD.replace(/argv.*\n/, ''), 'line 12: the head of the tape has no line "argv"'],
  ['an unknown head line',  HEAD.replace('policy', 'colour'), 'line 3: "colour" is nothing that belongs in the head of a tape'],
  ['a number that is none', HEAD.replace('500', '5x'), 'line 4: "5x" is no number'],
  ['an unknown device kind', HEAD.replace('stream', 'disk'), 'line 7: "disk" is no kind of device'],
  ['a line with too much',  HEAD.replace('rr', 'rr rr'), 'line 3: nothing more was expected, and here is "rr"'],
  ['a line with too little', `${HEAD}5 resize tty1 24\n`, 'line 14: the line ends too early'],
  ['an unknown interrupt',  `${HEAD}5 nap tty1\n`, 'line 14: "nap" is no interrupt'],
  ['an unknown device',     `${HEAD}5 end tty9\n`, 'line 14: no device "tty9"'],
  ['an unknown signal',     `${HEAD}5 signal ui 1 SIGFOO\n`, 'line 14: "SIGFOO" is no signal'],
  ['an open quote',         `${HEAD}5 input tty1 "abc\n`, 'line 14: a quoted string was expected, with all but printable ASCII escaped'],
  ['an unknown escape',     `${HEAD}5 input tty1 "\\q"\n`, 'line 14: a quoted string was expected, with all but printable ASCII escaped'],
  ['time that goes back',   `${HEAD}5 end stdin\n4 end stdin\n`, 'line 15: tick 4 is before that of the line above'],
  ['more after the end',    `${HEAD}end 5 status 0\n6 end stdin\n`, 'line 15: there is something after the end of the tape'],
  ['an end without status', `${HEAD}end 5 hash 0\n`, 'line 14: "status" was expected, and here is "hash"'],
];

function complaintOf(parse: () => unknown): string {
  try {
    parse();
  } catch (error) {
    if (error instanceof TapeError) return error.message;
    throw error;
  }
  return 'none';
}

describe('what is no tape is refused with the line that shows it', () => {
  it.each(broken)('%s', (_what, tape, message) => {
    expect(complaintOf(() => parseTape(tape))).toBe(message);
  });
});
