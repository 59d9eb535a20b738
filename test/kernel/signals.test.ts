import { constants } from 'node:os';
import { expect, test } from 'vitest';
import { bit, defaultAction, isSignal, membersOf, signalNumber, signals } from '../../kernel/signals.ts';

test('signal numbers are those of Linux', () => {
  const numbers = constants.signals as Record<string, number>;
  for (const signal of signals)
    expect(`${signal} ${signalNumber(signal)}`).toBe(`${signal} ${numbers[signal]}`);
});

test('a set has a bit of its own for each signal, and tells its members lowest number first', () => {
  const set = signals.reduce((all, signal) => all | bit(signal), 0);
  expect(membersOf(set)).toEqual(signals);
  expect(membersOf(bit('SIGTERM') | bit('SIGINT') | bit('SIGSYS'))).toEqual(['SIGINT', 'SIGTERM', 'SIGSYS']);
  expect(membersOf(0)).toEqual([]);
});

test('the signals that stop are those of job control, and only SIGCONT continues', () => {
  const by = (action: string) => signals.filter((signal) => defaultAction(signal) === action);
  expect(by('stop')).toEqual(['SIGSTOP', 'SIGTSTP', 'SIGTTIN', 'SIGTTOU']);
  expect(by('continue')).toEqual(['SIGCONT']);
  expect(by('ignore')).toEqual(['SIGCHLD', 'SIGURG', 'SIGWINCH']);
});

test('only names of signals are signals', () => {
  for (const no of ['TERM', 'toString', '__proto__', '', 9, null, undefined, { is: 'SIGKILL' }])
    expect(isSignal(no)).toBe(false);
  expect(isSignal('SIGKILL')).toBe(true);
});
