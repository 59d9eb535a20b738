import { expect, test } from 'vitest';
import { O_RDWR } from '../../../kernel/abi.ts';
import { sys } from '../../../userland/sys.ts';
import { answerOf, errorOf, runMain, say, spill } from '../../helpers.ts';

test('/dev has the devices that are no hardware, and one for each that the machine was given', () => {
  const main = function* () {
    const fd = yield* sys.open('/dev', 0);
    return (yield* sys.readdir(fd)).map(({ name, kind }) => `${name} ${kind}`);
  };
  const names = [
    'null',
    'zero',
    'full',
    'random',
    'urandom',
    'tty',
    'stdin',
    'stdout',
    'stderr',
    'pts',
    'host-stdin',
    'host-stdout',
    'host-stderr',
    'tty0',
    'console',
  ];
  expect(answerOf(main)).toEqual(names.map((name) => `${name} ${name === 'pts' ? 'directory' : 'device'}`));
});

test('/dev/null takes everything and is always at its end', () => {
  const main = function* () {
    const fd = yield* sys.open('/dev/null', O_RDWR);
    return [
      yield* sys.write(fd, new Uint8Array(1000)),
      (yield* sys.read(fd, 10)).length,
      yield* sys.lseek(fd, 5),
    ];
  };
  expect(answerOf(main)).toEqual([1000, 0, 5]);
});

test('/dev/zero gives zeros without end, /dev/full has no room', () => {
  const main = function* () {
    const zero = yield* sys.open('/dev/zero', O_RDWR);
    const full = yield* sys.open('/dev/full', O_RDWR);
    const told: unknown[] = [[...(yield* sys.read(zero, 3))], (yield* sys.read(zero, 2 ** 53 - 1)).length];
    return [
      ...told,
      yield* sys.write(zero, new Uint8Array(5)),
      yield* errorOf(say('x', full)),
      [...(yield* sys.read(full, 2))],
    ];
  };
  expect(answerOf(main)).toEqual([[0, 0, 0], 2 ** 20, 5, 'ENOSPC', [0, 0]]);
});

test('/dev/random gives other bytes each time, the same ones for the same seed, others for another', () => {
  const main = function* () {
    const fd = yield* sys.open('/dev/random', 0);
    return [[...(yield* sys.read(fd, 20))], [...(yield* sys.getrandom(20))]];
  };
  const [first, again, other] = ['a', 'a', 'b'].map((seed) => answerOf(main, { seed }));
  expect(first).toEqual(again);
  expect(first).not.toEqual(other);
  expect(first?.[0]).not.toEqual(first?.[1]);
});

test('/dev/random gives every byte about as often', () => {
  const counts = answerOf(function* () {
    const counts = new Array<number>(256).fill(0);
    for (const byte of yield* sys.read(yield* sys.open('/dev/urandom', 0), 256 * 400)) counts[byte]!++;
    return counts;
  });
  expect(Math.min(...counts)).toBeGreaterThan(300);
  expect(Math.max(...counts)).toBeLessThan(500);
});

test('a device ignores O_TRUNC, and the console is the first terminal under another name', () => {
  const main = function* () {
    yield* spill('/dev/null', 'x');
    const { kind, mode, nlink, size } = yield* sys.stat('/dev/null');
    const same = (yield* sys.stat('/dev/tty0')).ino === (yield* sys.stat('/dev/console')).ino;
    return [
      kind,
      mode.toString(8),
      nlink,
      size,
      same,
      (yield* sys.stat('/dev')).dev !== (yield* sys.stat('/')).dev,
    ];
  };
  expect(answerOf(main)).toEqual(['device', '666', 1, 0, true, true]);
});

test('/dev/console is the first terminal', () => {
  const booted = runMain(function* () {
    yield* say('to the console', yield* sys.open('/dev/console', O_RDWR));
  });
  expect(booted.output('tty0')).toBe('to the console');
});

test('a session leader without a terminal gets the free one that it opens, and no other does', () => {
  const told: unknown[] = [];
  const who = function* () {
    yield* sys.open('/dev/tty0', O_RDWR);
    told.push(yield* errorOf(sys.open('/dev/tty', O_RDWR)));
  };
  runMain(
    function* () {
      yield* who(); // no leader
      const { pid } = yield* sys.waitpid(yield* sys.spawn('/bin/who', ['who'], { session: true }));
      yield* sys.waitpid(yield* sys.spawn('/bin/two', ['two'], { session: true }));
      return pid;
    },
    {
      programs: {
        who,
        *two() {
          const child = yield* sys.spawn('/bin/who', ['who'], { session: true });
          yield* who();
          yield* sys.waitpid(child);
        },
      },
    },
  );
  expect(told).toEqual(['ENXIO', 'ok', 'ok', 'ENXIO']);
});

test('/dev/stdin and its like are what the process has as those descriptors', () => {
  const main = function* () {
    const [reader, writer] = yield* sys.pipe();
    yield* sys.dup2(reader, 0);
    yield* sys.dup2(writer, 1);
    const out = yield* sys.open('/dev/stdout', O_RDWR);
    yield* say('through the pipe', out);
    const text = yield* sys.read(yield* sys.open('/dev/stdin', O_RDWR), 100);
    yield* sys.close(2);
    return [new TextDecoder().decode(text), yield* errorOf(sys.open('/dev/stderr', O_RDWR))];
  };
  expect(answerOf(main)).toEqual(['through the pipe', 'EBADF']);
});
