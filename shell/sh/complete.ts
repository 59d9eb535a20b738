// Completion: what the word before the cursor could become.
//
// A first word completes to commands, $NA to variables, %2 to jobs, and all others to paths. Only text is added, and
// quoted as the word is; what was typed stays.

import { type Coroutine, Errno } from '../../kernel/abi.ts';
import { listDirectory, statIfAny } from '../../userland/lib/files.ts';
import { builtins, specialBuiltins } from './builtins/index.ts';
import { getVariable, type Shell } from './state.ts';
import { homeOf } from './tilde.ts';
import { type Typed, typedWord } from './typed-word.ts';

/** `end` follows when it is the only one: a blank, or a slash after a directory. */
interface Candidate {
  text: string; // all of the word
  shown: string; // as it is listed
  end: string;
}

export interface Completion {
  addition: string; // to be put in at the cursor
  choices: string[]; // if it is not clear how to go on
}

export function* complete(shell: Shell, before: string): Coroutine<Completion> {
  const typed = typedWord(before);
  const candidates = yield* candidatesFor(shell, typed);
  const [first] = candidates;
  if (first === undefined) return { addition: '', choices: [] };
  const common = candidates.reduce((prefix, { text }) => commonPrefix(prefix, text), first.text);
  const addition = quoteAs(typed.quote, common.slice(typed.text.length));
  if (candidates.length > 1) return { addition, choices: candidates.map(({ shown }) => shown) };
  return { addition: addition + (first.end === ' ' ? `${typed.quote} ` : first.end), choices: [] };
}

function commonPrefix(a: string, b: string): string {
  const [left, right] = [Array.from(a), Array.from(b)];
  const length = left.findIndex((c, i) => c !== right[i]);
  return length < 0 ? a : left.slice(0, length).join('');
}

function quoteAs(quote: string, text: string): string {
  if (quote === "'") return text.replaceAll("'", "'\\''");
  return text.replace(quote === '"' ? /[$`"\\]/g : /[\s'"\\$`&|;<>()*?[\]#!{}]/g, '\\$&');
}

function* candidatesFor(shell: Shell, typed: Typed): Coroutine<Candidate[]> {
  const { text, raw, quote } = typed;
  const variable = quote === "'" ? null : /\$\{?(\w*)$/.exec(raw);
  if (variable !== null) return variablesFor(shell, text, variable[1]!, variable[0].includes('{'));
  if (text.startsWith('%') && quote === '') return jobsFor(shell, text);
  if (typed.isCommand && !text.includes('/')) return yield* commandsFor(shell, text);
  return yield* pathsFor(shell, typed);
}

function variablesFor(shell: Shell, text: string, start: string, braces: boolean): Candidate[] {
  const names = [...shell.variables.keys()].filter((name) => name.startsWith(start)).sort();
  const front = text.slice(0, text.length - start.length);
  return names.map((name) => ({ text: front + name + (braces ? '}' : ''), shown: name, end: ' ' }));
}

function jobsFor(shell: Shell, text: string): Candidate[] {
  return shell.jobs
    .map((job) => ({ text: `%${job.number}`, shown: `%${job.number} ${job.text}`, end: ' ' }))
    .filter((candidate) => candidate.text.startsWith(text));
}

function* commandsFor(shell: Shell, start: string): Coroutine<Candidate[]> {
  const names = new Set([
    ...Object.keys(builtins),
    ...Object.keys(specialBuiltins),
    ...shell.functions.keys(),
    ...shell.aliases.keys(),
  ]);
  for (const directory of (getVariable(shell, 'PATH') ?? '').split(':')) {
    for (const { name } of yield* entriesOf(directory || '.')) names.add(name);
  }
  const found = [...names].filter((name) => name.startsWith(start)).sort();
  return found.map((name) => ({ text: name, shown: name, end: ' ' }));
}

function* pathsFor(shell: Shell, { text, quote, isCommand, command }: Typed): Coroutine<Candidate[]> {
  const slash = text.lastIndexOf('/') + 1;
  const [front, start] = [text.slice(0, slash), text.slice(slash)];
  const directory = quote === '' ? yield* withHome(shell, front) : front;
  const candidates: Candidate[] = [];
  for (const { name } of yield* entriesOf(directory || '.')) {
    if (!name.startsWith(start) || (name.startsWith('.') && !start.startsWith('.'))) continue;
    const stat = yield* statIfAny(directory + name);
    const isDirectory = stat?.kind === 'directory';
    if (!isDirectory && (command === 'cd' || command === 'rmdir')) continue;
    if (!isDirectory && isCommand && !((stat?.mode ?? 0) & 0o111)) continue;
    candidates.push({
      text: front + name,
      shown: name + (isDirectory ? '/' : ''),
      end: isDirectory ? '/' : ' ',
    });
  }
  return candidates;
}

function* withHome(shell: Shell, path: string): Coroutine<string> {
  const [, user, rest = ''] = /^~([^/]*)(\/.*)$/.exec(path) ?? [];
  if (user === undefined) return path;
  return ((yield* homeOf(shell, user)) ?? `~${user}`) + rest;
}

function* entriesOf(directory: string) {
  try {
    return yield* listDirectory(directory);
  } catch (error) {
    if (error instanceof Errno) return [];
    throw error;
  }
}
