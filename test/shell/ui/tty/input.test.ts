import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { InputEvent, KeyEvent } from '../../../../shell/ui/tty/events.ts';
import { createTokenizer } from '../../../../shell/ui/tty/input.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

function events(text: string): InputEvent[] {
  const tokenizer = createTokenizer();
  return [...tokenizer.feed(bytes(text)), ...tokenizer.expire()];
}

const names = (text: string): string[] => events(text).map((event) => (event as KeyEvent).name);

describe('keys', () => {
  test.each([
    ['a', 'a'],
    ['A', 'A'],
    ['é', 'é'],
    ['漢', '漢'],
    ['😀', '😀'],
    [' ', 'space'],
    ['\r', 'enter'],
    ['\t', 'tab'],
    ['\x7f', 'backspace'],
    ['\x1b', 'escape'],
    ['\0', 'C-space'],
    ['\x01', 'C-a'],
    ['\b', 'C-h'],
    ['\n', 'C-j'],
    ['\x1a', 'C-z'],
    ['\x1c', 'C-\\'],
    ['\x1d', 'C-]'],
    ['\x1f', 'C-_'],
    ['\x1bx', 'M-x'],
    ['\x1b.', 'M-.'],
    ['\x1b\r', 'M-enter'],
    ['\x1b\x7f', 'M-backspace'],
    ['\x1b\x01', 'C-M-a'],
    ['\x1b[A', 'up'],
    ['\x1bOA', 'up'],
    ['\x1b\x1b[A', 'M-up'],
    ['\x1b[1;5D', 'C-left'],
    ['\x1b[1;2C', 'S-right'],
    ['\x1b[1;8B', 'C-M-S-down'],
    ['\x1b[H', 'home'],
    ['\x1b[4~', 'end'],
    ['\x1b[3~', 'delete'],
    ['\x1b[3;5~', 'C-delete'],
    ['\x1b[5~', 'pageup'],
    ['\x1bOP', 'f1'],
    ['\x1b[[A', 'f1'],
    ['\x1b[1;2R', 'S-f3'],
    ['\x1b[15~', 'f5'],
    ['\x1b[24;2~', 'S-f12'],
    ['\x1b[Z', 'S-tab'],
    ['\x1bOM', 'enter'],
  ])('%j is %s', (text, name) => {
    expect(names(text)).toEqual([name]);
  });

  test('a key tells what it writes and what was held', () => {
    expect(events('é')).toEqual([
      { is: 'key', name: 'é', key: 'é', text: 'é', ctrl: false, alt: false, shift: false },
    ]);
    expect(events(' ')).toEqual([
      { is: 'key', name: 'space', key: 'space', text: ' ', ctrl: false, alt: false, shift: false },
    ]);
    expect(events('\x1b[1;6A')).toEqual([
      { is: 'key', name: 'C-S-up', key: 'up', text: '', ctrl: true, alt: false, shift: true },
    ]);
    expect(events('\x1bx')).toEqual([
      { is: 'key', name: 'M-x', key: 'x', text: '', ctrl: false, alt: true, shift: false },
    ]);
  });

  test('keys that arrive together are all there, in order', () => {
    expect(names('ls\x1b[A\x1b[15~\x03\x1b')).toEqual(['l', 's', 'up', 'f5', 'C-c', 'escape']);
  });

  test('bytes that are no UTF-8 do not disturb what follows', () => {
    const tokenizer = createTokenizer();
    expect(tokenizer.feed(Uint8Array.of(0xff, 0x61)).map((event) => (event as KeyEvent).name)).toEqual([
      '\ufffd',
      'a',
    ]);
  });
});

describe('the Escape key', () => {
  test('is known only once nothing has followed', () => {
    const tokenizer = createTokenizer();
    expect(tokenizer.feed(bytes('\x1b'))).toEqual([]);
    expect(tokenizer.pending).toBe(true);
    expect(tokenizer.expire()).toMatchObject([{ name: 'escape' }]);
    expect(tokenizer.pending).toBe(false);
  });

  test('pressed twice is twice', () => {
    expect(names('\x1b\x1b')).toEqual(['escape', 'escape']);
  });

  test('a sequence that stays incomplete was typed', () => {
    expect(names('\x1b[')).toEqual(['M-[']);
    expect(names('\x1b[1;')).toEqual(['M-[', '1', ';']);
    expect(names('\x1bPoint')).toEqual(['M-P', 'o', 'i', 'n', 't']);
  });

  test('half a character is not an escape: nothing is pending and it waits', () => {
    const tokenizer = createTokenizer();
    expect(tokenizer.feed(Uint8Array.of(0xe6, 0xbc))).toEqual([]);
    expect(tokenizer.pending).toBe(false);
    expect(tokenizer.feed(Uint8Array.of(0xa2))).toMatchObject([{ name: '漢' }]);
  });
});

describe('the mouse', () => {
  const held = { ctrl: false, alt: false, shift: false };

  test('press, drag, release and wheel come with the cell, counted from 0', () => {
    expect(events('\x1b[<0;1;1M\x1b[<32;200;3M\x1b[<0;200;3m\x1b[<64;5;6M\x1b[<65;5;6M')).toEqual([
      { is: 'mouse', action: 'press', x: 0, y: 0, button: 'left', ...held },
      { is: 'mouse', action: 'move', x: 199, y: 2, button: 'left', ...held },
      { is: 'mouse', action: 'release', x: 199, y: 2, button: 'left', ...held },
      { is: 'mouse', action: 'wheel-up', x: 4, y: 5, button: 'none', ...held },
      { is: 'mouse', action: 'wheel-down', x: 4, y: 5, button: 'none', ...held },
    ]);
  });

  test('modifiers are told', () => {
    expect(events('\x1b[<20;1;1M')).toEqual([
      { is: 'mouse', action: 'press', x: 0, y: 0, button: 'left', ctrl: true, alt: false, shift: true },
    ]);
    expect(events('\x1b[<10;1;1M')).toMatchObject([{ button: 'right', alt: true }]);
  });

  test('two events and a key in one read are three events', () => {
    expect(events('\x1b[<0;1;1M\x1b[<0;1;1mq').map((event) => event.is)).toEqual(['mouse', 'mouse', 'key']);
  });

  test('the old encoding is understood and never taken for keys', () => {
    expect(events('\x1b[M !!\x1b[M#!!')).toMatchObject([
      { is: 'mouse', action: 'press', x: 0, y: 0, button: 'left' },
      { is: 'mouse', action: 'release', x: 0, y: 0 },
    ]);
  });

  test('buttons that we have no use for are reports', () => {
    expect(events('\x1b[<66;1;1M\x1b[<128;1;1M').map((event) => event.is)).toEqual(['report', 'report']);
  });
});

describe('pasted text', () => {
  test('is one event, whatever it contains', () => {
    expect(events('\x1b[200~rm -rf\n\x1b[A\x03\x1b[201~x')).toMatchObject([
      { is: 'paste', text: 'rm -rf\n\x1b[A\x03' },
      { is: 'key', name: 'x' },
    ]);
  });

  test('may take its time: it is not pending, so nobody cuts it', () => {
    const tokenizer = createTokenizer();
    expect(tokenizer.feed(bytes('\x1b[200~half\x1b'))).toEqual([]);
    expect(tokenizer.pending).toBe(false);
    expect(tokenizer.feed(bytes('[201~'))).toEqual([{ is: 'paste', text: 'half' }]);
  });
});

test('answers of the terminal and unknown sequences are reports, not keys', () => {
  const sequences = [
    '\x1b[?62;22c',
    '\x1b[>0;276;0c',
    '\x1b[24;80R',
    '\x1b[I',
    '\x1b[201~',
    '\x1b]11;rgb:0000/0000/0000\x1b\\',
    '\x1b]0;title\x07',
    '\x1bP1+r436f\x1b\\',
    '\x1b[13;5u',
    '\x1b[99~',
    '\x1bOE',
  ];
  expect(events(sequences.join(''))).toEqual(sequences.map((sequence) => ({ is: 'report', sequence })));
});

test('the events do not depend on how the bytes are cut', () => {
  const piece = fc.constantFrom(
    'a',
    'é漢😀',
    '\x03',
    '\x1b[A',
    '\x1b[1;5C',
    '\x1bOP',
    '\x1b[[C',
    '\x1b[15~',
    '\x1bx',
    '\x1b\x1b[B',
    '\x1b[<0;10;20M',
    '\x1b[<35;10;20m',
    '\x1b[M !"',
    '\x1b[200~pasted\r\x1b[A\x1b[201~',
    '\x1b]11;rgb:1/2/3\x07',
    '\x1b[?1;2c',
  );
  fc.assert(
    fc.property(
      fc.array(piece),
      fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1 }),
      (pieces, sizes) => {
        const all = bytes(pieces.join(''));
        const tokenizer = createTokenizer();
        const found: InputEvent[] = [];
        for (let at = 0, i = 0; at < all.length; i++) {
          const size = sizes[i % sizes.length]!;
          found.push(...tokenizer.feed(all.subarray(at, at + size)));
          at += size;
        }
        expect([...found, ...tokenizer.expire()]).toEqual(events(pieces.join('')));
      },
    ),
  );
});

test('whatever bytes come, all are used up and nothing stays pending', () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom(...'\x1b\x1b\x1b[[O]PM<;0129~ac \x07\r\0é'), { maxLength: 30 }),
      (noise) => {
        const tokenizer = createTokenizer();
        tokenizer.feed(bytes(noise.join('')));
        tokenizer.expire();
        expect(tokenizer.pending).toBe(false);
      },
    ),
  );
});
