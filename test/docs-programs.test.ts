// The programs shown in docs/processes.md compile, run, and print what the comment at their end says.

import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Program } from '../kernel/abi.ts';
import sh from '../shell/sh/main.ts';
import sleep from '../userland/bin/sleep.ts';
import { runMain } from './helpers.ts';
import { ROOT, textOf } from './source.ts';

const blocks = [...textOf('docs/processes.md').matchAll(/^```ts\n(.*?)^```$/gms)].map(
  (match) => match[1] as string,
);

// All that they use of tinyos. They are one module: the names are those of the page.
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
  files: ['programs.mts', `${ROOT}/kernel/globals.d.ts`],
};

const folder = mkdtempSync(join(tmpdir(), 'tinyos-programs-'));
const file = join(folder, 'programs.mts');

beforeAll(() => {
  const functions = blocks.map((block) => `function* (): Coroutine {\n${block}}`);
  writeFileSync(file, `${HEADER}\nexport const programs = [${functions.join(',\n')}];\n`);
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(TSCONFIG));
});

afterAll(() => rmSync(folder, { recursive: true }));

test('the programs of the page compile', () => {
  const tsc = join(ROOT, 'node_modules/.bin/tsc');
  expect(execFileSync(tsc, ['-p', folder], { encoding: 'utf8' })).toBe('');
});

test.each(blocks.map((block, i) => [block.split('\n', 1)[0], i] as const))(
  'what starts with `%s` prints what it says',
  async (_, i) => {
    const { programs } = (await import(file)) as { programs: Program[] };
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
