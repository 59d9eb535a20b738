// The absolute path of a file, with every symbolic link on the way resolved (realpath(3)).

import { type Coroutine, Errno } from '../../kernel/abi.ts';
import { sys } from '../sys.ts';
import { lstatIfAny } from './files.ts';
import { dirname, join } from './paths.ts';

const LINKS_MAX = 40;

/** Unless `existing`, the last name need not be there. Throws ENOENT, ENOTDIR or ELOOP as stat(2) does. */
export function* realpath(path: string, existing: boolean): Coroutine<string> {
  if (path === '') throw new Errno('ENOENT');
  let done = path.startsWith('/') ? '/' : yield* sys.getcwd();
  const names = path.split('/').filter(Boolean);
  for (let links = 0; names.length > 0; ) {
    const name = names.shift() as string;
    if (name === '.') continue;
    if (name === '..') {
      done = dirname(done);
      continue;
    }
    const at = join(done, name);
    const stat = yield* lstatIfAny(at);
    if (stat === null && (existing || names.length > 0)) throw new Errno('ENOENT');
    if (stat?.kind === 'symlink') {
      if (++links > LINKS_MAX) throw new Errno('ELOOP');
      const target = yield* sys.readlink(at);
      names.unshift(...target.split('/').filter(Boolean));
      if (target.startsWith('/')) done = '/';
      continue;
    }
    if (names.length > 0 && stat?.kind !== 'directory') throw new Errno('ENOTDIR');
    done = at;
  }
  return done;
}
