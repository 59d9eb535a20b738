// Running the machine over a text, in time proportional to its length.
//
// The set of states that the machine is in at once is one state of a deterministic machine, which is made as the
// text asks for it and kept: for a character that was met before in the same state, a step is one look into a table.
// (Thompson 1968; Cox, "Regular Expression Matching Can Be Simple And Fast".)

import type { Nfa } from './nfa.ts';
import { type Assertion, WORD } from './syntax.ts';

/** What is on one side of a place in the text. */
type Side = 'edge' | 'word' | 'other';

interface DfaState {
  members: readonly number[]; // states of the Nfa, before any that can be reached without a character
  before: Side;
  others: Map<number, Step>; // for characters outside ASCII
  accepts: boolean | null; // at the end of the text; null: not known yet
}

/** Where a character leads: twice the number of the next state, and 1 more if there is a match before it. */
type Step = number;

export interface Dfa {
  readonly nfa: Nfa;
  readonly searching: boolean; // a match may start anywhere
  states: DfaState[];
  table: Int32Array; // a Step for each state and each character of ASCII, or UNKNOWN
  numbers: Map<string, number>; // of states, by what makes them
  starts: Map<Side, number>; // by what is before
}

const UNKNOWN = -1;
const DEAD = 0; // the state without members, from which nothing is reached
const MOST_STATES = 2000; // then all are forgotten, and made anew

export function newDfa(nfa: Nfa, searching: boolean): Dfa {
  const table = new Int32Array(0);
  const dfa: Dfa = { nfa, searching, states: [], table, numbers: new Map(), starts: new Map() };
  forget(dfa);
  return dfa;
}

/** Is there a match anywhere? For a Dfa that searches. */
export function hasMatch(dfa: Dfa, text: string): boolean {
  let state = startState(dfa, 'edge');
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    let step = unit < 128 ? (dfa.table[(state << 7) | unit] as number) : UNKNOWN;
    if (step === UNKNOWN) {
      const code = text.codePointAt(i) as number;
      step = findStep(dfa, state, code);
      if (code > 0xffff) i++;
    }
    if (step & 1) return true;
    state = step >> 1;
    if (state === DEAD) return false;
  }
  return acceptsAtEnd(dfa, state);
}

/** Where the longest match that starts at `from` ends; -1 if there is none. For a Dfa that does not search. */
export function longestMatch(dfa: Dfa, text: string, from: number): number {
  let state = startState(dfa, from === 0 ? 'edge' : sideOf(codeBefore(text, from)));
  let end = -1;
  for (let i = from; i < text.length; ) {
    const code = text.codePointAt(i) as number;
    const step = findStep(dfa, state, code);
    if (step & 1) end = i;
    state = step >> 1;
    if (state === DEAD) return end;
    i += code > 0xffff ? 2 : 1;
  }
  return acceptsAtEnd(dfa, state) ? text.length : end;
}

function findStep(dfa: Dfa, number: number, code: number): Step {
  const state = dfa.states[number] as DfaState;
  const at = (number << 7) | code;
  const known = code < 128 ? (dfa.table[at] as number) : (state.others.get(code) ?? UNKNOWN);
  if (known !== UNKNOWN) return known;
  const step = makeStep(dfa, state, code);
  if (dfa.states[number] !== state) return step; // it was forgotten meanwhile
  if (code < 128) dfa.table[at] = step;
  else state.others.set(code, step);
  return step;
}

function makeStep(dfa: Dfa, state: DfaState, code: number): Step {
  const { nfa, searching } = dfa;
  const after = sideOf(code);
  const { reached, accepts } = closure(nfa, state.members, state.before, after);
  const c = String.fromCodePoint(code);
  const members = new Set<number>();
  for (const number of reached) {
    const one = nfa.states[number];
    if (one?.is === 'character' && one.set.test(c)) members.add(one.next);
  }
  if (searching) members.add(nfa.start);
  return (
    stateNumber(
      dfa,
      [...members].sort((a, b) => a - b),
      after,
    ) *
      2 +
    (accepts ? 1 : 0)
  );
}

function acceptsAtEnd(dfa: Dfa, number: number): boolean {
  const state = dfa.states[number] as DfaState;
  state.accepts ??= closure(dfa.nfa, state.members, state.before, 'edge').accepts;
  return state.accepts;
}

/** All states that are reached without a character, between these two sides. */
function closure(nfa: Nfa, members: readonly number[], before: Side, after: Side) {
  const reached = new Set<number>();
  const open = [...members];
  let accepts = false;
  for (let number = open.pop(); number !== undefined; number = open.pop()) {
    if (reached.has(number)) continue;
    reached.add(number);
    const state = nfa.states[number];
    if (state?.is === 'match') accepts = true;
    else if (state?.is === 'assertion' && holds(state.what, before, after)) open.push(state.next);
    else if (state?.is === 'split') for (const next of state.next) open.push(next);
  }
  return { reached, accepts };
}

function holds(what: Assertion, before: Side, after: Side): boolean {
  switch (what) {
    case 'start':
      return before === 'edge';
    case 'end':
      return after === 'edge';
    case 'word start':
      return before !== 'word' && after === 'word';
    case 'word end':
      return before === 'word' && after !== 'word';
    case 'boundary':
      return (before === 'word') !== (after === 'word');
    case 'inside':
      return (before === 'word') === (after === 'word');
    case 'no word before':
      return before !== 'word';
    case 'no word after':
      return after !== 'word';
  }
}

function startState(dfa: Dfa, before: Side): number {
  const known = dfa.starts.get(before);
  if (known !== undefined) return known;
  const number = stateNumber(dfa, [dfa.nfa.start], before);
  dfa.starts.set(before, number);
  return number;
}

function stateNumber(dfa: Dfa, members: readonly number[], before: Side): number {
  if (members.length === 0) return DEAD;
  const key = `${before} ${members.join(' ')}`;
  const known = dfa.numbers.get(key);
  if (known !== undefined) return known;
  if (dfa.states.length >= MOST_STATES) forget(dfa);
  const number = addState(dfa, members, before);
  dfa.numbers.set(key, number);
  return number;
}

function forget(dfa: Dfa): void {
  dfa.states = [];
  dfa.table = new Int32Array(8 * 128).fill(UNKNOWN);
  dfa.numbers = new Map();
  dfa.starts = new Map();
  addState(dfa, [], 'other'); // DEAD
}

function addState(dfa: Dfa, members: readonly number[], before: Side): number {
  const number = dfa.states.push({ members, before, others: new Map(), accepts: null }) - 1;
  if (number * 128 >= dfa.table.length) {
    const larger = new Int32Array(dfa.table.length * 2).fill(UNKNOWN);
    larger.set(dfa.table);
    dfa.table = larger;
  }
  return number;
}

const WORD_CHARACTER = new RegExp(WORD, 'u');

function sideOf(code: number): Side {
  return WORD_CHARACTER.test(String.fromCodePoint(code)) ? 'word' : 'other';
}

function codeBefore(text: string, at: number): number {
  const low = text.charCodeAt(at - 1);
  const pair = low >= 0xdc00 && low < 0xe000 && at >= 2 ? (text.codePointAt(at - 2) as number) : 0;
  return pair > 0xffff ? pair : low;
}
