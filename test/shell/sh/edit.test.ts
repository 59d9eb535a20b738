import { describe, expect, it } from 'vitest';
import { type Line, newLine, press, type Request, textOf } from '../../../shell/sh/edit.ts';
import { keyOf } from '../../../shell/sh/keys.ts';
import { encode } from '../../../userland/lib/text.ts';

const keys: Record<string, string> = {
  left: '\x1b[D',
  right: '\x1b[C',
  up: '\x1b[A',
  down: '\x1b[B',
  home: '\x1b[H',
  end: '\x1bOF',
  delete: '\x1b[3~',
  erase: '\x7f',
  'ctrl-left': '\x1b[1;5D',
  'ctrl-right': '\x1b[1;5C',
  oldest: '\x1b<',
  newest: '\x1b>',
};

/** Types on a line: <left> is a key, <^A> a control character, <M-b> one with Meta. Tells the last request too. */
function type(typed: string, history: string[] = [], line = newLine(history, { text: [], growing: false })) {
  let request: Request = null;
  for (const [, name, text = ''] of typed.matchAll(/<([^>]+)>|([^<])/gu)) {
    request = press(line, keyOf(encode(name === undefined ? text : named(name)))!);
  }
  return { line, request };
}

function named(name: string): string {
  if (name.startsWith('^')) return String.fromCharCode(name.charCodeAt(1) ^ 64);
  return name.startsWith('M-') ? `\x1b${name.slice(2)}` : keys[name]!;
}

function shown({ characters, cursor }: Line): string {
  return `${characters.slice(0, cursor).join('')}|${characters.slice(cursor).join('')}`;
}

describe('keys', () => {
  it.each([
    ['abc', 'abc|'],
    ['abc<left><left>X', 'aX|bc'],
    ['abc<home>X<end>Y', 'XabcY|'],
    ['abc<^A>X<^E>Y', 'XabcY|'],
    ['abc<^B><^B><^F>X', 'abX|c'],
    ['abc<left><erase>', 'a|c'],
    ['abc<home><delete>', '|bc'],
    ['abc<home><^D>', '|bc'],
    ['a b  <^W>', 'a |'],
    ['one/two three<M-b><M-b>X', 'one/X|two three'],
    ['one two<home><M-f>X', 'oneX| two'],
    ['one two<ctrl-left><ctrl-left><ctrl-right>X', 'oneX| two'],
    ['one two<home><M-d>', '| two'],
    ['one/two<M-\x7f>', 'one/|'],
    ['abc<left><^K>', 'ab|'],
    ['abc<left><^U>', '|c'],
    ['one two<^W><home><^Y>', 'two|one '],
    ['one two<^W><^W><^Y>', 'one two|'],
    ['one two<^W>x<^W><^Y>', 'one x|'],
    ['a b<^A><^K><^Y><^Y>', 'a ba b|'],
    ['abc<^T>', 'acb|'],
    ['abc<left><left><^T>', 'ba|c'],
    ['日本<left>語', '日語|本'],
    ['e\u0301x<left><left>a', 'a|e\u0301x'],
    ['e\u0301<erase>', '|'],
    ['😀<left>x', 'x|😀'],
  ])('%j gives %j', (typed, expected) => {
    expect(shown(type(typed).line)).toBe(expected);
  });

  it.each([
    ['abc<^M>', 'accept'],
    ['abc<^J>', 'accept'],
    ['abc<^C>', 'interrupt'],
    ['<^D>', 'end'],
    ['abc<^D>', 'bell'],
    ['ab<^I>', 'complete'],
    ['<^L>', 'clear'],
    ['<left>', 'bell'],
    ['<^G>', 'bell'],
    ['\x1f', 'bell'],
  ])('%j asks for %j', (typed, request) => {
    expect(type(typed).request).toBe(request);
  });

  it('are read byte by byte', () => {
    expect(keyOf(encode('\x1b'))).toBe(null);
    expect(keyOf(encode('\x1b['))).toBe(null);
    expect(keyOf(encode('\x1b[1;5'))).toBe(null);
    expect(keyOf(encode('\x1b[9;9Z'))).toEqual({ is: 'unknown' });
    expect(keyOf(encode('語').subarray(0, 2))).toBe(null);
    expect(keyOf(encode('\x1b[200~ls\r\nps\x1b[201'))).toBe(null);
    expect(keyOf(encode('\x1b[200~ls\r\nps\x1b[201~'))).toEqual({ is: 'text', text: 'ls\nps' });
  });
});

describe('history', () => {
  const history = ['ls -l', 'echo one', 'echo two'];
  it.each([
    ['<up>', 'echo two|'],
    ['<^P><^P><^P><^P>', 'ls -l|'],
    ['<up><up><down>', 'echo two|'],
    ['new<up><down>', 'new|'],
    ['<up>X<up><down>', 'echo twoX|'],
    ['<up><up><down><down>', '|'],
    ['<oldest>', 'ls -l|'],
    ['<oldest><newest>', '|'],
    ['cat <M-.>', 'cat two|'],
  ])('%j shows %j', (typed, expected) => {
    expect(shown(type(typed, history).line)).toBe(expected);
  });

  it.each([
    ['<^R>one', 'echo |one'],
    ['<^R>echo', '|echo two'],
    ['<^R>echo<^R>', '|echo one'],
    ['<^R>ls<erase><erase>echo', '|echo two'],
    ['<^R>one<left>X', 'echoX| one'],
    ['new<^R>one<^G>', 'new|'],
    ['<^R>zzz', '|'],
    ['<^R>ones', 'echo |one'],
  ])('is searched: %j shows %j', (typed, expected) => {
    expect(shown(type(typed, history).line)).toBe(expected);
  });

  it('is accepted as it was found', () => {
    const { line, request } = type('<^R>one<^M>', history);
    expect([textOf(line), request]).toEqual(['echo one', 'accept']);
  });
});
