// From the words of an stty(1) command to the settings that they ask for.

import type { Termios, WindowSize } from '../../../kernel/abi.ts';
import {
  type Character,
  characterRows,
  combinations,
  flagRows,
  parseCharacter,
  parseNumber,
  restore,
} from './modes.ts';

export interface Wanted {
  settings: Termios;
  size: WindowSize;
  told: string; // what `size` and `speed` say
}

/** What is wrong; `usage` if stty was called wrongly. */
export interface Wrong {
  wrong: string;
  usage: boolean;
}

/** Takes the first words off, and does what they say. */
type Step = (wanted: Wanted, words: string[]) => Wrong | null;

const BYTE = 255;
const SIZE_MAX = 0xffff;

export function applySettings(settings: Termios, size: WindowSize, args: readonly string[]): Wanted | Wrong {
  const wanted: Wanted = { settings: { ...settings }, size: { ...size }, told: '' };
  const words = [...args];
  while (words.length > 0) {
    const wrong = stepOf(words[0] as string)(wanted, words);
    if (wrong) return wrong;
  }
  return wanted;
}

function stepOf(word: string): Step {
  const name = word.replace(/^-/, '');
  const flag = flagRows.find((row) => row.name === name);
  if (flag) return setting(() => ({ [flag.name]: word === name }));
  const combination = Object.hasOwn(combinations, word) ? combinations[word] : undefined;
  if (combination) return setting(combination);
  const character = characterRows.find((row) => row.shown === word);
  if (character) return valued((wanted, value) => setCharacter(wanted, character.name, value));
  switch (word) {
    case 'min':
    case 'time':
      return valued((wanted, value) => setNumber(wanted, word === 'min' ? 'vmin' : 'vtime', value));
    case 'rows':
    case 'cols':
    case 'columns':
      return valued((wanted, value) => setSize(wanted, word === 'rows' ? 'rows' : 'columns', value));
    case 'size':
      return telling(({ size }) => `${size.rows} ${size.columns}\n`);
    case 'speed':
      return telling(() => '38400\n');
    default:
      return restoring(word);
  }
}

function setting(changes: (now: Termios) => Partial<Termios>): Step {
  return (wanted, words) => {
    words.shift();
    Object.assign(wanted.settings, changes(wanted.settings));
    return null;
  };
}

function valued(set: (wanted: Wanted, value: string) => boolean): Step {
  return (wanted, words) => {
    const [word, value] = words.splice(0, 2) as [string, string | undefined];
    if (value === undefined) return { wrong: `missing argument to '${word}'`, usage: true };
    return set(wanted, value) ? null : { wrong: `invalid integer argument: '${value}'`, usage: false };
  };
}

function telling(tell: (wanted: Wanted) => string): Step {
  return (wanted, words) => {
    words.shift();
    wanted.told += tell(wanted);
    return null;
  };
}

function restoring(word: string): Step {
  const saved = restore(word);
  return saved ? setting(() => saved) : () => ({ wrong: `invalid argument '${word}'`, usage: true });
}

function setCharacter({ settings }: Wanted, name: Character, text: string): boolean {
  const value = parseCharacter(text);
  if (value !== null) settings[name] = value;
  return value !== null;
}

function setNumber({ settings }: Wanted, name: 'vmin' | 'vtime', text: string): boolean {
  const value = parseNumber(text, BYTE);
  if (value !== null) settings[name] = value;
  return value !== null;
}

function setSize({ size }: Wanted, name: keyof WindowSize, text: string): boolean {
  const value = parseNumber(text, SIZE_MAX);
  if (value !== null) size[name] = value;
  return value !== null;
}
