import { type Coroutine, Errno, type Tick } from '../../kernel/abi.ts';
import { now, parseDuration, sleep } from '../lib/duration.ts';
import { quote, warn } from '../lib/errors.ts';
import { END, openScreen, type Screen } from '../lib/fullscreen.ts';
import { type Command, parseOptions, usageError } from '../lib/getopt.ts';
import { print } from '../lib/output.ts';
import { readFields, waitsFor } from '../lib/processes.ts';
import { parseSignal } from '../lib/signals.ts';
import { isatty } from '../lib/terminal.ts';
import { header, heading, isSortKey, sorted, table, type View } from '../lib/top/display.ts';
import { takeSample, usageBetween } from '../lib/top/sample.ts';
import { sys } from '../sys.ts';

export const command: Command = {
  name: 'top',
  topic: 'processes',
  synopsis: '[-b] [-d SECONDS] [-n COUNT]',
  about: 'Show who uses the CPU, and keep on showing it.',
  options: [
    {
      short: 'd',
      long: 'delay',
      argument: 'SECONDS',
      about: 'look again after so long, instead of 1 second',
    },
    { short: 'n', long: 'iterations', argument: 'COUNT', about: 'end after so many looks' },
    { short: 'b', long: 'batch', about: 'print one list after the other, for a file or a pipe' },
  ],
  description: `Keys: P, T and N sort by CPU share, CPU time and number, R turns the order around; k sends a signal; d changes the delay;
space looks again at once; h shows these; q quits.

Percentages are shares of the time since the last look: us for programs computing, sy for system calls, id for nothing
to do. The first look counts since boot.`,
};

// biome-ignore format: a table
const help = [
  'Keys of top:', '',
  '  P T N    sort by CPU share, by CPU time, by number',
  '  R        turn the order around',
  '  k        send a signal to a process',
  '  d        change the delay between two looks',
  '  space    look again at once',
  '  q        quit', '',
  'Press any key to go on.',
];

export default function* main(argv: string[]): Coroutine<number> {
  const { flags, operands } = yield* parseOptions(command, argv);
  if (operands.length > 0) return yield* usageError(command, `extra operand ${quote(operands[0] as string)}`);
  const delay = parseDuration(flags.value('d') ?? '1');
  if (delay === null)
    return yield* usageError(command, `bad delay interval ${quote(flags.value('d') as string)}`);
  const count = flags.value('n') ?? 'inf';
  if (!/^([1-9]\d*|inf)$/.test(count))
    return yield* usageError(command, `bad iterations argument ${quote(count)}`);
  const looks = count === 'inf' ? Number.POSITIVE_INFINITY : Number(count);
  if (flags.has('b')) return yield* batch(looks, delay);
  if (!(yield* isatty(0)) || !(yield* isatty(1))) {
    yield* warn('top', 'needs a terminal; without one there is -b');
    return 1;
  }
  return yield* interactive(looks, delay);
}

function* batch(looks: number, delay: Tick): Coroutine<number> {
  let view = yield* look(null);
  for (let n = 1; ; n++) {
    yield* print(`${[...header(view), '', heading, ...table(view)].join('\n')}\n`);
    if (n >= looks) return 0;
    yield* sleep(delay);
    yield* print('\n');
    view = yield* look(view);
  }
}

interface State {
  view: View;
  delay: Tick;
  due: Tick; // when to look again
  message: string;
}

function* interactive(looks: number, delay: Tick): Coroutine<number> {
  const screen = yield* openScreen();
  try {
    const state: State = { view: yield* look(null), delay, due: (yield* now()) + delay, message: '' };
    for (let n = 1; ; ) {
      yield* show(screen, state);
      const key = yield* screen.key(Math.max(state.due - (yield* now()), 0));
      if (key === 'q' || key === CONTROL_C || key === END) return 0;
      state.message = '';
      if (key !== null && key !== ' ') {
        yield* press(screen, state, key);
        continue;
      }
      if (++n > looks) return 0;
      state.view = yield* look(state.view);
      state.due = (yield* now()) + state.delay;
    }
  } finally {
    yield* screen.close();
  }
}

const CONTROL_C = '\x03';
const CONTROL_Z = '\x1a';

function* press(screen: Screen, state: State, key: string): Coroutine {
  const { view } = state;
  if (isSortKey(key)) state.view = { ...view, sort: key };
  else if (key === 'R') state.view = { ...view, reverse: !view.reverse };
  else if (key === 'M') state.message = ' There is no memory to sort by';
  else if (key === 'k') yield* kill(screen, state);
  else if (key === 'd' || key === 's') yield* changeDelay(screen, state);
  else if (key === CONTROL_Z) yield* screen.suspend();
  else if (key === 'h' || key === '?') {
    yield* screen.draw(help);
    yield* screen.key(Number.POSITIVE_INFINITY);
  } else if (key >= ' ' && key.length === 1)
    state.message = ` Unknown command ${quote(key)} - try h for help`;
}

function* kill(screen: Screen, state: State): Coroutine {
  const first = String(sorted(state.view)[0]?.pid ?? '');
  const pid = yield* ask(screen, state, ` PID to send a signal to [${first}]: `);
  if (pid === null) return;
  const target = Number(pid || first);
  const word = yield* ask(screen, state, ` Signal for process ${target} [TERM]: `);
  if (word === null) return;
  const signal = parseSignal(word || 'TERM');
  if (!Number.isSafeInteger(target) || target <= 0) state.message = ` No process number: ${quote(pid)}`;
  else if (signal === null) state.message = ` No such signal: ${quote(word)}`;
  else {
    try {
      yield* sys.kill(target, signal);
      state.due = 0; // to see what it did
    } catch (error) {
      if (!(error instanceof Errno)) throw error;
      state.message = ` Process ${target}: ${error.message}`;
    }
  }
}

function* changeDelay(screen: Screen, state: State): Coroutine {
  const answer = yield* ask(screen, state, ` Delay in seconds [${state.delay / 1e6}]: `);
  if (answer === null || answer === '') return;
  const delay = parseDuration(answer);
  if (delay === null) state.message = ` No span of time: ${quote(answer)}`;
  else [state.delay, state.due] = [delay, 0];
}

/** Asks on the line for messages. null if the user has pressed Escape. */
function* ask(screen: Screen, state: State, question: string): Coroutine<string | null> {
  let answer = '';
  for (;;) {
    yield* show(screen, { ...state, message: question + answer }, true);
    const key = yield* screen.key(Number.POSITIVE_INFINITY);
    if (key === '\r' || key === '\n') return answer;
    if (key === '\x1b' || key === CONTROL_C || key === END) return null;
    if (key === '\x7f' || key === '\b') answer = answer.slice(0, -1);
    else if (key !== null && key >= ' ' && key.length === 1) answer += key;
  }
}

function* show(screen: Screen, { view, message }: State, asks = false): Coroutine {
  const top = header(view);
  const lines = [...top, message, heading, ...table(view)];
  yield* screen.draw(lines, { reverse: top.length + 1, ...(asks && { cursor: top.length }) });
}

/** Measures, and keeps from the view before how to sort. */
function* look(before: View | null): Coroutine<View> {
  const sample = yield* takeSample();
  const waits = new Map<number, string>();
  for (const { pid, state } of sample.processes) {
    if (state === 'S') waits.set(pid, (yield* waitsFor(pid)) ?? '');
  }
  return {
    sample,
    usage: usageBetween(before?.sample ?? null, sample),
    waits,
    time: yield* sys.clock_gettime('realtime'),
    policy: (yield* readFields('/proc/sched')).policy ?? '',
    sort: before?.sort ?? 'P',
    reverse: before?.reverse ?? false,
  };
}
