// The documents are held to the code: what they cite exists, what they show is so, and what is made from tables is
// made anew (`npm run docs`).

import { existsSync } from 'node:fs';
import { join, posix } from 'node:path';
import { describe, expect, test } from 'vitest';
import { pages, renewed } from '../docs/generate.ts';
import { filesIn, linesOf, ROOT, textOf } from './source.ts';

const documents = ['README.md', ...filesIn('docs', '.md')];
const generated = Object.keys(pages).map((name) => `docs/${name}`);
const written = documents.filter((path) => !generated.includes(path));

/** Which file the header of this one sends the reader to. */
function nextOf(path: string): string | null {
  const header = linesOf(path).slice(
    0,
    linesOf(path).findIndex((line) => !line.startsWith('//')),
  );
  const next = header.flatMap((line) => line.match(/^\/\/ Read next: (\S+)$/)?.[1] ?? []);
  expect([path, next.length]).toEqual([path, Math.min(next.length, 1)]);
  return next[0] ? posix.join('kernel', next[0]) : null;
}

describe('the walk through the kernel', () => {
  const walk = [
    'abi',
    'boot',
    'scheduler',
    'trap',
    'calls/file',
    'pipe',
    'waitqueue',
    'process',
    'policies/index',
  ];

  test('leads from the table of system calls to the policies, each file to the next', () => {
    const visited: string[] = [];
    for (let at: string | null = 'kernel/abi.ts'; at && !visited.includes(at); at = nextOf(at))
      visited.push(at);
    expect(visited).toEqual(walk.map((name) => `kernel/${name}.ts`));
  });

  test('is the only one: no other file sends the reader on', () => {
    const others = filesIn('kernel').filter(
      (path) => !walk.includes(path.slice('kernel/'.length, -'.ts'.length)),
    );
    expect(others.filter((path) => nextOf(path) !== null)).toEqual([]);
  });

  test('is the way that docs/tour.md goes', () => {
    const headings = linesOf('docs/tour.md').filter((line) => line.startsWith('## '));
    const files = headings.flatMap((line) => line.match(/\bkernel\/\S+\.ts/g) ?? []);
    expect(files).toEqual(walk.map((name) => `kernel/${name}.ts`));
  });
});

/** `kernel/pipe.ts#readPipe`, wherever a document says so. */
function citations(path: string): { file: string; name: string }[] {
  return [...textOf(path).matchAll(/\b([\w/.-]+\.ts)#(\w+)/g)].map(([, file = '', name = '']) => ({
    file,
    name,
  }));
}

/** Is there a function, class, type or constant of that name in the file? */
function defines(file: string, name: string): boolean {
  if (!existsSync(join(ROOT, file))) return false;
  return new RegExp(
    `^(?:export )?(?:default )?(?:function\\*?|class|interface|type|const) ${name}\\b`,
    'm',
  ).test(textOf(file));
}

describe('what a document cites', () => {
  test.each(documents)('in %s is there', (path) => {
    expect(citations(path).filter(({ file, name }) => !defines(file, name))).toEqual([]);
  });

  test('is something: the tour cites a good part of the kernel', () => {
    expect(new Set(citations('docs/tour.md').map(({ file }) => file)).size).toBeGreaterThan(10);
    expect(defines('kernel/pipe.ts', 'readPipe') && !defines('kernel/pipe.ts', 'pipe')).toBe(true);
  });

  test('in docs/architecture.md is every file of the kernel, or its folder', () => {
    const map = textOf('docs/architecture.md');
    const named = new Set(map.match(/[\w/]+(?:\.ts|\/)(?= |;|,|$|\()/gm));
    const files = filesIn('kernel', '.ts').map((path) => path.slice('kernel/'.length));
    expect(files.length).toBeGreaterThan(50);
    expect(files.filter((file) => !named.has(file) && !named.has(file.replace(/[^/]+$/, '')))).toEqual([]);
  });

  test.each(documents)('by a link in %s is there', (path) => {
    const links = [...textOf(path).matchAll(/\]\((?!https?:|#)([^)#\s]+)[^)]*\)/g)].map(
      (match) => match[1] as string,
    );
    const missing = links.filter((link) => !existsSync(join(ROOT, posix.dirname(path), link)));
    expect(missing).toEqual([]);
  });

  test('as code in the tour is the code of the file in whose section it stands', () => {
    const sections = textOf('docs/tour.md')
      .split(/^(?=## )/m)
      .slice(1);
    const shown = sections.flatMap((section) => {
      const heading = section.split('\n', 1)[0] as string;
      const sources = (heading.match(/[\w/]+\.ts/g) ?? []).map(textOf).join('\n');
      const blocks = [...section.matchAll(/^```ts\n(.*?)^```$/gms)].map((match) => match[1] as string);
      const lines = blocks.flatMap((block) => block.split('\n').map((line) => line.trim()));
      return lines
        .filter((line) => line !== '')
        .map((line) => ({ heading, line, found: sources.includes(line) }));
    });
    expect(shown.length).toBeGreaterThan(1);
    expect(shown.filter(({ found }) => !found)).toEqual([]);
  });
});

describe('made anew by npm run docs', () => {
  test.each(Object.keys(pages))('docs/%s would be the same', (name) => {
    expect(textOf(`docs/${name}`)).toBe(pages[name]?.());
  });

  test.each(written)('%s would show the same sessions, picture and size', async (path) => {
    expect(textOf(path)).toBe(await renewed(textOf(path)));
  });
});
