import { expect, it } from 'vitest';
import { type Coroutine, O_CREAT, O_WRONLY } from '../../kernel/abi.ts';
import { sys } from '../../userland/sys.ts';
import { runOnConsole } from './console.ts';

const ME = 1000;

// In /d, all of me: a file that may be written to, one that may not, an empty one, a link to it, a directory.
function* asMe(argv: string[]): Coroutine<number> {
  yield* sys.mkdir('/d');
  yield* sys.chown('/d', ME, ME);
  yield* sys.chdir('/d');
  yield* sys.setgid(ME);
  yield* sys.setuid(ME);
  for (const [name, mode] of [
    ['open', 0o644],
    ['kept', 0o444],
    ['empty', 0o444],
  ] as const) {
    const fd = yield* sys.open(name, O_WRONLY | O_CREAT, mode);
    if (name !== 'empty') yield* sys.write(fd, new Uint8Array([10]));
    yield* sys.close(fd);
  }
  yield* sys.symlink('empty', 'link');
  yield* sys.mkdir('sub', 0o555);
  yield* sys.execve(`/bin/${argv[1]}`, argv.slice(1), { PATH: '/bin' });
  return 0;
}

function* unattended(argv: string[]): Coroutine<number> {
  yield* sys.close(0);
  return yield* asMe(argv);
}

async function screenOf(...argv: string[]) {
  const keys = [...'nyn'].map((key, i) => [1_000 * (i + 1), `${key}\r`] as const);
  const { screen, status } = await runOnConsole(argv, { keys, programs: { asMe, unattended } });
  return [...screen, status];
}

it('rm asks a person before it removes what may not be written to, though a link has no mode of its own', async () => {
  expect(await screenOf('/bin/asMe', 'rm', '-d', 'open', 'kept', 'empty', 'link', 'sub')).toEqual([
    "rm: remove write-protected regular file 'kept'? n",
    "rm: remove write-protected regular empty file 'empty'? y",
    "rm: remove write-protected directory 'sub'? n",
    0,
  ]);
});

it.each([
  ['with -f', ['/bin/asMe', 'rm', '-f', 'kept']],
  ['if it is not a person who would answer', ['/bin/unattended', 'rm', 'kept']],
])('rm asks nothing %s', async (_, argv) => {
  expect(await screenOf(...argv)).toEqual([0]);
});
