// top on a terminal: look, show, wait for a key or for the time to look again.

import { type Coroutine, Errno, type Tick } from '../../../kernel/abi.ts';
import { sys } from '../../sys.ts';
import { now, parseDuration } from '../duration.ts';
import { quote } from '../errors.ts';
import { END, openScreen, type Screen } from '../fullscreen.ts';
import { parseSignal } from '../signals.ts';
import { header, heading, isSortKey, sorted, table, type View } from './display.ts';
import { look } from './look.ts';

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

interface State {
  view: View;
  delay: Tick;
  due: Tick; // when to look again
  message: string;
}

export function* interactive(looks: number, delay: Tick): Coroutine<number> {
  const screen = yield* openScreen();
  try {
    const state: State = { view: yield* look(null), delay, due: (yield* now()) + delay, message: '' };
    for (let n = 1; ; ) {
      yield* show(screen, state);
      const key = yield* screen.key(Math.max(state.due - (yield* now()), 0));
      if (key === 'q' || key === CONTROL_C || key === END) return 0;
      if (key !== null) state.message = '';
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
