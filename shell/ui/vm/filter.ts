// The filter language of the trap log and the process table: terms that must all hold.
//
//     pid=4,9  sys=read,write  ret<0  err=ENOENT  name~philo  state=ready  blocked  failed  !sh  word
//
// A plain word matches anywhere in the line, `!` before a term turns it round, `|` may stand for `,`.
// To add a field: a row in `fields`, and its fact in `trapFacts` and `processFacts`.

import type { Pid } from '../../../kernel/abi.ts';
import type { ProcessView } from '../../../kernel/inspect.ts';
import { stateWord } from './format.ts';
import { printArguments, printOutcome, type TrapRecord } from './log.ts';

/** What a filter looks at. Text is made only if a term asks for it. */
export interface Facts {
  pid: Pid;
  name: string;
  sys: string | null; // the system call
  ret: number | null; // what it returned: -1 if it failed
  err: string | null;
  state: string | null;
  blocked: boolean;
  failed: boolean;
  text(): string;
}

export type Filter = (facts: Facts) => boolean;

const fields = ['pid', 'name', 'sys', 'ret', 'err', 'state'] as const;
const flags = ['blocked', 'failed'] as const;

type Field = (typeof fields)[number];

/** The filter, or what is wrong with the text. */
export function parseFilter(text: string): Filter | { error: string } {
  const terms: Filter[] = [];
  for (const word of text.split(/\s+/).filter(Boolean)) {
    const negated = word.length > 1 && word.startsWith('!');
    const term = parseTerm(negated ? word.slice(1) : word);
    if (typeof term !== 'function') return term;
    terms.push(negated ? (facts) => !term(facts) : term);
  }
  return (facts) => terms.every((term) => term(facts));
}

function parseTerm(word: string): Filter | { error: string } {
  const [, field, operator, value] = /^(\w+)(!=|<=|>=|=|<|>|~)(.*)$/.exec(word) ?? [];
  if (field === undefined || operator === undefined || value === undefined) {
    const flag = flags.find((name) => name === word);
    return flag ? (facts) => facts[flag] : (facts) => contains(facts.text(), word);
  }
  const known = fields.find((name) => name === field);
  if (!known) return { error: `no field "${field}": there are ${fields.join(', ')}` };
  if (operator === '~') return (facts) => contains(String(facts[known] ?? ''), value);
  if (operator === '=' || operator === '!=') {
    const wanted = value.split(/[,|]/).map((one) => one.toLowerCase());
    return (facts) => wanted.includes(String(facts[known] ?? '').toLowerCase()) === (operator === '=');
  }
  return compare(known, operator, value);
}

function compare(field: Field, operator: string, value: string): Filter | { error: string } {
  const limit = Number(value);
  if (value === '' || Number.isNaN(limit)) return { error: `${field}${operator} wants a number` };
  const holds: Record<string, (n: number) => boolean> = {
    '<': (n) => n < limit,
    '>': (n) => n > limit,
    '<=': (n) => n <= limit,
    '>=': (n) => n >= limit,
  };
  return (facts) => typeof facts[field] === 'number' && holds[operator]!(facts[field]);
}

function contains(text: string, word: string): boolean {
  return text.toLowerCase().includes(word.toLowerCase());
}

export function trapFacts(trap: TrapRecord): Facts {
  const failed = trap.outcome === 'failed';
  return {
    pid: trap.pid,
    name: trap.name ?? '?',
    sys: trap.call,
    ret: failed ? -1 : typeof trap.value === 'number' ? trap.value : null,
    err: trap.code,
    state: null,
    blocked: trap.slept !== null,
    failed,
    text: () =>
      `${trap.pid} ${trap.name ?? '?'} ${trap.call}(${printArguments(trap)}) ${printOutcome(trap)} ${trap.slept}`,
  };
}

export function processFacts(p: ProcessView): Facts {
  return {
    pid: p.pid,
    name: p.name,
    sys: p.call === null ? null : p.call.slice(0, p.call.indexOf('(')),
    ret: null,
    err: null,
    state: stateWord(p.state),
    blocked: p.state === 'sleeping',
    failed: false,
    text: () => `${p.pid} ${p.name} ${stateWord(p.state)} ${p.waitsFor} ${p.argv.join(' ')}`,
  };
}
