// Job control: which terminal a session has, and which of its process groups is in front of it (POSIX, 11.1).
//
// The keys INTR, QUIT and SUSP go to the foreground group alone, so ^C ends what runs in front and not the shell. A
// process of another group that reads, or changes the terminal, is stopped: two programs never fight for the keys.

import { Errno, type Pid } from './abi.ts';
import type { Kernel } from './boot.ts';
import type { Process, Session } from './process.ts';
import { groupMembers, isOrphaned, sendGroup } from './signal.ts';
import { bit } from './signals.ts';
import type { Tty } from './tty.ts';
import { wakeup } from './waitqueue.ts';

/**
 * Is this process in front? If not, its whole group is stopped; when that goes on, the call is made again. One that
 * cannot be stopped gets EIO instead (POSIX, 11.1.4 "terminal access control").
 */
export function inForeground(
  kernel: Kernel,
  process: Process,
  tty: Tty,
  signal: 'SIGTTIN' | 'SIGTTOU',
): void {
  if (process.session.terminal !== tty || process.pgid === tty.foreground) return;
  const deaf = (process.ignored | process.task.blocked) & bit(signal);
  if (deaf && signal === 'SIGTTOU') return;
  if (deaf || isOrphaned(kernel, process.pgid)) throw new Errno('EIO');
  sendGroup(kernel, process.pgid, signal);
  throw new Errno('EINTR');
}

/** tcsetpgrp(3) */
export function setForeground(kernel: Kernel, process: Process, tty: Tty, pgid: Pid): void {
  if (process.session.terminal !== tty) throw new Errno('ENOTTY');
  inForeground(kernel, process, tty, 'SIGTTOU');
  const members = groupMembers(kernel, pgid);
  if (!members.some((member) => member.session === process.session)) throw new Errno('EPERM');
  tty.foreground = pgid;
}

/** A session leader without a terminal that opens a free one gets it as its controlling terminal, as on Linux. */
export function offerTerminal(process: Process, tty: Tty): void {
  const { session } = process;
  if (!process.parent) return; // init has the consoles open, but they are for the shells that it starts
  if (session.id === process.pid && !session.terminal && tty.session === 0) takeTerminal(process, tty);
}

/** Makes a terminal the controlling one of a session without; only its leader may. */
export function takeTerminal(process: Process, tty: Tty): void {
  const { session } = process;
  if (session.terminal === tty) return;
  if (session.id !== process.pid || session.terminal || tty.session !== 0) throw new Errno('EPERM');
  session.terminal = tty;
  tty.session = session.id;
  tty.foreground = process.pgid;
}

/** The leader gives the terminal up, for its session. */
export function leaveTerminal(kernel: Kernel, process: Process, tty: Tty): void {
  if (process.session.terminal !== tty) throw new Errno('ENOTTY');
  if (process.session.id !== process.pid) throw new Errno('EPERM');
  loseTerminal(kernel, process.session);
}

/** The terminal is free again, and whoever was in front of it is told (termios(3), "modem disconnect"). */
export function loseTerminal(kernel: Kernel, session: Session): void {
  const { terminal } = session;
  if (!terminal) return;
  const { foreground } = terminal;
  session.terminal = null;
  terminal.session = 0;
  terminal.foreground = 0;
  terminal.held = false; // or the next one could never write
  wakeup(kernel, terminal.writable);
  if (!foreground) return;
  sendGroup(kernel, foreground, 'SIGHUP');
  sendGroup(kernel, foreground, 'SIGCONT');
}
