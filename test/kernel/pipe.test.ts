import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Coroutine, PIPE_BUF, PIPE_SIZE, type Program } from '../../kernel/abi.ts';
import { inspect } from '../../kernel/inspect.ts';
import { sys } from '../../userland/sys.ts';
import {
  answerOf,
  decode,
  encode,
  errorOf,
  leftovers,
  machine,
  NOTHING,
  pause,
  reapAll,
  runMain,
  say,
  start,
} from '../helpers.ts';

/** Starts a program with a pipe's reading end as 0 or its writing end as 1, and nothing else of the pipe. */
function* startOn(name: string, end: 0 | 1, [reader, writer]: [number, number]): Coroutine<number> {
  const actions = [
    { is: 'dup', from: end === 0 ? reader : writer, to: end },
    { is: 'close', fd: reader },
    { is: 'close', fd: writer },
  ] as const;
  return yield* start(name, { actions: [...actions] });
}

describe('a pipe', () => {
  test('gives the two lowest free descriptors, the reading end first', () => {
    const main = function* () {
      yield* sys.close(1);
      const first = yield* sys.pipe();
      return [first, yield* sys.pipe()];
    };
    expect(answerOf(main)).toEqual([
      [1, 3],
      [4, 5],
    ]);
  });

  test('can be read at one end only and written at the other only', () => {
    const main = function* () {
      const [reader, writer] = yield* sys.pipe();
      return [yield* errorOf(sys.write(reader, encode('x'))), yield* errorOf(sys.read(writer, 1))];
    };
    expect(answerOf(main)).toEqual(['EBADF', 'EBADF']);
  });

  test('gives what there is, and does not wait for as much as was asked for', () => {
    const main = function* () {
      const [reader, writer] = yield* sys.pipe();
      yield* say('abc', writer);
      return [decode(yield* sys.read(reader, 2)), decode(yield* sys.read(reader, 100))];
    };
    expect(answerOf(main)).toEqual(['ab', 'c']);
  });

  test('cannot seek, and tells by stat that it is a pipe and how much is in it', () => {
    const main = function* () {
      const [reader, writer] = yield* sys.pipe();
      yield* say('abc', writer);
      const { kind, size } = yield* sys.fstat(reader);
      return [
        kind,
        size,
        yield* errorOf(sys.lseek(reader, 0)),
        yield* errorOf(sys.ioctl(reader, 'TIOCGWINSZ')),
      ];
    };
    expect(answerOf(main)).toEqual(['pipe', 3, 'ESPIPE', 'ENOTTY']);
  });

  test('reading or writing no bytes never waits', () => {
    const main = function* () {
      const [reader, writer] = yield* sys.pipe();
      const none = (yield* sys.read(reader, 0)).length;
      yield* sys.write(writer, new Uint8Array(PIPE_SIZE));
      return [none, yield* sys.write(writer, new Uint8Array(0)), (yield* sys.read(reader, PIPE_SIZE)).length];
    };
    expect(answerOf(main)).toEqual([0, 0, PIPE_SIZE]);
  });
});

test('an empty pipe makes its reader wait until the writer has put something in', () => {
  const seen: string[] = [];
  const child: Program = function* () {
    seen.push('reader reads');
    seen.push(`reader got ${decode(yield* sys.read(0, 10))}`);
  };
  runMain(
    function* () {
      const ends = yield* sys.pipe();
      yield* startOn('child', 0, ends);
      yield* pause(1000);
      seen.push('writer writes');
      yield* say('x', ends[1]);
      yield* reapAll();
    },
    { programs: { child } },
  );
  expect(seen).toEqual(['reader reads', 'writer writes', 'reader got x']);
});

test('a full pipe makes its writer wait until the reader has made room', () => {
  const seen: string[] = [];
  const child: Program = function* () {
    seen.push(`wrote ${yield* sys.write(1, new Uint8Array(PIPE_SIZE))}`);
    seen.push(`wrote ${yield* sys.write(1, new Uint8Array(1))}`);
  };
  runMain(
    function* () {
      const ends = yield* sys.pipe();
      yield* startOn('child', 1, ends);
      yield* pause(1000);
      seen.push(`reads ${(yield* sys.read(ends[0], 1)).length}`);
      yield* reapAll();
    },
    { programs: { child } },
  );
  expect(seen).toEqual(['wrote 65536', 'reads 1', 'wrote 1']);
});

describe('the end of the file', () => {
  test('comes after the last of several writers has closed, and not before', () => {
    const child: Program = function* () {
      yield* pause(1000);
      yield* say('late');
    };
    const main = function* () {
      const ends = yield* sys.pipe();
      yield* startOn('child', 1, ends);
      const again = yield* sys.dup(ends[1]);
      yield* sys.close(ends[1]);
      yield* say('early', again);
      yield* sys.close(again);
      const parts: string[] = [];
      for (let i = 0; i < 4; i++) parts.push(decode(yield* sys.read(ends[0], 10)));
      return parts;
    };
    expect(answerOf(main, { programs: { child } })).toEqual(['early', 'late', '', '']);
  });

  test('wakes a reader that sleeps, when the writer is killed', () => {
    const child: Program = function* () {
      yield* sys.work(1e9);
    };
    const main = function* () {
      const ends = yield* sys.pipe();
      const pid = yield* startOn('child', 1, ends);
      yield* sys.close(ends[1]);
      yield* start('killer', {}, String(pid));
      return (yield* sys.read(ends[0], 10)).length;
    };
    const killer: Program = function* ([, pid]) {
      yield* sys.kill(Number(pid), 'SIGKILL');
    };
    expect(answerOf(main, { programs: { child, killer } })).toBe(0);
  });
});

describe('without readers', () => {
  test('a write ends the writer by SIGPIPE', () => {
    const ended = runMain(function* () {
      const [reader, writer] = yield* sys.pipe();
      yield* sys.close(reader);
      yield* say('x', writer);
    });
    expect(ended.status).toEqual({ is: 'killed', signal: 'SIGPIPE' });
  });

  test('a writer that ignores SIGPIPE is told EPIPE, though not for no bytes', () => {
    const main = function* () {
      yield* sys.sigaction('SIGPIPE', 'ignore');
      const [reader, writer] = yield* sys.pipe();
      yield* sys.close(reader);
      return [yield* errorOf(say('x', writer)), yield* errorOf(say('', writer))];
    };
    expect(answerOf(main)).toEqual(['EPIPE', 'ok']);
  });

  test('a writer that sleeps is woken; what went in before is told, and the next write fails', () => {
    const seen: unknown[] = [];
    const child: Program = function* () {
      yield* sys.sigaction('SIGPIPE', 'ignore');
      seen.push(yield* sys.write(1, new Uint8Array(PIPE_SIZE + 10)));
      seen.push(yield* errorOf(sys.write(1, new Uint8Array(1))));
    };
    runMain(
      function* () {
        const ends = yield* sys.pipe();
        yield* startOn('child', 1, ends);
        yield* sys.close(ends[1]);
        yield* pause(1000);
        yield* sys.close(ends[0]);
        yield* reapAll();
      },
      { programs: { child } },
    );
    expect(seen).toEqual([PIPE_SIZE, 'EPIPE']);
  });
});

describe('a write', () => {
  /** One reader that takes `step` bytes at a time; `writers` processes that each write `count` times `size` bytes. */
  function race(size: number, count: number, writers: number, step: number): string {
    const writer: Program = function* ([, letter]) {
      const block = encode((letter as string).repeat(size));
      for (let i = 0; i < count; i++) {
        for (let rest = block; rest.length > 0; ) rest = rest.subarray(yield* sys.write(1, rest));
        yield* sys.work(7);
      }
    };
    const main = function* () {
      const ends = yield* sys.pipe();
      for (let i = 0; i < writers; i++) {
        const actions = [{ is: 'dup', from: ends[1], to: 1 } as const, { is: 'close', fd: ends[1] } as const];
        yield* start('writer', { actions }, 'abcdef'[i] as string);
      }
      yield* sys.close(ends[1]);
      let all = '';
      for (;;) {
        const part = yield* sys.read(ends[0], step);
        if (part.length === 0) break;
        all += decode(part);
      }
      yield* reapAll();
      return all;
    };
    return answerOf(main, { programs: { writer }, quantum: 100 });
  }

  test('of up to PIPE_BUF bytes goes in whole, though writers race for a pipe that is full', () => {
    const all = race(PIPE_BUF, 20, 4, 1000);
    expect(all.length).toBe(4 * 20 * PIPE_BUF);
    for (let at = 0; at < all.length; at += PIPE_BUF)
      expect(new Set(all.slice(at, at + PIPE_BUF)).size).toBe(1);
  });

  test('of more than PIPE_BUF bytes may be split, but every byte arrives', () => {
    const all = race(50_000, 3, 3, 9000);
    for (const letter of 'abc') expect(all.split(letter).length - 1).toBe(150_000);
  });

  test('of more than the pipe holds waits until all is in', () => {
    const main = function* () {
      const ends = yield* sys.pipe();
      yield* startOn('drain', 0, ends);
      return yield* sys.write(ends[1], new Uint8Array(3 * PIPE_SIZE + 5));
    };
    const drain: Program = function* () {
      while ((yield* sys.read(0, 10_000)).length > 0) yield* sys.work(3);
    };
    expect(answerOf(main, { programs: { drain } })).toBe(3 * PIPE_SIZE + 5);
  });
});

test('bytes arrive all, once and in order, whatever the sizes of reads and writes and however the two interleave', () => {
  const sizes = fc.array(fc.integer({ min: 1, max: 30_000 }), { minLength: 1, maxLength: 12 });
  fc.assert(
    fc.property(sizes, sizes, fc.integer({ min: 3, max: 60 }), (writes, reads, quantum) => {
      const child: Program = function* () {
        let next = 0;
        for (const size of writes) {
          const data = Uint8Array.from({ length: size }, () => next++ % 251);
          for (let at = 0; at < size; ) at += yield* sys.write(1, data.subarray(at));
          yield* sys.work(size % 11);
        }
      };
      const main = function* () {
        const ends = yield* sys.pipe();
        yield* startOn('child', 1, ends);
        yield* sys.close(ends[1]);
        let next = 0;
        for (let i = 0; ; i++) {
          const data = yield* sys.read(ends[0], reads[i % reads.length] as number);
          if (data.length === 0) return next;
          for (const byte of data) if (byte !== next++ % 251) return `byte ${next} is wrong`;
        }
      };
      expect(answerOf(main, { programs: { child }, quantum, unwatched: true })).toBe(
        writes.reduce((sum, size) => sum + size, 0),
      );
    }),
    { numRuns: 40 },
  );
});

test('who sleeps on a pipe can be asked for, with the reason and who could wake it', () => {
  const asleep: Program = function* () {
    yield* sys.read(0, 1);
  };
  const booted = machine(
    function* () {
      const ends = yield* sys.pipe();
      yield* startOn('asleep', 0, ends);
      yield* pause(1000);
    },
    { programs: { asleep } },
  );
  booted.run(500);
  const { queues, processes } = inspect(booted.kernel);
  expect(queues.find((queue) => queue.sleepers.includes(3))).toEqual({
    name: 'pipe#1 readers',
    reason: 'pipe empty',
    sleepers: [3],
    wakers: [2],
    wakeSource: null,
  });
  expect(processes[2]).toMatchObject({
    call: 'read(0, 1)',
    waitsFor: 'pipe#1 readers: pipe empty',
    wakers: [2],
  });
  expect(booted.run()).toBe('halted');
  expect(leftovers(booted)).toEqual(NOTHING);
});

test('two processes that each wait for the other to write are idle for ever, and use no time', () => {
  const child: Program = function* () {
    yield* sys.read(0, 1);
  };
  const booted = machine(
    function* () {
      const ends = yield* sys.pipe();
      yield* start('child', { actions: [{ is: 'dup', from: ends[0], to: 0 }] });
      yield* sys.read(ends[0], 1);
    },
    { programs: { child } },
  );
  expect(booted.run()).toBe('idle');
  const { now } = booted.kernel.clock;
  expect(booted.run()).toBe('idle');
  expect(booted.kernel.clock.now).toBe(now);
});
