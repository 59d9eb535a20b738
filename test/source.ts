// The source files of tinyos as text, for the tests that hold the architecture and the documents.

import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('..', import.meta.url));

export interface Import {
  path: string; // from the root of the project, or the name of a package
  typesOnly: boolean; // nothing of it is left when the types are gone
}

/** The files below a folder whose names end so, by their paths from the root, in order. */
export function filesIn(folder: string, end = '.ts'): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith(end) && !name.endsWith('.d.ts'))
    .map((name) => `${folder}/${name}`)
    .sort();
}

export function textOf(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8');
}

export function linesOf(path: string): string[] {
  return textOf(path).replace(/\n$/, '').split('\n');
}

/** What a file imports or exports from elsewhere. */
export function importsOf(path: string, text = textOf(path)): Import[] {
  const statement = /^(?:import|export)\s+(type\s+)?(?:([\w*{][^;'"]*?)\s*from\s+)?'([^']+)';/gm;
  return [...text.matchAll(statement)].map(([, type, names = '', from = '']) => ({
    path: from.startsWith('.') ? posix.join(posix.dirname(path), from) : from,
    typesOnly: type !== undefined || onlyTypes(names),
  }));
}

function onlyTypes(names: string): boolean {
  const inside = names.match(/^\{([^}]*)\}$/)?.[1];
  if (inside === undefined) return false;
  const all = inside.split(',').map((name) => name.trim());
  return all.every((name) => name === '' || name.startsWith('type '));
}

/** A program's text without what is no code: comments, and what is within strings, templates and regular expressions. */
export function codeOf(text: string): string {
  let code = '';
  let at = 0;
  const braces: string[] = []; // what each open brace belongs to: a block, or a `${` of a template
  const skipTo = (end: string) => {
    for (at++; at < text.length && text[at] !== end && text[at] !== '\n'; at++) if (text[at] === '\\') at++;
    at++;
  };
  const skipTemplate = () => {
    for (; at < text.length && text[at] !== '`'; at++) {
      if (text[at] === '\\') at++;
      else if (text.startsWith('${', at)) {
        at += 2;
        braces.push('${');
        code += '(';
        return;
      }
    }
    at++;
    code += '`';
  };
  const skipRegex = () => {
    for (let inClass = false; text[++at] !== '\n' && (inClass || text[at] !== '/'); ) {
      if (text[at] === '\\') at++;
      else if (text[at] === '[') inClass = true;
      else if (text[at] === ']') inClass = false;
    }
    at++;
  };
  while (at < text.length) {
    const c = text[at] as string;
    if (text.startsWith('//', at)) at = (text.indexOf('\n', at) + 1 || text.length + 1) - 1;
    else if (text.startsWith('/*', at)) at = text.indexOf('*/', at) + 2;
    else if (c === "'" || c === '"') {
      skipTo(c);
      code += "''";
    } else if (c === '`') {
      at++;
      code += '`';
      skipTemplate();
    } else if (c === '/' && /(?:[(,=:[!&|?{};+]|\breturn|\byield\*?|=>)\s*$/.test(code.slice(-12))) {
      skipRegex();
      code += '/./';
    } else if (c === '}' && braces.pop() === '${') {
      at++;
      code += ')';
      skipTemplate();
    } else {
      if (c === '{') braces.push(c);
      code += c;
      at++;
    }
  }
  return code;
}
