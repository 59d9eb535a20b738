// What README and docs/ show is true: every session is typed into a real machine, every command line is run, and every
// generated page is as its generator makes it.

import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { pages, renewed } from '../docs/generate.ts';

const root = new URL('..', import.meta.url).pathname;
const files = ['README.md', ...readdirSync(join(root, 'docs')).map((name) => `docs/${name}`)].filter((name) =>
  name.endsWith('.md'),
);
const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  scripts: Record<string, string>;
};

describe.each(files)('%s', (file) => {
  const markdown = readFileSync(join(root, file), 'utf8');

  it('shows sessions, the picture and the size of the kernel as they are', async () => {
    expect(markdown).toBe(await renewed(markdown));
  });

  const commands = [...markdown.matchAll(/^```sh\n(.*?)^```$/gms)].flatMap(([, block]) =>
    (block as string).split('\n').filter((line) => line !== ''),
  );
  it.each(commands)('shows a command of the host that works: %s', (line) => {
    const [command, comment] = line.split(/\s+# /) as [string, string?];
    const npm = /^npm ci && npm (?:run )?(\w+)$|^npm (?:run )?(\w+)$/.exec(command);
    if (npm) expect(Object.keys(scripts)).toContain(npm[1] ?? npm[2]);
    else expect(run(command)).toBe(comment === undefined ? '' : `${comment}\n`);
  });

  it('links to files that are there', () => {
    const links = [...markdown.matchAll(/\]\(([^)#:]+)(?:#[^)]*)?\)/g)].map(([, link]) => link as string);
    expect(links.filter((link) => !existsSync(join(root, file, '..', link)))).toEqual([]);
  });
});

/** Runs a command line of the host in an empty folder, with `tinyos` on the PATH, and tells what it prints. */
function run(command: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'tinyos-docs-'));
  const tinyos = `tinyos() { node ${join(root, 'dist/tinyos.js')} "$@"; }; npx() { "$@"; }`;
  return execFileSync('bash', ['-c', `${tinyos}; ${command}`], { cwd: folder, encoding: 'utf8' });
}

it.each(Object.entries(pages))('docs/%s is what npm run docs makes', (name, page) => {
  expect(readFileSync(join(root, 'docs', name), 'utf8')).toBe(page());
});
