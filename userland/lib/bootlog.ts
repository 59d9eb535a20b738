// What init prints on the console: what to type, and what has come up with which settings.

import type { Coroutine, User } from '../../kernel/abi.ts';
import { sys } from '../sys.ts';
import { readFields, readProc } from './processes.ts';
import { readNames } from './users.ts';

/** `user` is who gets the shells; null if that is init's own user. */
export function* bootLog(consoles: readonly string[], user: User | null): Coroutine<string> {
  const { sysname, release } = yield* sys.uname();
  const sched = yield* readFields('/proc/sched');
  const seed = /\bseed=(\S*)/.exec((yield* readProc('/proc/cmdline')) ?? '')?.[1] ?? 'unknown';
  const milliseconds = Number(sched.quantum) / 1000;
  const lines = [
    `${sysname} ${release}: type "help" for what is here, "shutdown" to stop`,
    `sched: policy ${sched.policy}, quantum ${milliseconds} ms; a system call costs ${sched['trap cost']} us, ` +
      `a context switch ${sched['switch cost']} us`,
    `random: seed ${seed}; the same seed and the same keys make the same run`,
    `mounts: ${parseMounts((yield* readProc('/proc/mounts')) ?? '').join(', ')}`,
    `init: process 1 starts ${consoles.length > 1 ? 'shells' : 'a shell'} on ${consoles.join(' and ')}`,
    ...(user ? [`login: you are the user ${(yield* readNames()).user(user.uid)}; su makes you root`] : []),
  ];
  return `${lines.join('\n')}\n\n`;
}

function parseMounts(text: string): string[] {
  const lines = text.split('\n').filter(Boolean);
  return lines.map((line) => {
    const [, point, type] = line.split(' ');
    return `${type} on ${point}`;
  });
}
