// Terminals, by the names of POSIX: each is one ioctl.

import {
  type Coroutine,
  Errno,
  type Fd,
  type Pid,
  type Termios,
  type TrapFrame,
  type WindowSize,
} from '../../kernel/abi.ts';
import { sys } from '../sys.ts';

export function* isatty(fd: Fd): Coroutine<boolean> {
  return (yield* unlessErrno(tcgetattr(fd))) !== null;
}

export function* tcgetattr(fd: Fd): Coroutine<Termios> {
  return (yield* sys.ioctl(fd, 'TCGETS')) as Termios;
}

export function* tcsetattr(fd: Fd, settings: Termios): Coroutine {
  yield* sys.ioctl(fd, 'TCSETS', settings);
}

/** The process group in the foreground of this terminal. */
export function* tcgetpgrp(fd: Fd): Coroutine<Pid> {
  return (yield* sys.ioctl(fd, 'TIOCGPGRP')) as Pid;
}

export function* tcsetpgrp(fd: Fd, pgid: Pid): Coroutine {
  yield* sys.ioctl(fd, 'TIOCSPGRP', pgid);
}

/** How large the terminal is; null if fd is none, or it does not know (0 columns). */
export function* windowSize(fd: Fd): Coroutine<WindowSize | null> {
  const size = (yield* unlessErrno(sys.ioctl(fd, 'TIOCGWINSZ'))) as WindowSize | null;
  return size !== null && size.columns > 0 && size.rows > 0 ? size : null;
}

/** The path of the terminal. */
export function* ttyname(fd: Fd): Coroutine<string> {
  return yield* sys.readlink(`/proc/self/fd/${fd}`);
}

/** Key by key and as it comes, as `stty raw -echo` sets it. */
export function cfmakeraw(settings: Termios): Termios {
  return {
    ...settings,
    ...{ inlcr: false, igncr: false, icrnl: false, ixon: false, opost: false, isig: false, icanon: false },
    ...{ iexten: false, echo: false, echonl: false, vmin: 1, vtime: 0 },
  };
}

function* unlessErrno<T>(call: Iterable<TrapFrame, T, unknown>): Coroutine<T | null> {
  try {
    return yield* call;
  } catch (error) {
    if (error instanceof Errno) return null;
    throw error;
  }
}
