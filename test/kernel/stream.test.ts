import { expect, test } from 'vitest';
import { type Coroutine, O_RDWR, type Program } from '../../kernel/abi.ts';
import { post } from '../../kernel/interrupt.ts';
import { sys } from '../../userland/sys.ts';
import { decode, encode, errorOf, machine, pause, readAll, reapAll, say, start } from '../helpers.ts';

/** Runs main with this on standard input, a part at each tick, and tells what it tells. */
function withInput(main: (told: unknown[]) => Coroutine, parts: [at: number, text: string][], end?: number) {
  const told: unknown[] = [];
  const booted = machine(() => main(told));
  for (const [at, text] of parts) booted.feed(text, at);
  if (end !== undefined) booted.end(end);
  expect(booted.run()).toBe('halted');
  return told;
}

test('input is read as it comes, byte for byte, and no more of it than was asked for', () => {
  const told = withInput(
    function* (told) {
      for (const count of [2, 10, 10]) told.push(decode(yield* sys.read(0, count)));
    },
    [
      [10, 'abc\r\n'],
      [20, '\x03\x04'],
    ],
  );
  expect(told).toEqual(['ab', 'c\r\n', '\x03\x04']);
});

test('after the end of the input, what there was is read, and then the end, again and again', () => {
  const told = withInput(
    function* (told) {
      yield* pause(100);
      for (let i = 0; i < 3; i++) told.push(decode(yield* sys.read(0, 10)));
    },
    [[10, 'last']],
    20,
  );
  expect(told).toEqual(['last', '', '']);
});

test('the end wakes a reader that waits', () => {
  expect(
    withInput(
      function* (told) {
        told.push(yield* readAll(0));
      },
      [[10, 'all']],
      500,
    ),
  ).toEqual(['all']);
});

test('every byte value passes both ways', () => {
  const all = Uint8Array.from({ length: 256 }, (_, i) => i);
  const sent: Uint8Array[] = [];
  const booted = machine(function* () {
    yield* sys.write(1, yield* sys.read(0, 1000));
  }, {});
  booted.feed(all, 10);
  const stream = booted.kernel.devices.get('stdout');
  if (stream?.is !== 'stream') throw new Error('no stream');
  Object.assign(stream.stream, { output: (data: Uint8Array) => sent.push(data) });
  booted.run();
  expect(sent).toEqual([all]);
});

test('what was written is the host’s: the program may use its buffer again', () => {
  const booted = machine(function* () {
    const data = encode('first');
    yield* sys.write(1, data);
    data.set(encode('again'));
    yield* sys.write(1, data);
  });
  booted.run();
  expect(booted.output()).toBe('firstagain');
});

test('two readers of one stream get each byte once', () => {
  const parts: string[] = [];
  const reader: Program = function* () {
    for (;;) {
      const part = decode(yield* sys.read(0, 3));
      if (part === '') return;
      parts.push(part);
      yield* sys.sched_yield();
    }
  };
  const booted = machine(
    function* () {
      yield* start('reader');
      yield* start('reader');
      yield* reapAll();
    },
    { programs: { reader } },
  );
  booted.feed('abcdefghijkl', 100);
  booted.end(200);
  expect(booted.run()).toBe('halted');
  expect(parts.join('')).toBe('abcdefghijkl');
});

test('when nobody takes the output any more, a writer gets SIGPIPE, or EPIPE if it ignores that', () => {
  const booted = machine(
    function* () {
      yield* pause(100);
      yield* start('writer');
      yield* reapAll((_, status) => told.push(status));
      yield* sys.sigaction('SIGPIPE', 'ignore');
      told.push(yield* errorOf(say('x')));
    },
    { programs: { writer: () => say('x') } },
  );
  const told: unknown[] = [];
  post(booted.kernel, { is: 'hangup', device: 'stdout' }, 50);
  expect(booted.run()).toBe('halted');
  expect(told).toEqual([{ is: 'killed', signal: 'SIGPIPE' }, 'EPIPE']);
  expect(booted.output()).toBe('');
});

test('a stream can be opened by name, has no place to seek to, and is no terminal', () => {
  const told = withInput(
    function* (told) {
      const fd = yield* sys.open('/dev/host-stdin', O_RDWR);
      told.push(decode(yield* sys.read(fd, 10)), yield* errorOf(sys.lseek(fd, 0)));
      told.push(yield* errorOf(sys.ioctl(fd, 'TCGETS')), (yield* sys.fstat(fd)).kind);
    },
    [[10, 'x']],
  );
  expect(told).toEqual(['x', 'ESPIPE', 'ENOTTY', 'device']);
});
