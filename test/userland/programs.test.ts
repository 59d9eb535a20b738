import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { helpText } from '../../userland/lib/getopt.ts';
import { programs } from '../../userland/programs.ts';

test('every file in bin/ is in the list, once, under its own name', () => {
  const files = readdirSync(new URL('../../userland/bin/', import.meta.url));
  expect(programs.map(({ name }) => `${name}.ts`).sort()).toEqual(files.sort());
});

describe.each(programs.map(({ name, command }) => [name, command] as const))('%s', (_, command) => {
  test('tells in one sentence what it does', () => {
    expect(command.about).toMatch(/^[A-Z].*\.$/);
  });

  test('has no option twice', () => {
    const names = command.options.flatMap(({ short, long, word }) =>
      [short, long, word].filter((n) => n !== undefined),
    );
    expect(names).toEqual([...new Set(names)]);
    expect(command.options.every(({ short, long, word }) => short ?? long ?? word)).toBe(true);
    expect(command.options.every(({ short }) => short === undefined || short.length === 1)).toBe(true);
  });

  test('has options in --help that fit an 80 column terminal', () => {
    const [, options = ''] = helpText(command).split('\n\n');
    expect(options.split('\n').filter((line) => line.length > 79)).toEqual([]);
  });
});
