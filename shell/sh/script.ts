// Running the text of scripts, one complete command after the other: what comes before a syntax error is run.
//
//     yield* runText(shell, text)        text that is all there: sh -c, a file, eval
//     yield* runLines(shell, more)       lines that come one by one: standard input, a person

import type { Coroutine } from '../../kernel/abi.ts';
import { lexer } from './lexer.ts';
import { parseNext } from './parser.ts';
import { runList } from './run.ts';
import { type Shell, ShellError } from './state.ts';
import { ShellSyntaxError } from './syntax-error.ts';
import { say } from './tell.ts';
import type { List } from './tree.ts';

/** `line` is the number of its first line; `echo`: `set -v` prints it as it is read; `isLast`: the shell ends after it. */
export function* runText(
  shell: Shell,
  text: string,
  { line = 1, echo = false, isLast = false } = {},
): Coroutine<number> {
  const source = lexer(text, { line, aliases: shell.aliases });
  let status = 0;
  for (;;) {
    const rest = source.text.slice(source.at);
    const list = inSyntax(shell, () => parseNext(source));
    if (echo && shell.options.has('verbose'))
      yield* say(rest.slice(0, rest.length + source.at - source.text.length));
    if (list === null) return status;
    status = yield* runList(shell, list, isLast && !/\S/.test(source.text.slice(source.at)));
    if (shell.unwinding !== null) return shell.unwinding.is === 'return' ? shell.unwinding.status : status;
  }
}

function inSyntax<T>(shell: Shell, parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    if (!(error instanceof ShellSyntaxError)) throw error;
    shell.line = error.line;
    throw new ShellError(`Syntax error: ${error.message}`);
  }
}

/** Gets another line, with its newline. `first` says that it begins a command. null at the end. */
export type More = (first: boolean) => Coroutine<string | null>;

/** The text that was read and not yet run. */
export interface Lines {
  readonly more: More;
  text: string;
  line: number;
  ended: boolean;
}

export function newLines(more: More): Lines {
  return { more, text: '', line: 1, ended: false };
}

/** Runs the next complete command. Returns false at the end. */
export function* runNext(shell: Shell, lines: Lines): Coroutine<boolean> {
  const list = yield* readCommand(shell, lines);
  if (list === null) return false;
  yield* runList(shell, list);
  return true;
}

export function* readCommand(shell: Shell, lines: Lines): Coroutine<List | null> {
  for (let first = lines.text === ''; ; first = false) {
    if (first) yield* readMore(shell, lines, true);
    const source = lexer(lines.text, { line: lines.line, final: lines.ended, aliases: shell.aliases });
    try {
      const list = parseNext(source);
      Object.assign(lines, { text: source.text.slice(source.at), line: source.line });
      if (list !== null || lines.ended) return list;
      yield* readMore(shell, lines, true);
    } catch (error) {
      if (!(error instanceof ShellSyntaxError)) throw error;
      if (error.incomplete) {
        yield* readMore(shell, lines, false, error.delimiter);
        continue;
      }
      lines.text = '';
      shell.line = error.line;
      throw new ShellError(`Syntax error: ${error.message}`);
    }
  }
}

// Inside of a here-document there is nothing to parse before the line that ends it.
function* readMore(shell: Shell, lines: Lines, first: boolean, delimiter: string | null = null): Coroutine {
  for (;;) {
    const line = yield* lines.more(first);
    if (line === null) lines.ended = true;
    else lines.text += line;
    if (line !== null && shell.options.has('verbose')) yield* say(line);
    if (line === null || delimiter === null || line.replace(/^\t+/, '') === `${delimiter}\n`) return;
  }
}
