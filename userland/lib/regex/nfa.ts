// From the tree of a regular expression to a machine with several states at once (Thompson's construction).

import { type Assertion, type Node, RegexError } from './syntax.ts';

/** A state: what has to come next to go on from here, and where that leads. */
export type State =
  | { is: 'character'; set: RegExp; next: number }
  | { is: 'assertion'; what: Assertion; next: number }
  | { is: 'split'; next: number[] } // goes on at all of these at once
  | { is: 'match' };

export interface Nfa {
  states: State[];
  start: number;
}

const MOST_STATES = 200_000;
const MATCH = 0;

export function buildNfa(node: Node, ignoreCase: boolean): Nfa {
  const builder: Builder = { states: [{ is: 'match' }], sets: new Map(), flags: ignoreCase ? 'sui' : 'su' };
  const start = build(builder, node, MATCH);
  return { states: builder.states, start };
}

interface Builder {
  states: State[];
  sets: Map<string, RegExp>; // by source
  flags: string;
}

/** Adds the states that match a node and then go on at `next`; returns where they start. */
function build(b: Builder, node: Node, next: number): number {
  switch (node.is) {
    case 'set':
      return add(b, { is: 'character', set: setOf(b, node.source), next });
    case 'assertion':
      return add(b, { is: 'assertion', what: node.what, next });
    case 'sequence':
      return node.parts.reduceRight((after, part) => build(b, part, after), next);
    case 'choice':
      return add(b, { is: 'split', next: node.options.map((option) => build(b, option, next)) });
    case 'repeat':
      return repeat(b, node, next);
    case 'group':
      return build(b, node.node, next);
    case 'reference':
      throw new Error('a machine without memory cannot match a back-reference');
  }
}

// x{2,4} is x x (x (x)?)?, and x{2,} is x x x*.
function repeat(b: Builder, { node, least, most }: Extract<Node, { is: 'repeat' }>, next: number): number {
  let start = next;
  if (most === Number.POSITIVE_INFINITY) {
    const loop: State = { is: 'split', next: [] };
    start = add(b, loop);
    loop.next = [build(b, node, start), next];
  } else {
    for (let i = least; i < most; i++) start = add(b, { is: 'split', next: [build(b, node, start), next] });
  }
  for (let i = 0; i < least; i++) start = build(b, node, start);
  return start;
}

function add(b: Builder, state: State): number {
  if (b.states.length > MOST_STATES) throw new RegexError('Regular expression too big');
  return b.states.push(state) - 1;
}

function setOf(b: Builder, source: string): RegExp {
  const known = b.sets.get(source);
  if (known) return known;
  const set = new RegExp(`^${source}$`, b.flags);
  b.sets.set(source, set);
  return set;
}
