// When something is there already, where cp or mv is to put a file.

import type { Coroutine, Stat } from '../../kernel/abi.ts';
import { confirm } from './confirm.ts';
import { quote } from './errors.ts';
import { sameFile } from './files.ts';
import { compareTimes } from './time.ts';

/** What is done with a file that is there. 'update': it is replaced if it is older. */
export type Existing = 'overwrite' | 'ask' | 'skip' | 'update';

/** Why one cannot take the place of the other, in words; null if it can. */
export function mismatch(from: string, stat: Stat, to: string, there: Stat): string | null {
  const [directory, onto] = [stat.kind === 'directory', there.kind === 'directory'];
  if (sameFile(stat, there)) return `${quote(from)} and ${quote(to)} are the same file`;
  if (directory && !onto) return `cannot overwrite non-directory ${quote(to)} with directory ${quote(from)}`;
  return onto && !directory ? `cannot overwrite directory ${quote(to)} with non-directory` : null;
}

export function* mayReplace(
  command: string,
  existing: Existing,
  stat: Stat,
  to: string,
  there: Stat | null,
): Coroutine<boolean> {
  if (there === null || existing === 'overwrite') return true;
  if (existing === 'ask') return yield* confirm(`${command}: overwrite ${quote(to)}? `);
  return existing === 'update' && compareTimes(stat.mtime, there.mtime) > 0;
}
