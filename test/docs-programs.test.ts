// The programs shown in the documents compile and run. Those in docs/processes.md are what is inside of a `main`, and
// print what the comment at their end says; those in README and docs/howto.md are whole files of userland/bin.

import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Program } from '../kernel/abi.ts';
import sh from '../shell/sh/main.ts';
import sleep from '../userland/bin/sleep.ts';
import { runMain } from './helpers.ts';
import { ROOT, textOf } from './source.ts';

function blocksOf(path: string): string[] {
  return [...textOf(path).matchAll(/^```ts\n(.*?)^```$/gms)].map((match) => match[1] as string);
}

const blocks = blocksOf('docs/processes.md');
const files = ['README.md', 'docs/howto.md'].map((path) => blocksOf(path)[0] as string);

// All that the pieces use of tinyos.
const HEADER = `
import { type Coroutine, type Errno, O_CREAT, O_RDONLY, O_WRONLY, POLLIN, type Signal, type SignalInfo }
  from '${ROOT}/kernel/abi.ts';
import { print } from '${ROOT}/userland/lib/output.ts';
import { decode, encode } from '${ROOT}/userland/lib/text.ts';
import { sys } from '${ROOT}/userland/sys.ts';
`;
const TSCONFIG = {
  extends: `${ROOT}/tsconfig.json`,
  compilerOptions: { types: [] },
  include: [],
  files: ['programs.mts', '0.mts', '1.mts', `${ROOT}/kernel/globals.d.ts`],
};

const folder = mkdtempSync(join(tmpdir(), 'tinyos-programs-'));

beforeAll(() => {
  const functions = blocks.map((block) => `function* (): Coroutine {\n${block}}`);
  write('programs.mts', `${HEADER}\nexport const programs = [${functions.join(',\n')}];\n`);
  for (const [i, text] of files.entries())
    write(`${i}.mts`, text.replaceAll("'../../", `'${ROOT}/`).replaceAll("'../", `'${ROOT}/userland/`));
  write('tsconfig.json', JSON.stringify(TSCONFIG));

  function write(name: string, text: string): void {
    writeFileSync(join(folder, name), text);
  }
});

afterAll(() => rmSync(folder, { recursive: true }));

test('the programs compile', () => {
  const tsc = join(ROOT, 'node_modules/.bin/tsc');
  const { stdout, status } = spawnSync(tsc, ['-p', folder], { encoding: 'utf8' });
  expect([stdout, status]).toEqual(['', 0]);
});

test.each(blocks.map((block, i) => [block.split('\n', 1)[0], i] as const))(
  'what starts with `%s` prints what it says',
  async (_, i) => {
    const { programs } = (await import(join(folder, 'programs.mts'))) as { programs: Program[] };
    const comments = (blocks[i] as string).match(/(?:^\/\/ .*\n)+$/m)?.[0] ?? '';
    expect(comments).not.toBe('');
    const { output, status } = runMain(programs[i] as Program, { programs: { sh, sleep } });
    expect([output(), output('stderr'), status]).toEqual([
      comments.replace(/^\/\/ /gm, ''),
      '',
      { is: 'exited', code: 0 },
    ]);
  },
);

test.each([
  ['README', '0.mts', 'hello from process 2\n'],
  ['docs/howto', '1.mts', 'hello, world\n'],
])('the program in %s says hello', async (_, name, hello) => {
  const { default: main } = (await import(join(folder, name))) as { default: Program };
  expect(runMain(main).output()).toBe(hello);
});
