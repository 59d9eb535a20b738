// The records of poll(2): what a program waits for, and what has come.

import { copyList, flags, int, type Kind, printList, record } from './kinds.ts';

export const POLLIN = 0x1; // a read does not wait
export const POLLOUT = 0x4; // a write of PIPE_BUF bytes does not wait
export const POLLERR = 0x8; // nobody reads what is written here
export const POLLHUP = 0x10; // nobody writes what is read here, any more
export const POLLNVAL = 0x20; // the descriptor is not open

const MOST = 1024; // as many as a process can have open

export interface PollFd {
  fd: number; // a negative one is passed over
  events: number; // POLLIN, POLLOUT
}

/** What poll tells of a descriptor: of those events the ones that are there, and errors unasked. */
export interface Polled {
  fd: number;
  revents: number;
}

const events = flags('events', { POLLIN, POLLOUT, POLLERR, POLLHUP, POLLNVAL });

export const pollFds: Kind<PollFd[]> = {
  name: 'fds',
  type: 'PollFd[]',
  check: (value) => copyList(value, pollFd, MOST, 'EINVAL'),
  print: (value) => printList(value, (one) => `{fd: ${one.fd}, events: ${events.print(one.events)}}`),
};

function pollFd(value: unknown): PollFd {
  const given = record(value);
  return { fd: int.check(given.fd), events: events.check(given.events) };
}

export const polled: Kind<Polled[]> = {
  name: 'polled',
  type: 'Polled[]',
  check: (value) => value as Polled[],
  print: (value) => printList(value, ({ fd, revents }) => `{fd: ${fd}, revents: ${events.print(revents)}}`),
};

/** Milliseconds; null or a negative number is for ever. */
export const timeout: Kind<number | null> = {
  name: 'timeout',
  type: 'number | null = null',
  isOptional: true,
  check: (value) => (value === undefined || value === null ? null : int.check(value)),
  print: (value) => (value === null ? 'NULL' : String(value)),
};
