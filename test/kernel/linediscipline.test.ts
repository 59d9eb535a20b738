import { describe, expect, test } from 'vitest';
import type { Termios } from '../../kernel/abi.ts';
import { sys } from '../../userland/sys.ts';
import { pause } from '../helpers.ts';
import { atTerminal, readLines, set } from '../terminal.ts';

/** What is read and what is shown when this is typed with these settings. */
function typed(settings: Partial<Termios>, keys: string): [read: unknown[], shown: string] {
  const { told, screen } = atTerminal(
    function* (told) {
      yield* set(settings);
      yield* readLines(told);
    },
    [[500, keys]],
  );
  return [told, screen];
}

describe('what is typed', () => {
  test.each<[string, Partial<Termios>, string, string[]]>([
    ['a return is a newline with icrnl', {}, 'a\r\x04', ['a\n']],
    ['a return is dropped with igncr', { igncr: true }, 'a\rb\n\x04', ['ab\n']],
    ['a newline is a return with inlcr', { inlcr: true }, 'a\nb\r\x04', ['a\rb\n']],
    ['a return is itself with neither', { icrnl: false }, 'a\rb\n\x04', ['a\rb\n']],
    ['EOL ends a line and is part of it', { eol: 59 }, 'a;b\r\x04', ['a;', 'b\n']],
    [
      'LNEXT gives the next its plain meaning',
      {},
      'a\x16\x04\x16\x03\x16\r\x16\x7fb\r\x04',
      ['a\x04\x03\r\x7fb\n'],
    ],
    [
      'without iexten LNEXT, WERASE and REPRINT are plain',
      { iexten: false },
      'a\x16\x17\x12\r\x04',
      ['a\x16\x17\x12\n'],
    ],
    ['STOP and START are taken out with ixon', {}, 'a\x13b\x11c\r\x04', ['abc\n']],
    ['and are read without', { ixon: false }, 'a\x13b\x11\r\x04', ['a\x13b\x11\n']],
    ['a byte 0 is no special character', {}, 'a\x00b\r\x04', ['a\x00b\n']],
    ['a character that is switched off is plain', { erase: 0, intr: 0 }, 'a\x7f\x03\r\x04', ['a\x7f\x03\n']],
  ])('%s', (_, settings, keys, expected) => {
    expect(typed(settings, keys)[0]).toEqual(expected);
  });

  test('is kept when a signal is sent, with noflsh', () => {
    const read = (noflsh: boolean) =>
      atTerminal(
        function* (told) {
          yield* sys.sigaction('SIGINT', 'ignore');
          yield* set({ noflsh });
          yield* pause(1000);
          yield* readLines(told);
        },
        [[500, 'one\rha\x03lf\r\x04']],
      ).told;
    expect([read(true), read(false)]).toEqual([['one\n', 'half\n'], ['lf\n']]);
  });
});

describe('what is shown of it', () => {
  test.each<[string, Partial<Termios>, string, string]>([
    ['without echoe, ERASE shows itself', { echoe: false }, 'ab\x7fc\r\x04', 'ab^?c\r\n'],
    ['without echoke, KILL shows itself and a newline', { echoke: false }, 'ab\x15c\r\x04', 'ab^U\r\nc\r\n'],
    ['without echok, KILL shows itself', { echok: false }, 'ab\x15c\r\x04', 'ab^Uc\r\n'],
    ['without echoctl, a control character is sent as it is', { echoctl: false }, 'a\x01\r\x04', 'a\x01\r\n'],
    ['and is wiped out by nothing', { echoctl: false }, 'a\x01\x7f\r\x04', 'a\x01\r\n'],
    [
      'with echonl, newlines are shown though nothing else is',
      { echo: false, echonl: true },
      'ab\r\x04',
      '\r\n',
    ],
    ['REPRINT shows the line again', {}, 'ab\x01\x12c\r\x04', 'ab^A^R\r\nab^Ac\r\n'],
    ['LNEXT shows a caret until the next is typed', {}, '\x16\x03\r\x04', '^\b^C\r\n'],
    ['without onlcr a newline stays one', { onlcr: false }, 'a\r\x04', 'a\n'],
  ])('%s', (_, settings, keys, expected) => {
    expect(typed(settings, keys)[1]).toBe(expected);
  });
});
