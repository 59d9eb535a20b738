// Logging in, as init does it for the user of its environment: who that is, and the terminal that becomes theirs.

import type { Coroutine, Env, Fd, SpawnOptions, User } from '../../kernel/abi.ts';
import { sys } from '../sys.ts';
import { fstatIfAny } from './files.ts';
import { findAccount, readNames, userOf } from './users.ts';

/** Null where there is no such user: then who logs in is as whom init runs. */
export function* userToLogIn({ USER }: Env): Coroutine<User | null> {
  const account = USER === undefined ? null : yield* findAccount(USER);
  return account && (yield* userOf(account));
}

/** How to start what the user is to have: in a session of its own. */
export function shellOptions(user: User | null, env: Env): SpawnOptions {
  return { env, session: true, ...(user === null ? {} : { user }) };
}

/** What is open there is where the user sits: nobody else may read what is typed. */
export function* giveTerminals(fds: readonly Fd[], user: User | null): Coroutine {
  if (user === null) return;
  const tty = (yield* readNames()).gid('tty') ?? user.gid;
  for (const fd of fds) {
    if ((yield* fstatIfAny(fd))?.kind === 'device') yield* sys.fchown(fd, user.uid, tty);
  }
}
