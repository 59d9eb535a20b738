// Here-documents: the lines after the one with `<< word`, up to a line that is just that word.

import { type Lexer, lexer, type Pending, unfinished } from './lexer.ts';
import { makeWord, readHereParts } from './words.ts';

/** Reads the bodies of the here-documents whose operators were read, one after the other. */
export function readHereDocuments(lexer: Lexer): void {
  const pending = lexer.pending;
  lexer.pending = [];
  for (const document of pending) {
    const line = lexer.line;
    const body = readBody(lexer, document);
    document.redirect.body = makeWord(
      document.quoted ? [{ is: 'quoted', text: body }] : expandable(body, line, lexer.aliases),
    );
  }
}

function readBody(lexer: Lexer, { delimiter, quoted, tabs }: Pending): string {
  let body = '';
  let continued = false;
  while (lexer.at < lexer.text.length) {
    const newline = lexer.text.indexOf('\n', lexer.at);
    const end = newline < 0 ? lexer.text.length : newline;
    const typed = lexer.text.slice(lexer.at, end);
    const line = tabs ? typed.replace(/^\t+/, '') : typed;
    if (newline < 0 && !lexer.final) break;
    lexer.at = end + 1;
    lexer.line++;
    if (line === delimiter && !continued) return body;
    body += newline < 0 ? line : `${line}\n`;
    continued = !quoted && /(^|[^\\])(\\\\)*\\$/.test(line);
  }
  if (!lexer.final) throw unfinished(lexer, 'Unterminated here-document', delimiter);
  lexer.at = lexer.text.length;
  return body;
}

function expandable(body: string, line: number, aliases: Lexer['aliases']) {
  return readHereParts(lexer(body, { line, aliases }));
}
