// Every call of the table, with hostile values as its arguments. What a call wants is found by asking its kinds, so a
// call that is added is attacked, too.
//
// A call may end the process that makes it, or let it wait for ever: so a child makes them, with a timer that ends it,
// and says on a pipe which value is next. The one after it is where another child goes on.
//
// To add a good value, for a kind of argument that takes none of these: a row in `goodValues`.

import {
  type CallName,
  type Coroutine,
  type Fd,
  O_CREAT,
  O_RDONLY,
  O_RDWR,
  syscalls,
  type WaitStatus,
} from '../../kernel/abi.ts';
import { sys } from '../sys.ts';
import { child, ended, equal, errorOf, trap, Unexpected } from './check.ts';
import { hostileValues } from './hostile.ts';

const FILE = 5; // descriptors that are open in the child
const DIRECTORY = 6;
const PROGRESS = 9;
const DONE = 255;
const PATIENCE = { sec: 0, nsec: 5_000_000 };
const never = { sec: 0, nsec: 0 };

// biome-ignore format: a list
const goodValues: readonly unknown[] = [
  FILE, 0, 'f', 'SIGTERM', [], new Uint8Array(10), never, { value: never, interval: never },
  { soft: 1000, hard: 1000 }, {}, null, undefined, true,
];

/** Where the first good value would not do, or would do too much. */
const special: { readonly [N in CallName]?: readonly unknown[] } = {
  exit: [7],
  kill: [2 ** 22, 0],
  open: ['f', O_RDWR],
  readdir: [DIRECTORY],
  reboot: ['no', 0],
  setpgid: [0, 0],
  spawn: ['/bin/true', ['true'], {}],
  waitpid: [-1, 0],
};

/** Arguments that the kinds of a call let pass. */
export function goodArguments(name: CallName): unknown[] {
  return syscalls[name].params.map((kind, place) => special[name]?.[place] ?? goodValue(name, kind));
}

interface Kind {
  readonly name: string;
  readonly type: string;
  check(value: never): unknown;
}

function goodValue(name: CallName, kind: Kind): unknown {
  const words = [...kind.type.matchAll(/'([^']*)'/g)].map(([, word]) => word);
  for (const value of [...goodValues, ...words]) {
    try {
      kind.check(value as never);
      return value;
    } catch {
      // the next one
    }
  }
  throw new Unexpected(`${name}: no good value for its argument ${kind.name}`);
}

/** Attacks one call at each of its places, and at all at once. */
export function* attackAll(name: CallName): Coroutine {
  const { params } = syscalls[name];
  const values = Object.keys(hostileValues());
  for (let place = 0; place < params.length + (params.length > 1 ? 1 : 0); place++) {
    for (let next = 0; next < DONE; ) {
      const { reached, status } = yield* attackFrom(name, place, next);
      const argument = params[place]?.name ?? 'all arguments';
      const isWell = status?.is === 'exited' || (status?.is === 'killed' && status.signal === 'SIGALRM');
      equal(`${name}, ${argument}: ${values[reached]}`, isWell || status, true);
      next = reached + 1;
    }
  }
}

/** How far a child came, and how it ended. */
function* attackFrom(
  name: CallName,
  place: number,
  first: number,
): Coroutine<{ reached: number; status: WaitStatus | null }> {
  const [reader, writer] = yield* sys.pipe();
  const status = yield* ended(
    yield* child(
      'attacker',
      {
        session: true,
        actions: [
          { is: 'dup', from: writer, to: PROGRESS },
          { is: 'close', fd: writer },
          { is: 'close', fd: reader },
        ],
      },
      name,
      place,
      first,
    ),
  );
  yield* sys.close(writer);
  const progress = yield* sys.read(reader, 1000);
  yield* sys.close(reader);
  return { reached: progress.at(-1) ?? first, status };
}

export function* attacker(callName: string, place: string, first: string): Coroutine {
  const name = callName as CallName;
  const good = goodArguments(name);
  const values = Object.values(hostileValues());
  const at = Number(place);
  yield* prepare();
  for (let i = Number(first); i < values.length; i++) {
    yield* sys.write(PROGRESS, Uint8Array.of(i));
    const args = at < good.length ? good.with(at, values[i]) : good.map(() => values[i]);
    if ((yield* errorOf(trap(name, ...args))) === 'ok') yield* prepare(); // a call that fails changes nothing
  }
  yield* sys.write(PROGRESS, Uint8Array.of(DONE));
}

/** Makes what the good arguments name, as far as an attack that succeeded has not made it impossible. */
function* prepare(): Coroutine {
  yield* errorOf(openAt('f', O_CREAT | O_RDWR, FILE));
  yield* errorOf(openAt('.', O_RDONLY, DIRECTORY));
  yield* errorOf(sys.sigaction('SIGCHLD', 'ignore'));
  yield* sys.setitimer({ value: PATIENCE, interval: never });
}

function* openAt(path: string, flags: number, fd: Fd): Coroutine {
  const opened = yield* sys.open(path, flags);
  if (opened === fd) return;
  yield* sys.dup2(opened, fd);
  yield* sys.close(opened);
}
