import { describe, expect, test } from 'vitest';
import { type ConsoleModes, encodeKey, encodeMouse, encodePaste } from '../../../../shell/ui/tty/encode.ts';
import type { KeyEvent, MouseEvent } from '../../../../shell/ui/tty/events.ts';
import { createTokenizer } from '../../../../shell/ui/tty/input.ts';

const modes: ConsoleModes = {
  applicationCursor: false,
  bracketedPaste: false,
  mouse: 'none',
  sgrMouse: true,
};

function key(text: string): KeyEvent {
  const tokenizer = createTokenizer();
  const [event] = [...tokenizer.feed(new TextEncoder().encode(text)), ...tokenizer.expire()];
  return event as KeyEvent;
}

describe('keys', () => {
  test.each([
    'a',
    'Q',
    'é',
    '😀',
    ' ',
    '\r',
    '\t',
    '\x7f',
    '\x1b',
    '\0',
    '\x03',
    '\x1a',
    '\x1c',
    '\x1f',
    '\n',
    '\b',
    '\x1bx',
    '\x1b\x7f',
    '\x1b\x01',
    '\x1b[A',
    '\x1b[1;5D',
    '\x1b[1;8F',
    '\x1b[3~',
    '\x1b[6;3~',
    '\x1bOP',
    '\x1b[1;2S',
    '\x1b[15~',
    '\x1b[24;5~',
    '\x1b[Z',
  ])('%j reaches the program as it was typed', (text) => {
    expect(encodeKey(key(text), modes)).toBe(text);
  });

  test('the cursor keys follow the program: in application mode they begin with ESC O', () => {
    const application = { ...modes, applicationCursor: true };
    expect(encodeKey(key('\x1b[A'), application)).toBe('\x1bOA');
    expect(encodeKey(key('\x1b[H'), application)).toBe('\x1bOH');
    expect(encodeKey(key('\x1b[1;5A'), application)).toBe('\x1b[1;5A');
    expect(encodeKey(key('\x1bOA'), modes)).toBe('\x1b[A');
  });
});

describe('pasted text', () => {
  const paste = { is: 'paste', text: 'one\ntwo\r\n\x1b[31m' } as const;

  test('is typed, with Enter for each newline', () => {
    expect(encodePaste(paste, modes)).toBe('one\rtwo\r\x1b[31m');
  });

  test('comes in brackets to a program that asked for them, and cannot close them', () => {
    const hostile = { is: 'paste', text: 'a\x1b[201~rm\n' } as const;
    expect(encodePaste(hostile, { bracketedPaste: true })).toBe('\x1b[200~a[201~rm\r\x1b[201~');
  });
});

describe('the mouse', () => {
  const press: MouseEvent = {
    is: 'mouse',
    action: 'press',
    x: 50,
    y: 20,
    button: 'left',
    ctrl: false,
    alt: false,
    shift: false,
  };
  const move: MouseEvent = { ...press, action: 'move' };
  const release: MouseEvent = { ...press, action: 'release' };
  const wheel: MouseEvent = { ...press, action: 'wheel-down', button: 'none' };

  test('says nothing to a program that did not ask', () => {
    expect(encodeMouse(press, 3, 4, modes)).toBe('');
  });

  test('is sent with the cell of the console', () => {
    const any: ConsoleModes = { ...modes, mouse: 'any' };
    expect([press, move, release, wheel].map((event) => encodeMouse(event, 3, 4, any))).toEqual([
      '\x1b[<0;4;5M',
      '\x1b[<32;4;5M',
      '\x1b[<0;4;5m',
      '\x1b[<65;4;5M',
    ]);
    expect(encodeMouse({ ...press, button: 'right', ctrl: true }, 3, 4, any)).toBe('\x1b[<18;4;5M');
  });

  test('tells as much as was asked for', () => {
    const sent = (mouse: ConsoleModes['mouse']): boolean[] =>
      [press, release, wheel, move].map((event) => encodeMouse(event, 0, 0, { ...modes, mouse }) !== '');
    expect(sent('x10')).toEqual([true, false, false, false]);
    expect(sent('vt200')).toEqual([true, true, true, false]);
    expect(sent('drag')).toEqual([true, true, true, true]);
  });

  test('knows the old encoding, as far as it reaches', () => {
    const old: ConsoleModes = { ...modes, mouse: 'drag', sgrMouse: false };
    expect(encodeMouse(press, 0, 0, old)).toBe('\x1b[M !!');
    expect(encodeMouse(release, 9, 1, old)).toBe('\x1b[M#*"');
    expect(encodeMouse(press, 95, 0, old)).toBe('');
  });
});
