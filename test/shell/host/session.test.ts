import { describe, expect, it } from 'vitest';
import { consoleMachine, twoConsoleMachine } from '../../../shell/host/machines.ts';
import { parseArguments } from '../../../shell/host/options.ts';
import { createSession, type MachineOptions, type Session } from '../../../shell/host/session.ts';
import { parseTape, type Tape } from '../../../shell/host/tape.ts';
import { createTraceHash } from '../../../shell/host/trace-hash.ts';
import { machineOf, runMachine } from '../../session.ts';

const BUSY = 'spin & (echo a; echo b) | sort -r; head -c 8 /dev/random | wc -c; cat; kill %1; ps';
const RANDOM = 'head -c 8 /dev/random';
const TURNS = 1_000_000;

describe('a run', () => {
  it('is the same, to the last event, with the same seed', () => {
    const first = runMachine(machineOf('--seed', '7', '-c', BUSY), 'x\n');
    const second = runMachine(machineOf('--seed', '7', '-c', BUSY), 'x\n');
    expect(first).toEqual(second);
    expect(first.hash).toMatch(/^[0-9a-f]{64}$/);
    expect(first.stdout).toContain('b\na\n8\nx\n');
  });

  it('has other random numbers with another seed', () => {
    const [one, again, other] = ['1', '1', '2'].map((seed) =>
      runMachine(machineOf('--seed', seed, '-c', RANDOM)),
    );
    expect(one!.stdout).toBe(again!.stdout);
    expect(one!.stdout).not.toBe(other!.stdout);
    expect(one!.hash).not.toBe(other!.hash);
  });

  it('is another one with another quantum or another cost of switching', () => {
    const hashes = [[], ['--quantum', '50'], ['--switch-cost', '3']].map(
      (options) => runMachine(machineOf(...options, '-c', BUSY)).hash,
    );
    expect(new Set(hashes).size).toBe(3);
  });

  it('does not depend on how it is cut into slices', () => {
    const whole = record(machineOf('-c', BUSY), (session) => session.run(Number.POSITIVE_INFINITY, TURNS));
    const sliced = record(machineOf('-c', BUSY), (session) => {
      const { clock } = session.kernel;
      for (let turns = 1; session.run(clock.now + turns * 3, turns) !== 'halted'; turns = (turns % 7) + 1) {
        if (clock.next > clock.now + turns * 3) session.run(clock.next, 1);
      }
    });
    expect(sliced.ending).toEqual(whole.ending);
    expect(sliced.console).toBe(whole.console);
  });

  it('does not touch another machine in the same process', () => {
    const alone = record(machineOf('-c', BUSY), (session) => session.run(Number.POSITIVE_INFINITY, TURNS));
    const other = start(machineOf('--seed', '2', '-c', 'echo x > poem.txt; yes | cat > /dev/null'));
    const beside = record(machineOf('-c', BUSY), (session) => {
      while (session.run(session.kernel.clock.now + 10, 5) !== 'halted') {
        other.session.run(other.session.kernel.clock.now + 7, 3);
        const { clock } = session.kernel;
        if (clock.next > clock.now + 10) session.run(clock.next, 1);
      }
    });
    expect(beside).toEqual(alone);
  });
});

describe('a recording', () => {
  it('of a command, replayed, is the same run', () => {
    const lines: string[] = [];
    const recorded = runMachine(machineOf('-c', BUSY), 'some\ninput\n', (line) => lines.push(line));
    expect(replay(tapeOf(lines)).ending).toEqual({
      tick: recorded.tick,
      status: recorded.status,
      hash: recorded.hash,
    });
  });

  it('keeps the order in which input came, when the clock that told the moments went back', () => {
    const { ending, console, lines } = record(terminal(), (session) => {
      const moments = [500_000, 500_000, 499_998, 400_000.5, 3];
      const type = (text: string, at: number) =>
        session.feed({ is: 'input', device: 'tty1', data: new TextEncoder().encode(text) }, at);
      session.run(300_000, TURNS);
      const taken = ['echo ', 'one ', 'two ', 'three', '\r'].map((text, i) => type(text, moments[i]!));
      expect(taken).toEqual([500_000, 500_000, 500_000, 500_000, 500_000]);
      session.run(600_000, TURNS);
    });
    expect(console).toContain('\none two three\r\n');
    const replayed = replay(tapeOf(lines));
    expect(replayed.ending).toEqual(ending);
    expect(replayed.console).toBe(console);
  });

  it('of a typed session, replayed, has the same hash and the same screen', () => {
    const { ending, console, lines } = record(terminal(), typeAtConsole);
    expect(console).toContain('hello');
    const replayed = replay(tapeOf(lines));
    expect(replayed.ending).toEqual(ending);
    expect(replayed.console).toBe(console);
  });

  it('of two terminals in use at once, replayed, has the same hash and the same screens', () => {
    const machine = twoConsoleMachine(parseArguments(['--seed', '7']));
    const { ending, console, lines } = record(machine, (session) => {
      const keys = [
        'script -q /tmp/out\r',
        'spin\r',
        'tty; stty size\r',
        '\x1a',
        'yes | head -n 50\r',
        '\x03',
      ];
      for (const [i, text] of keys.entries()) {
        const at = (i + 1) * 300_000;
        session.run(at, TURNS);
        const device = i % 2 === 0 ? 'tty1' : 'tty2';
        session.feed({ is: 'input', device, data: new TextEncoder().encode(text) }, at);
      }
      session.run(2_500_000, TURNS);
    });
    expect(console).toContain('/dev/pts/0');
    expect(console).toContain('Stopped');
    const replayed = replay(tapeOf(lines));
    expect(replayed.ending).toEqual(ending);
    expect(replayed.console).toBe(console);
  });

  it('that was cut off in the middle of a line is the same run up to there', () => {
    const { lines, console } = record(terminal(), typeAtConsole);
    const cut = lines.slice(0, -3);
    const tape = parseTape(`${cut.join('\n')}\n${lines.at(-3)?.slice(0, 9)}`);
    expect(tape.ending).toBeNull();
    const again = record(tape.machine, (session) => {
      for (const { at, interrupt } of tape.interrupts) session.feed(interrupt, at);
      session.run(tape.interrupts.at(-1)!.at, TURNS);
    });
    expect(console.startsWith(again.console)).toBe(true);
    expect(again.lines.slice(0, -1)).toEqual(cut);
  });

  it('ends once: what is told the second time changes nothing', () => {
    const { session, lines } = start(machineOf('-c', 'exit 3'));
    session.run(Number.POSITIVE_INFINITY, TURNS);
    const ending = session.finish(3);
    expect(session.finish(130)).toBe(ending);
    expect(lines.filter((line) => line.startsWith('end'))).toHaveLength(1);
  });
});

function terminal(): MachineOptions {
  return consoleMachine(parseArguments(['--seed', '7']));
}

/** A person at a keyboard: at certain times, whatever the machine does. Then the machine is switched off. */
function typeAtConsole(session: Session): void {
  const keys = [
    'echo hel',
    'lo\r',
    'spin\r',
    '\x03',
    'sleep 5 | cat &\r',
    'ps\r',
    'top\r',
    'q',
    'cat /dev/ra\x15',
  ];
  let at = 0;
  for (const text of keys) {
    at += 333_333;
    session.run(at, TURNS);
    session.feed({ is: 'input', device: 'tty1', data: new TextEncoder().encode(text) }, at);
  }
  session.feed({ is: 'resize', device: 'tty1', rows: 10, columns: 40 }, at + 500);
  session.run(at + 1234, TURNS);
}

/** A session. If it is a fresh one, and has a standard input, that is at its end. */
function start(machine: MachineOptions, fresh = true) {
  const lines: string[] = [];
  const output: Uint8Array[] = [];
  const session = createSession({
    machine,
    output: (_, data) => output.push(data.slice()),
    tape: (line) => lines.push(line),
    hash: createTraceHash(),
  });
  if (fresh && machine.devices[0]?.name === 'stdin') session.feed({ is: 'end', device: 'stdin' });
  return { session, lines, console: () => Buffer.concat(output).toString() };
}

function record(machine: MachineOptions, drive: (session: Session) => unknown) {
  const { session, lines, console } = start(machine);
  drive(session);
  const ending = session.finish(session.kernel.halted ?? 0);
  return { ending, console: console(), lines };
}

function tapeOf(lines: string[]): Tape {
  return parseTape(lines.map((line) => `${line}\n`).join(''));
}

function replay({ machine, interrupts, ending }: Tape) {
  const { session, console } = start(machine, false);
  for (const { at, interrupt } of interrupts) session.feed(interrupt, at);
  session.run(ending!.tick, Number.POSITIVE_INFINITY);
  return { ending: session.finish(ending!.status, ending!.tick), console: console() };
}
