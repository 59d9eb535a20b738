// The word that is being typed, for completion. The line is not finished, so the parser would not take it; this is
// a rough reading of it that knows quoting, operators and reserved words.

import { isReservedWord } from './parser.ts';

export interface Typed {
  raw: string; // as typed
  text: string; // without its quoting
  quote: '' | "'" | '"'; // the quote that is open
  isCommand: boolean; // is it where a command's name stands?
  command: string; // the name of the command whose argument it is
}

const AT_START: Typed = { raw: '', text: '', quote: '', isCommand: true, command: '' };

export function typedWord(before: string): Typed {
  let word = AT_START;
  for (let i = 0; i < before.length; i++) {
    const c = before[i]!;
    const { quote } = word;
    if (c === '\\' && quote !== "'") {
      word = grow(word, before.slice(i, i + 2), before[i + 1] ?? '');
      i++;
    } else if (c === quote) {
      word = { ...grow(word, c, ''), quote: '' };
    } else if (quote === "'") {
      word = grow(word, c, c);
    } else if (c === '`' || (c === '(' && before[i - 1] === '$')) {
      word = AT_START;
    } else if (quote !== '') {
      word = grow(word, c, c);
    } else if (c === "'" || c === '"') {
      word = { ...grow(word, c, ''), quote: c };
    } else if (/[|&;()\n]/.test(c)) {
      word = AT_START;
    } else if (/[ \t<>]/.test(c)) {
      word = wordAfter(word, c);
    } else {
      word = grow(word, c, c);
    }
  }
  return word;
}

function grow(word: Typed, raw: string, text: string): Typed {
  return { ...word, raw: word.raw + raw, text: word.text + text };
}

function wordAfter({ raw, text, isCommand, command }: Typed, c: string): Typed {
  // After a redirection comes a file, wherever it stands.
  if (c === '<' || c === '>') return { ...AT_START, isCommand: false, command };
  if (raw === '') return { ...AT_START, isCommand, command };
  const stillCommand = isCommand && (/^\w+=/.test(raw) || isReservedWord(raw));
  return { ...AT_START, isCommand: stillCommand, command: isCommand && !stillCommand ? text : command };
}
