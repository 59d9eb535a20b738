import { describe, expect, test } from 'vitest';
import { commands, matching } from '../../../shell/ui/commands.ts';
import { bindingOf, bindings, hintsOf, keyName, keysMarkdown } from '../../../shell/ui/keymap.ts';
import { helpLines } from '../../../shell/ui/panes/dialogs.ts';
import { theme } from '../../../shell/ui/render/theme.ts';
import { paneIds } from '../../../shell/ui/state.ts';

describe('the key table', () => {
  test('binds no key twice in one mode', () => {
    for (const pane of paneIds) {
      const rows = bindings.filter(
        (row) => (pane !== 'console' || row.always) && (!row.panes || row.panes.includes(pane)),
      );
      const keys = rows.flatMap((row) => row.keys);
      expect(keys).toEqual([...new Set(keys)]);
    }
  });

  test('leaves the console all keys but ^G and the function keys', () => {
    const taken = bindings.flatMap((row) => row.keys).filter((key) => bindingOf(key, 'console') !== null);
    expect(taken.filter((key) => key !== 'C-g' && !/^f\d+$/.test(key))).toEqual([]);
  });

  test('has upper-case letters only for going back: N is n the other way', () => {
    expect(bindings.flatMap((row) => row.keys).filter((key) => /^[A-Z]$/.test(key))).toEqual(['N']);
  });

  test('says of every row what it does', () => {
    for (const row of bindings) {
      expect(row.about).toMatch(/^[A-Z].*[^.]$/);
      expect(row.name).toMatch(/^[a-z^]/);
    }
  });
});

describe('the hints', () => {
  test('are bound to what they say', () => {
    for (const pane of paneIds) {
      for (const row of hintsOf(pane)) expect(bindingOf(row.keys[0]!, pane)).toBe(row);
    }
  });

  test('of the console lead out of it, and those of other panes back', () => {
    expect(hintsOf('console')[0]!.keys).toEqual(['C-g']);
    for (const pane of paneIds.slice(1)) {
      expect(hintsOf(pane).map((row) => row.name)).toEqual(
        expect.arrayContaining(['console', 'help', 'quit']),
      );
    }
  });

  test('of a pane put time first, then what is its own', () => {
    expect(hintsOf('timeline').map((row) => row.keys[0])).toEqual(
      'space s t x < > enter [ ] h l , . m z e escape : ? q'.split(' '),
    );
    expect(hintsOf('processes').map((row) => row.keys[0])).toEqual(
      'space s t x < > enter f k / z e o escape : ? q'.split(' '),
    );
  });
});

describe('made from the table', () => {
  test('the help lists every key', () => {
    const text = helpLines(80, theme({ unicode: true }))
      .map((line) => line.text)
      .join('\n');
    for (const row of bindings) {
      if (row.keys.length > 3) expect(text).toContain(`${row.keys[0]}..${row.keys.at(-1)} `);
      else expect(text).toContain(`${row.keys.map(keyName).join(' ')} `);
    }
  });

  test('the help fits into its width', () => {
    for (const width of [56, 76, 80]) {
      for (const line of helpLines(width, theme({ unicode: false }))) {
        expect(line.text.length).toBeLessThanOrEqual(width);
      }
    }
  });

  test('docs/keys.md lists every key', () => {
    const text = keysMarkdown();
    for (const key of bindings.flatMap((row) => row.keys)) expect(text).toContain(`\`${keyName(key)}\``);
    expect(text).toMatch(/^# The keys\n/);
  });

  test('the palette has every action once, and the values of what has several', () => {
    const names = commands.map((command) => command.name);
    expect(names).toEqual([...new Set(names)]);
    expect(names).toEqual(
      expect.arrayContaining([
        'run or pause',
        'step trap',
        'speed max',
        'sort by cpu',
        'layout lens',
        'quit',
      ]),
    );
  });

  test('the palette finds by words, and puts first what starts with the text', () => {
    expect(matching('step').map((command) => command.name)).toEqual([
      'step trap',
      'step tick',
      'step switch',
    ]);
    expect(matching('real speed').map((command) => command.name)).toEqual([
      'speed real time',
      'speed 10x real time',
    ]);
    expect(matching('sort')[0]?.name).toBe('sort');
    expect(matching('no such thing')).toEqual([]);
  });
});
