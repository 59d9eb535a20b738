// Permissions as chmod and mkdir -m take them: octal (755), or symbolic (u=rwx,go-w,+x,a+X).

import type { Coroutine } from '../../kernel/abi.ts';
import { sys } from '../sys.ts';

/** What a mode makes of the permission bits a file has. */
export type ModeChange = (mode: number, isDirectory: boolean) => number;

interface Clause {
  who: number; // the bits it may touch
  operator: string;
  permissions: string;
}

/** `umask` is what a clause that does not say who leaves alone. Null if the text is no mode. */
export function parseMode(text: string, umask: number): ModeChange | null {
  if (/^[-+=]?[0-7]+$/.test(text)) return octal(text);
  const clauses: Clause[] = [];
  for (const part of text.split(',')) {
    const found = /^([ugoa]*)((?:[-+=](?:[rwxXst]*|[ugo]))+)$/.exec(part);
    if (found === null) return null;
    const [, who = '', actions = ''] = found;
    for (const [, operator = '', permissions = ''] of actions.matchAll(/([-+=])([a-zA-Z]*)/g)) {
      clauses.push({ who: who === '' ? 0o7777 & ~umask : whoBits(who), operator, permissions });
    }
  }
  return (mode, isDirectory) => clauses.reduce((bits, clause) => apply(clause, bits, isDirectory), mode);
}

// The set-id bits of a directory stay, unless the number says something of them: as 2755 does, or 00755.
function octal(text: string): ModeChange | null {
  const [, operator, digits = ''] = /^([-+=]?)(\d+)$/.exec(text) ?? [];
  const bits = Number.parseInt(digits, 8);
  if (bits > 0o7777) return null;
  if (operator === '+') return (mode) => mode | bits;
  if (operator === '-') return (mode) => mode & ~bits;
  const kept = operator === '' && digits.length < 5 ? 0o6000 : 0;
  return (mode, isDirectory) => (isDirectory ? bits | (mode & kept) : bits);
}

/** Asks the kernel for the process's umask. There is no call that only asks: it is set and set back. */
export function* getUmask(): Coroutine<number> {
  const mask = yield* sys.umask(0);
  yield* sys.umask(mask);
  return mask;
}

/** The mode as `umask -S` prints it: u=rwx,g=rx,o=rx. */
export function symbolicMode(mode: number): string {
  const allowed = (shift: number) => ['r', 'w', 'x'].filter((_, i) => (mode >> shift) & (4 >> i)).join('');
  return `u=${allowed(6)},g=${allowed(3)},o=${allowed(0)}`;
}

const USERS: Record<string, number> = { u: 0o4700, g: 0o2070, o: 0o1007, a: 0o7777 };
const PERMISSIONS: Record<string, number> = { r: 0o444, w: 0o222, x: 0o111, s: 0o6000, t: 0o1000 };

function whoBits(who: string): number {
  return Array.from(who).reduce((bits, letter) => bits | (USERS[letter] as number), 0);
}

function apply({ who, operator, permissions }: Clause, mode: number, isDirectory: boolean): number {
  let bits = 0;
  for (const letter of permissions) {
    if (letter === 'X') bits |= isDirectory || mode & 0o111 ? 0o111 : 0;
    else if ('ugo'.includes(letter)) bits |= copied(mode, letter);
    else bits |= PERMISSIONS[letter] as number;
  }
  bits &= who;
  if (operator === '+') return mode | bits;
  if (operator === '-') return mode & ~bits;
  const kept = isDirectory ? 0o6000 & ~bits : 0; // `=` leaves the set-id bits of a directory
  return (mode & (~who | kept)) | bits;
}

// What one user may do, as permissions for all.
function copied(mode: number, letter: string): number {
  const shift = letter === 'u' ? 6 : letter === 'g' ? 3 : 0;
  return ((mode >> shift) & 7) * 0o111;
}
