// The syntax tree: what the parser makes and run.ts executes.
//
// It is plain data, so that a subshell, which is a process of its own, can be handed the part that it is to run
// (subshell.ts). A word keeps its quoting as parts until it is expanded: only then is it known which characters
// may split, match file names, or are just themselves.
//
// To add a construct: a member of Command here, its grammar in compound.ts, a case in run.ts.

/** A piece of a word. Inside `double` everything counts as quoted. */
export type Part =
  | { is: 'text'; text: string } // as typed, unquoted
  | { is: 'quoted'; text: string } // '...', \c, $'...'
  | { is: 'double'; parts: Part[] } // "..."
  | { is: 'parameter'; name: string; change: Change | null } // $name, ${name...}
  | { is: 'command'; body: List; text: string } // $(...), `...`
  | { is: 'arithmetic'; parts: Part[] }; // $((...))

/** What ${name...} does to the value. `colon` makes an empty value count as unset. */
export type Change =
  | { is: 'length' }
  | { is: 'default' | 'assign' | 'error' | 'alternative'; colon: boolean; word: Word }
  | { is: 'trim'; from: 'start' | 'end'; longest: boolean; pattern: Word };

/** `literal` is the text of a word that no expansion can change, null for all others. */
export interface Word {
  parts: Part[];
  literal: string | null;
}

/** `number` is the descriptor in front of the operator, or the operator's own (0 or 1). */
export type Redirect =
  | { is: 'file'; number: number; operator: '<' | '>' | '>>' | '>|' | '<>'; target: Word }
  | { is: 'duplicate'; number: number; target: Word }
  | { is: 'here'; number: number; body: Word };

export interface Assignment {
  name: string;
  value: Word;
}

/** `text` is the source, for `jobs` and `ps`. */
export type Command =
  | {
      is: 'simple';
      assignments: Assignment[];
      words: Word[];
      redirects: Redirect[];
      line: number;
      text: string;
    }
  | { is: 'pipeline'; stages: Command[]; text: string }
  | { is: 'not'; command: Command }
  | { is: 'and' | 'or'; left: Command; right: Command }
  | { is: 'function'; name: string; body: Command }
  | Compound;

export type SimpleCommand = Extract<Command, { is: 'simple' }>;

/** Commands made of other commands; redirections apply to the whole. */
export type Compound = { redirects: Redirect[]; line: number; text: string } & (
  | { is: 'group'; body: List }
  | { is: 'subshell'; body: List }
  | { is: 'if'; branches: { condition: List; body: List }[]; otherwise: List | null }
  | { is: 'loop'; until: boolean; condition: List; body: List }
  | { is: 'for'; name: string; words: Word[] | null; body: List }
  | { is: 'case'; subject: Word; arms: Arm[] }
);

/** `falls` when it ends in `;&`: the next arm's body is run too. */
export interface Arm {
  patterns: Word[];
  body: List;
  falls: boolean;
}

export type List = Item[];

export interface Item {
  command: Command;
  background: boolean;
  text: string;
}
