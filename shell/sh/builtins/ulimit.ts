// ulimit: what the shell and the processes it starts may use. Without -H or -S a new limit is both the hard one and the
// soft one, and the soft one is shown.

import { type Coroutine, Errno, type Resource, RLIM_INFINITY } from '../../../kernel/abi.ts';
import { print } from '../../../userland/lib/output.ts';
import { sys } from '../../../userland/sys.ts';
import { type Shell, ShellError } from '../state.ts';
import { switches } from './arguments.ts';

interface Row {
  letter: string;
  name: string;
  resource: Resource;
  unit: number;
}

const rows: readonly Row[] = [
  { letter: 't', name: 'time(seconds)', resource: 'RLIMIT_CPU', unit: 1 },
  { letter: 'f', name: 'file(blocks)', resource: 'RLIMIT_FSIZE', unit: 512 },
  { letter: 'u', name: 'process', resource: 'RLIMIT_NPROC', unit: 1 },
  { letter: 'n', name: 'nofiles', resource: 'RLIMIT_NOFILE', unit: 1 },
];

export function* builtinUlimit(_shell: Shell, argv: string[]): Coroutine<number> {
  const { given, operands } = switches(argv, `HSa${rows.map(({ letter }) => letter).join('')}`);
  const [value, ...more] = operands;
  if (more.length > 0 || (given.includes('a') && value !== undefined))
    throw new ShellError('ulimit: too many arguments');
  const which = given.findLast((letter) => letter === 'H' || letter === 'S') ?? null;
  if (given.includes('a')) {
    for (const row of rows) yield* print(`${row.name.padEnd(20)} ${yield* shown(row, which)}\n`);
    return 0;
  }
  const letter = given.findLast((one) => one !== 'H' && one !== 'S') ?? 'f';
  const row = rows.find((one) => one.letter === letter)!;
  if (value === undefined) yield* print(`${yield* shown(row, which)}\n`);
  else yield* change(row, which, parseLimit(value, row.unit));
  return 0;
}

function* shown({ resource, unit }: Row, which: string | null): Coroutine<string> {
  const { soft, hard } = yield* sys.getrlimit(resource);
  const limit = which === 'H' ? hard : soft;
  return limit === RLIM_INFINITY ? 'unlimited' : String(Math.floor(limit / unit));
}

function parseLimit(text: string, unit: number): number {
  if (text === 'unlimited') return RLIM_INFINITY;
  if (!/^\d{1,12}$/.test(text)) throw new ShellError('ulimit: bad number');
  return Number(text) * unit;
}

function* change({ resource }: Row, which: string | null, limit: number): Coroutine {
  const before = yield* sys.getrlimit(resource);
  try {
    yield* sys.setrlimit(resource, {
      soft: which === 'H' ? before.soft : limit,
      hard: which === 'S' ? before.hard : limit,
    });
  } catch (error) {
    if (!(error instanceof Errno)) throw error;
    throw new ShellError(`ulimit: error setting limit (${error.message})`);
  }
}
