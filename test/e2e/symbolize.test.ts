import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { createSymbolizer } from '../../shell/host/symbolize.ts';
import { COMMAND } from './command.ts';

const dist = dirname(COMMAND);

it('a stack trace of the built command is told in the lines of the sources', () => {
  const synopsis = "synopsis:'[-t TERMINAL]... [COMMAND [ARGUMENT...]]'"; // init's
  const [frame] = readdirSync(dist)
    .filter((name) => name.endsWith('.js'))
    .flatMap((name) => {
      const lines = readFileSync(join(dist, name), 'utf8').replaceAll('"', "'").split('\n');
      const line = lines.findIndex((text) => text.includes(synopsis));
      return line === -1
        ? []
        : [`    at main7 (file://${join(dist, name)}:${line + 1}:${lines[line]!.indexOf(synopsis) + 1})`];
    });
  const source = readFileSync(new URL('../../userland/bin/init.ts', import.meta.url), 'utf8').split('\n');
  const line =
    source.findIndex((text) => text.includes("synopsis: '[-t TERMINAL]... [COMMAND [ARGUMENT...]]'")) + 1;
  expect(createSymbolizer()(`Error: x\n${frame}`)).toBe(`    at main (userland/bin/init.ts:${line}:3)`);
});
