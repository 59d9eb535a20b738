// Where cp, mv and ln put things: `cp a b`, `cp a b dir`, `cp -t dir a b`, `cp -T a b`.

import { type Coroutine, Errno, type Stat } from '../../kernel/abi.ts';
import { fail, quote } from './errors.ts';
import { isDirectory, statIfAny } from './files.ts';
import { type Command, type Flags, type Option, usageError } from './getopt.ts';
import { basename, join, trimSlashes } from './paths.ts';

export const targetOptions: readonly Option[] = [
  { short: 't', long: 'target-directory', argument: 'DIR', about: 'put all SOURCEs into DIR' },
  { short: 'T', long: 'no-target-directory', about: 'treat DEST as a normal file' },
];

export interface Transfer {
  from: string;
  to: string;
}

/** From the operands: what goes where. A mistake in them is told, and ends the program. */
export function* transfers(
  command: Command,
  flags: Flags,
  operands: readonly string[],
): Coroutine<Transfer[]> {
  const directory = flags.value('t');
  if (operands.length === 0) return yield* usageError(command, 'missing file operand');
  if (directory !== undefined) {
    const problem = yield* whyNotDirectory(directory);
    if (problem !== null)
      return yield* fail(command.name, `target directory ${quote(directory)}: ${problem.message}`);
    return operands.map((from) => ({ from, to: inside(directory, from) }));
  }
  const to = operands.at(-1) as string;
  const sources = operands.slice(0, -1);
  if (sources.length === 0) {
    return yield* usageError(command, `missing destination file operand after ${quote(to)}`);
  }
  if (flags.has('T')) {
    if (sources.length > 1)
      return yield* usageError(command, `extra operand ${quote(operands[2] as string)}`);
    return [{ from: sources[0] as string, to }];
  }
  if (sources.length === 1 && !(yield* isDirectory(to))) return [{ from: sources[0] as string, to }];
  const problem = yield* whyNotDirectory(to);
  if (problem !== null) return yield* fail(command.name, `target ${quote(to)}: ${problem.message}`);
  return sources.map((from) => ({ from, to: inside(to, from) }));
}

/** The path of a file of that name in a directory. */
export function inside(directory: string, from: string): string {
  return join(directory, basename(trimSlashes(from)));
}

function* whyNotDirectory(path: string): Coroutine<Errno | null> {
  const stat: Stat | null = yield* statIfAny(path);
  if (stat === null) return new Errno('ENOENT');
  return stat.kind === 'directory' ? null : new Errno('ENOTDIR');
}
