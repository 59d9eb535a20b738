// The prompt: PS1 and PS2 with bash's escapes, after which parameters are expanded.
//
// To add an escape: a row in the table.

import type { Coroutine } from '../../kernel/abi.ts';
import { basename } from '../../userland/lib/paths.ts';
import { civil, months, weekdays } from '../../userland/lib/time.ts';
import { readNames } from '../../userland/lib/users.ts';
import { sys } from '../../userland/sys.ts';
import { expandText } from './expand.ts';
import { lexer } from './lexer.ts';
import { getVariable, type Shell, ShellError } from './state.ts';
import { ShellSyntaxError } from './syntax-error.ts';
import { makeWord, readHereParts } from './words.ts';

export function* promptText(shell: Shell, name: 'PS1' | 'PS2'): Coroutine<string> {
  return yield* expandPrompt(shell, yield* replaceEscapes(shell, getVariable(shell, name) ?? ''));
}

/** Expands the parameters in a prompt. One that makes no sense is shown as it is. */
export function* expandPrompt(shell: Shell, text: string): Coroutine<string> {
  if (!/[$`\\]/.test(text)) return text;
  const { status } = shell;
  try {
    return yield* expandText(shell, makeWord(readHereParts(lexer(text))));
  } catch (error) {
    if (error instanceof ShellError || error instanceof ShellSyntaxError) return text;
    throw error;
  } finally {
    shell.status = status;
  }
}

/** What the escapes may stand for. */
interface Facts {
  shell: Shell;
  user: string;
  isRoot: boolean;
  host: string;
  seconds: number; // since 1970
}

type Escape = (facts: Facts) => string;

const time = ({ seconds }: Facts) => {
  const { hour, minute, second } = civil(seconds);
  return [hour, minute, second].map((part) => String(part).padStart(2, '0'));
};

const escapes: Readonly<Record<string, Escape>> = {
  a: () => '\x07',
  d: ({ seconds }) => {
    const { weekday, month, day } = civil(seconds);
    return `${weekdays[weekday]!.slice(0, 3)} ${months[month - 1]!.slice(0, 3)} ${String(day).padStart(2)}`;
  },
  e: () => '\x1b',
  h: ({ host }) => host.replace(/\..*/, ''),
  H: ({ host }) => host,
  j: ({ shell }) => String(shell.jobs.length),
  n: () => '\n',
  r: () => '\r',
  s: ({ shell }) => basename(shell.name).replace(/^-/, ''),
  t: (facts) => time(facts).join(':'),
  A: (facts) => time(facts).slice(0, 2).join(':'),
  u: ({ user }) => user,
  w: ({ shell }) => directory(shell),
  W: ({ shell }) => (directory(shell) === '~' ? '~' : basename(directory(shell))),
  '!': ({ shell }) => String(shell.history.length + 1),
  $: ({ isRoot }) => (isRoot ? '#' : '$'),
  '\\': () => '\\',
  '[': () => '', // around what takes no room; painter.ts sees that by itself
  ']': () => '',
};

function* replaceEscapes(shell: Shell, text: string): Coroutine<string> {
  if (!text.includes('\\')) return text;
  const uid = yield* sys.geteuid();
  const facts: Facts = {
    shell,
    user: text.includes('\\u') ? (yield* readNames()).user(uid) : '',
    isRoot: uid === 0,
    host: (yield* sys.uname()).nodename,
    seconds: (yield* sys.clock_gettime('realtime')).sec,
  };
  return text.replace(/\\(?:([0-7]{3})|(.))/gs, (whole, octal, letter) => {
    if (octal !== undefined) return String.fromCharCode(Number.parseInt(octal, 8));
    return escapes[letter]?.(facts).replace(/[$`\\]/g, '\\$&') ?? whole;
  });
}

function directory(shell: Shell): string {
  const path = getVariable(shell, 'PWD') ?? '?';
  const home = getVariable(shell, 'HOME');
  if (home === null || home === '/') return path;
  return path === home ? '~' : path.startsWith(`${home}/`) ? `~${path.slice(home.length)}` : path;
}
