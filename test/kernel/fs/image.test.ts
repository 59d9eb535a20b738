import { expect, test } from 'vitest';
import { sys } from '../../../userland/sys.ts';
import { answerOf, slurp, status } from '../../helpers.ts';

const image = [
  { path: '/etc/motd', text: 'hello\n' },
  { path: '/etc/deep/er/secret', text: 'é', mode: 0o600 },
  { path: 'relative', text: '' },
  { path: '/var/log', directory: true, mode: 0o700 } as const,
  { path: '/usr/bin/tool', about: 'a tool\n', program: function* () {} },
];

test('the image’s files are there when the machine starts, and the directories that lead to them', () => {
  const main = function* () {
    const told: string[] = [];
    for (const path of [
      '/etc',
      '/etc/motd',
      '/etc/deep/er',
      '/etc/deep/er/secret',
      '/relative',
      '/var/log',
      '/usr/bin/tool',
    ]) {
      const { kind, mode, size, uid } = yield* sys.stat(path);
      told.push(`${path} ${kind} ${mode.toString(8)} ${size} ${uid}`);
    }
    return told;
  };
  expect(answerOf(main, { image })).toEqual([
    '/etc directory 755 2 0', // a directory's size is how many entries it has
    '/etc/motd file 644 6 0',
    '/etc/deep/er directory 755 1 0',
    '/etc/deep/er/secret file 600 2 0',
    '/relative file 644 0 0',
    '/var/log directory 700 0 0',
    '/usr/bin/tool file 755 7 0',
  ]);
});

test('a program of the image runs, and reads as what it is about', () => {
  const main = function* () {
    yield* sys.link('/usr/bin/tool', '/bin/tool');
    return [yield* status('tool'), yield* slurp('/usr/bin/tool')];
  };
  expect(answerOf(main, { image })).toEqual([{ is: 'exited', code: 0 }, 'a tool\n']);
});
