// What becomes of a system call that a signal interrupts, and of the bytes that it was moving.

import { describe, expect, test } from 'vitest';
import type { Coroutine, Program, SigAction } from '../../kernel/abi.ts';
import { sys } from '../../userland/sys.ts';
import {
  answerOf,
  type Calls,
  decode,
  encode,
  errorOf,
  lines,
  machine,
  now,
  pause,
  readAll,
  runMain,
  slurp,
  start,
} from '../helpers.ts';

/** Catches SIGUSR1, which main then gets from a child after 100 ticks. */
function* interrupted(flags: SigAction['flags'] = []): Coroutine<void> {
  yield* sys.sigaction('SIGUSR1', { *handler() {}, flags });
  yield* start('sender');
}

const sender: Program = function* () {
  yield* pause(100);
  yield* sys.kill(2, 'SIGUSR1');
  yield* pause(100);
  return 6;
};

describe('a call that waits', () => {
  const calls: [string, () => Coroutine<unknown>, unknown][] = [
    [
      'read from a pipe',
      function* () {
        const [reader, writer] = yield* sys.pipe();
        yield* start('writer', { actions: [{ is: 'dup', from: writer, to: 1 }] });
        return decode(yield* sys.read(reader, 10));
      },
      'late',
    ],
    [
      'write to a full pipe',
      function* () {
        const [reader, writer] = yield* sys.pipe();
        yield* sys.write(writer, new Uint8Array(65536));
        yield* start('reader', { actions: [{ is: 'dup', from: reader, to: 0 }] });
        return yield* sys.write(writer, encode('more'));
      },
      4,
    ],
    [
      'waitpid',
      function* () {
        return (yield* sys.waitpid(3)).status;
      },
      { is: 'exited', code: 6 },
    ],
    [
      'read from the terminal',
      function* () {
        return decode(yield* sys.read(0, 100));
      },
      'typed\n',
    ],
  ];
  const programs: Record<string, Program> = {
    sender,
    *writer() {
      yield* pause(300);
      yield* sys.write(1, encode('late'));
    },
    *reader() {
      yield* pause(300);
      yield* readAll(0);
    },
  };

  function outcome(call: () => Coroutine<unknown>, flags: SigAction['flags']): unknown {
    const answers: unknown[] = [];
    const m = machine(
      function* () {
        yield* interrupted(flags);
        try {
          answers.push(yield* call());
        } catch (error) {
          answers.push((error as { code: string }).code);
        }
        yield* sys.kill(-1, 'SIGKILL');
      },
      { terminal: true, programs },
    );
    m.feed('typed\n', 5000);
    m.run();
    return answers[0];
  }

  test.each(calls)('%s fails with EINTR when a handler has run', (_, call) => {
    expect(outcome(call, [])).toBe('EINTR');
  });

  test.each(calls)('%s is made again after a handler with SA_RESTART', (_, call, expected) => {
    expect(outcome(call, ['SA_RESTART'])).toEqual(expected);
  });

  test.each<[string, Calls]>([
    ['pause', sys.pause()],
    ['sigsuspend', sys.sigsuspend([])],
  ])('%s fails with EINTR whatever SA_RESTART says', (_, call) => {
    const answer = answerOf(
      function* () {
        yield* interrupted(['SA_RESTART']);
        return yield* errorOf(call);
      },
      { programs },
    );
    expect(answer).toBe('EINTR');
  });

  test('nanosleep tells what is left, and that is as long as it would have slept', () => {
    const answer = answerOf(
      function* () {
        const began = yield* now();
        yield* interrupted(['SA_RESTART']);
        const left = yield* sys.nanosleep({ sec: 2, nsec: 0 });
        const woken = yield* now();
        const rest = yield* sys.nanosleep(left);
        return [left.sec, woken - began < 200, (yield* now()) - began, rest];
      },
      { programs },
    );
    expect(answer).toEqual([1, true, 2_000_007, { sec: 0, nsec: 0 }]);
  });

  test('nanosleep for ever tells of a time that can be slept again', () => {
    const answer = answerOf(
      function* () {
        yield* interrupted();
        const { sec, nsec } = yield* sys.nanosleep({ sec: Number.MAX_SAFE_INTEGER, nsec: 0 });
        return [Number.isSafeInteger(sec) && sec > 9e9, Number.isSafeInteger(nsec)];
      },
      { programs },
    );
    expect(answer).toEqual([true, true]);
  });

  test('is told of by strace: the end of the call, the signal, then what the handler does', () => {
    const told = runMain(
      function* () {
        yield* sys.sigaction('SIGUSR1', {
          *handler() {
            yield* sys.getpid();
          },
        });
        yield* start('sender');
        yield* errorOf(sys.pause());
      },
      { programs },
    );
    const all = lines(told, 2).split('\n');
    const from = all.findIndex((line) => line.includes('trap pause'));
    const words = all.slice(from).map((line) => line.split(' ').slice(2).join(' '));
    expect(words).toEqual([
      'trap pause()',
      'sleep pause on signals: no signal',
      'signal SIGUSR1 by 3',
      'wake from signals by 3',
      'switch from 3 asleep',
      'fail pause = EINTR',
      'trap getpid()',
      'return getpid = 2',
      'exit exited 0',
    ]);
  });
});

describe('nothing is lost', () => {
  const seeds = [1, 2, 3, 5, 8, 13, 21, 34];

  /** Every so many ticks a signal comes to both ends of a pipe; what arrives is what was sent. */
  test.each(seeds)('from a pipe when a signal comes each %i ticks', (interval) => {
    const SIZE = 300_000;
    const timer = { value: { sec: 0, nsec: interval * 7000 }, interval: { sec: 0, nsec: interval * 7000 } };
    const deaf = function* (restart: boolean): Coroutine {
      yield* sys.sigaction('SIGALRM', { *handler() {}, flags: restart ? ['SA_RESTART'] : [] });
      yield* sys.setitimer(timer);
    };
    const writer: Program = function* () {
      yield* deaf(interval % 2 === 0);
      const data = Uint8Array.from({ length: SIZE }, (_, i) => (i * 31) % 251);
      for (let at = 0; at < SIZE; ) {
        try {
          at += yield* sys.write(1, data.subarray(at, at + 70_000));
        } catch (error) {
          if ((error as { code: string }).code !== 'EINTR') throw error;
        }
      }
    };
    const answer = answerOf(
      function* () {
        const [reader, writerFd] = yield* sys.pipe();
        yield* start('writer', { actions: [{ is: 'dup', from: writerFd, to: 1 }] });
        yield* sys.close(writerFd);
        yield* deaf(interval % 3 === 0);
        let wrong = 0;
        for (let at = 0; ; ) {
          try {
            const data = yield* sys.read(reader, 1000);
            yield* sys.work(5);
            if (data.length === 0) return [at, wrong];
            for (const byte of data) if (byte !== (at++ * 31) % 251) wrong++;
          } catch (error) {
            if ((error as { code: string }).code !== 'EINTR') throw error;
          }
        }
      },
      { programs: { writer }, quantum: 50 + interval, unwatched: true },
    );
    expect(answer).toEqual([300_000, 0]);
  });

  test('of a large write: what went in is told, and the rest is not written', () => {
    const answer = answerOf(
      function* () {
        const [reader, writer] = yield* sys.pipe();
        yield* interrupted();
        const written = yield* sys.write(writer, new Uint8Array(100_000));
        yield* sys.close(writer);
        return [written, (yield* readAll(reader)).length];
      },
      { programs: { sender } },
    );
    expect(answer).toEqual([65536, 65536]);
  });

  test('of a write to a file', () => {
    const answer = answerOf(function* () {
      yield* sys.sigaction('SIGALRM', { *handler() {} });
      yield* sys.setitimer({ value: { sec: 0, nsec: 1000 }, interval: { sec: 0, nsec: 3000 } });
      const fd = yield* sys.open('/tmp/f', 0o101);
      let written = 0;
      for (let i = 0; i < 100; i++) written += yield* sys.write(fd, encode(`${i}\n`));
      yield* sys.setitimer({ value: { sec: 0, nsec: 0 }, interval: { sec: 0, nsec: 0 } });
      return [written, yield* slurp('/tmp/f')];
    });
    const text = Array.from({ length: 100 }, (_, i) => `${i}\n`).join('');
    expect(answer).toEqual([text.length, text]);
  });

  test('of a computation: a handler runs within it, at the tick of the signal', () => {
    const answer = answerOf(function* () {
      const at: number[] = [];
      const began = yield* now();
      yield* sys.sigaction('SIGALRM', {
        *handler() {
          at.push((yield* now()) - began);
        },
      });
      yield* sys.setitimer({ value: { sec: 0, nsec: 30e6 }, interval: { sec: 0, nsec: 50e6 } });
      const before = (yield* sys.times()).user;
      yield* sys.work(100_000);
      return [at, (yield* sys.times()).user - before];
    });
    expect(answer).toEqual([[30_003, 80_003], 100_000]);
  });
});

describe('a run with handlers', () => {
  const babble: Program = function* ([, peer]) {
    let got = 0;
    for (const signal of ['SIGUSR1', 'SIGUSR2', 'SIGALRM'] as const)
      yield* sys.sigaction(signal, {
        *handler() {
          got++;
          yield* sys.work(3);
        },
        flags: ['SA_RESTART'],
      });
    yield* sys.setitimer({ value: { sec: 0, nsec: 40_000 }, interval: { sec: 0, nsec: 70_000 } });
    for (let i = 0; i < 40; i++) {
      const [byte = 0] = yield* sys.getrandom(1);
      yield* sys.work(byte);
      yield* errorOf(sys.kill(Number(peer), byte % 2 ? 'SIGUSR1' : 'SIGUSR2'));
      yield* sys.nanosleep({ sec: 0, nsec: byte * 1000 });
    }
    return Math.min(got, 255);
  };
  const trace = (seed: string, cut: number) => {
    const m = machine(
      function* () {
        for (const signal of ['SIGUSR1', 'SIGUSR2'] as const) yield* sys.sigaction(signal, 'ignore');
        const pids = [yield* start('babble', {}, '4'), yield* start('babble', {}, '3')];
        const ends = [];
        for (const pid of pids) ends.push((yield* sys.waitpid(pid)).status);
        return ends.every((end) => end?.is === 'exited' && end.code > 40) ? 0 : 1;
      },
      { programs: { babble }, seed, quantum: 100 },
    );
    for (let at = cut; m.run(at) !== 'halted'; at += cut);
    return [lines(m), m.status] as const;
  };

  test.each(['a', 'b', 'c'])('is the same however it is cut, with seed %s', (seed) => {
    const [whole, status] = trace(seed, Number.MAX_SAFE_INTEGER);
    expect(status).toEqual({ is: 'exited', code: 0 });
    expect(trace(seed, 37)[0]).toBe(whole);
    expect(trace(seed, 1001)[0]).toBe(whole);
  });

  test('differs with the seed', () => {
    expect(trace('a', 1e9)[0]).not.toBe(trace('b', 1e9)[0]);
  });
});
