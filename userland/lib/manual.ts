// The manual. Its pages are made: those of section 1 from the table that each program has of itself, those of section 2
// from the table of system calls. Only what is about no single command or call is written (topics.ts).

import { type CallName, callNames, RELEASE, strerror, syscalls } from '../../kernel/abi.ts';
import { type Command, type Option, wrap } from './getopt.ts';
import { topicPages } from './topics.ts';

export interface Page {
  name: string;
  section: number;
  about: string; // one line, as whatis(1) shows it
  body: readonly Block[];
}

/** A part of a page under its heading: lines to be wrapped, or terms each with what it means. */
export type Block =
  | { heading: string; is: 'text'; text: string }
  | { heading: string; is: 'terms'; terms: Term[] };

export type Term = readonly [term: string, meaning: string];

/** All pages, given the programs that there are. */
export function allPages(commands: readonly Command[]): Page[] {
  return [...commands.map(commandPage), ...callNames.map(callPage), ...topicPages()];
}

export function commandPage(command: Command): Page {
  const { name, synopsis, about, options, description, exitStatus, examples = [] } = command;
  const forms = synopsis.split('\n').map((form) => `    ${name} ${form}`.trimEnd());
  const body: Block[] = [
    { heading: 'SYNOPSIS', is: 'text', text: forms.join('\n') },
    {
      heading: 'DESCRIPTION',
      is: 'text',
      text: description === undefined ? about : `${about}\n\n${description}`,
    },
    { heading: 'OPTIONS', is: 'terms', terms: options.map(optionTerm) },
    { heading: 'EXIT STATUS', is: 'text', text: exitStatus ?? '' },
    { heading: 'EXAMPLES', is: 'terms', terms: [...examples] },
  ];
  return { name, section: 1, about: asPhrase(about), body };
}

function optionTerm({ short, long, word, argument, about }: Option): Term {
  const names = [word, short && `-${short}`, long && `--${long}`].filter(Boolean).join(', ');
  return [names + (argument === undefined ? '' : (long === undefined ? ' ' : '=') + argument), about];
}

function callPage(name: CallName): Page {
  const { params, returns, man, errors } = syscalls[name];
  const list = params.map((kind) => `${kind.name}: ${kind.type}`).join(', ');
  const [first = ''] = man.split(/(?<=[.;])\s/);
  const body: Block[] = [
    { heading: 'SYNOPSIS', is: 'text', text: `yield* sys.${name}(${list}): ${returns.type}` },
    { heading: 'DESCRIPTION', is: 'text', text: man },
    errors.length > 0
      ? { heading: 'ERRORS', is: 'terms', terms: errors.map((code) => [code, strerror(code)]) }
      : { heading: 'ERRORS', is: 'text', text: params.length > 0 ? ONLY_WRONG_ARGUMENTS : ALWAYS_SUCCEEDS },
  ];
  return { name, section: 2, about: asPhrase(first), body };
}

const ONLY_WRONG_ARGUMENTS = 'Only a wrong argument is an error: see intro(2).';
const ALWAYS_SUCCEEDS = 'This call always succeeds.';

/** "List files." as a phrase: "list files". */
function asPhrase(sentence: string): string {
  const phrase = sentence.replace(/[.;]$/, '');
  return /^[A-Z][a-z ]/.test(phrase) ? phrase[0]?.toLowerCase() + phrase.slice(1) : phrase;
}

const SECTIONS: Record<number, string> = {
  1: 'User Commands',
  2: 'System Calls',
  3: 'Library',
  7: 'Miscellaneous',
};
const INDENT = 7;
const SHORT = 12;

/** The page as text, in lines of at most `width` columns. */
export function formatPage(page: Page, width: number): string {
  const title = `${page.name.toUpperCase()}(${page.section})`;
  const lines = [spread(title, SECTIONS[page.section] ?? '', title, width), ''];
  const blocks: Block[] = [
    { heading: 'NAME', is: 'text', text: `${page.name} - ${page.about}` },
    ...page.body,
  ];
  for (const block of blocks) {
    const text = block.is === 'text' ? textLines(block.text, width) : termLines(block.terms, width);
    if (text.length > 0) lines.push(block.heading, ...text, '');
  }
  lines.push(spread(`tinyos ${RELEASE}`, '', title, width));
  return `${lines.join('\n')}\n`;
}

/** Paragraphs are wrapped; lines that start with a space are left as they are. */
function textLines(text: string, width: number): string[] {
  const paragraphs = text.split('\n\n').map((paragraph) => {
    if (/^\s/.test(paragraph)) return paragraph.split('\n').map((line) => line.replace(/^ {4}/, ''));
    return paragraph === '' ? [] : wrap(paragraph.replaceAll('\n', ' '), width - INDENT);
  });
  return paragraphs.flatMap((lines, i) => [...(i > 0 ? [''] : []), ...lines.map(indent)]);
}

/** Terms beside their meanings if all of them are short, else above. */
function termLines(terms: readonly Term[], width: number): string[] {
  const longest = Math.max(...terms.map(([term]) => term.length));
  const left = longest <= SHORT ? longest + 2 : INDENT;
  return terms.flatMap(([term, meaning], i) => {
    const lines = wrap(meaning, width - INDENT - left).map((line) => ' '.repeat(left) + line);
    if (longest > SHORT) return [...(i > 0 ? [''] : []), indent(term), ...lines.map(indent)];
    return [`${term.padEnd(left)}${lines[0]?.trimStart()}`, ...lines.slice(1)].map(indent);
  });
}

function indent(line: string): string {
  return line === '' ? '' : ' '.repeat(INDENT) + line;
}

/** Three texts at the left, in the middle and at the right. */
function spread(left: string, middle: string, right: string, width: number): string {
  const gap = Math.max(width - left.length - middle.length - right.length, 2);
  const before = Math.floor(gap / 2);
  return left + ' '.repeat(before) + middle + ' '.repeat(gap - before) + right;
}
