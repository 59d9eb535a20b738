import { expect, test } from 'vitest';
import { detectCaps, refusal } from '../../../../shell/ui/tty/caps.ts';

const colors = (env: Record<string, string>, flags = {}): number => detectCaps(env, flags).colors;
const unicode = (env: Record<string, string>, flags = {}): boolean => detectCaps(env, flags).unicode;

test('the environment tells how many colours there are', () => {
  expect(colors({ TERM: 'xterm' })).toBe(16);
  expect(colors({ TERM: 'linux' })).toBe(16);
  expect(colors({ TERM: 'tmux-256color' })).toBe(256);
  expect(colors({ TERM: 'xterm-kitty' })).toBe(256);
  expect(colors({ TERM: 'screen', TMUX: '/tmp/tmux' })).toBe(256);
  expect(colors({ TERM: 'xterm-256color', COLORTERM: 'truecolor' })).toBe(16777216);
  expect(colors({ TERM: 'vt220' })).toBe(0);
  expect(colors({ TERM: 'xterm-mono' })).toBe(0);
});

test('NO_COLOR and --no-color win; an empty NO_COLOR says nothing', () => {
  expect(colors({ TERM: 'xterm', COLORTERM: 'truecolor', NO_COLOR: '1' })).toBe(0);
  expect(colors({ TERM: 'xterm', NO_COLOR: '' })).toBe(16);
  expect(colors({ TERM: 'xterm' }, { color: false })).toBe(0);
});

test('the first locale that is set tells about Unicode; --ascii wins', () => {
  expect(unicode({ LANG: 'de_DE.UTF-8' })).toBe(true);
  expect(unicode({ LANG: 'C.utf8' })).toBe(true);
  expect(unicode({ LANG: 'C' })).toBe(false);
  expect(unicode({ LANG: 'de_DE.UTF-8', LC_ALL: 'C' })).toBe(false);
  expect(unicode({ LANG: 'C', LC_CTYPE: 'en_US.UTF-8' })).toBe(true);
  expect(unicode({})).toBe(true);
  expect(unicode({ LANG: 'C.UTF-8' }, { ascii: true })).toBe(false);
});

test('a terminal that cannot place a cursor is refused, and so is a file', () => {
  const tty = { isTTY: true };
  const both = { input: tty, output: tty };
  expect(refusal({ TERM: 'xterm' }, both)).toBe(null);
  expect(refusal({ WT_SESSION: '{1}' }, both)).toBe(null);
  expect(refusal({ TERM: 'dumb' }, both)).toBe('the terminal (TERM=dumb) cannot place a cursor');
  expect(refusal({}, both)).toBe('the terminal (TERM=) cannot place a cursor');
  expect(refusal({ TERM: 'xterm' }, { input: {}, output: tty })).toBe('standard input is not a terminal');
  expect(refusal({ TERM: 'xterm' }, { input: tty, output: {} })).toBe('standard output is not a terminal');
});
