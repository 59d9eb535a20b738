import { describe, expect, test } from 'vitest';
import { type Coroutine, O_RDONLY, type Program } from '../../kernel/abi.ts';
import { inspect } from '../../kernel/inspect.ts';
import { sys } from '../../userland/sys.ts';
import {
  answerOf,
  encode,
  errorOf,
  leftovers,
  machine,
  NOTHING,
  pause,
  readAll,
  reapAll,
  runMain,
  start,
} from '../helpers.ts';

/** Starts a program, stopped; opens its trace; lets it go; and tells all that the trace says. */
function traceOf(program: Program, meanwhile = function* (_pid: number): Coroutine {}): string[] {
  return answerOf(
    function* () {
      const pid = yield* start('traced', { stopped: true });
      const fd = yield* sys.open(`/proc/${pid}/trace`, O_RDONLY);
      yield* sys.kill(pid, 'SIGCONT');
      yield* meanwhile(pid);
      const text = yield* readAll(fd);
      yield* reapAll();
      return text.split('\n');
    },
    { programs: { traced: program } },
  );
}

describe('the trace of a process', () => {
  test('has a line for each system call, as strace prints it, and for the end', () => {
    const lines = traceOf(function* () {
      yield* sys.getpid();
      yield* sys.write(1, encode('hi\n'));
      yield* errorOf(sys.open('/none', O_RDONLY));
      yield* sys.work(5);
      return 3;
    });
    expect(lines).toEqual([
      'getpid() = 3',
      'write(1, "hi\\n", 3) = 3',
      'open("/none", O_RDONLY) = -1 ENOENT (No such file or directory)',
      'work(5) = 0',
      '+++ exited with 3 +++',
      '',
    ]);
  });

  test('shows the exit call, which does not return', () => {
    const lines = traceOf(function* () {
      yield* sys.exit(4);
    });
    expect(lines).toEqual(['exit(4) = ?', '+++ exited with 4 +++', '']);
  });

  test('shows signals, stops and what killed it', () => {
    const lines = traceOf(
      function* () {
        yield* pause(1000);
      },
      function* (pid) {
        yield* pause(10);
        yield* sys.kill(pid, 'SIGTSTP');
        yield* pause(10);
        yield* sys.kill(pid, 'SIGCONT');
        yield* pause(10);
        yield* sys.kill(pid, 'SIGTERM');
      },
    );
    expect(lines).toEqual([
      '--- SIGTSTP (Stopped) ---',
      '--- stopped by SIGTSTP ---',
      '--- SIGTERM (Terminated) ---',
      '+++ killed by SIGTERM +++',
      '',
    ]);
  });

  test('that is longer than what is kept makes the process wait for its reader; no line is lost', () => {
    const calls = 5000;
    const lines = traceOf(
      function* () {
        for (let i = 0; i < calls; i++) yield* sys.umask(i);
      },
      () => pause(1_000_000),
    );
    expect(lines.length).toBe(calls + 2);
    expect(lines[0]).toBe('umask(00) = 022');
    expect(lines[calls - 1]).toBe(
      `umask(0${(calls - 1).toString(8)}) = 0${((calls - 2) & 0o777).toString(8)}`,
    );
  });

  test('has one reader at a time, and who is refused leaves nothing behind', () => {
    const counts: number[] = [];
    const booted: ReturnType<typeof machine> = machine(
      function* () {
        const pid = yield* start('child');
        const fd = yield* sys.open(`/proc/${pid}/trace`, O_RDONLY);
        counts.push(booted.kernel.openFiles);
        told.push(yield* errorOf(sys.open(`/proc/${pid}/trace`, O_RDONLY)));
        counts.push(booted.kernel.openFiles);
        yield* sys.close(fd);
        told.push(yield* errorOf(sys.open(`/proc/${pid}/trace`, O_RDONLY)));
        yield* sys.kill(pid, 'SIGKILL');
      },
      { programs: { child: () => pause(1e6) } },
    );
    const told: string[] = [];
    expect(booted.run()).toBe('halted');
    expect([told, counts]).toEqual([
      ['EBUSY', 'ok'],
      [4, 4],
    ]);
    expect(leftovers(booted)).toEqual(NOTHING);
  });

  test('may be read by descriptors that share it; it ends with the last of them', () => {
    const main = function* () {
      const pid = yield* start('child');
      const fd = yield* sys.open(`/proc/${pid}/trace`, O_RDONLY);
      const copy = yield* sys.dup(fd);
      yield* sys.close(fd);
      yield* pause(1000);
      const text = new TextDecoder().decode(yield* sys.read(copy, 1000));
      yield* sys.close(copy);
      yield* sys.kill(pid, 'SIGKILL');
      return text;
    };
    expect(
      answerOf(main, {
        programs: {
          *child() {
            yield* pause(500);
            yield* sys.getpid();
            yield* pause(1e6);
          },
        },
      }),
    ).toBe('nanosleep({sec: 0, nsec: 500000}) = 0\ngetpid() = 3\n');
  });

  test('cannot be written, has no offset, and shows a process that has ended as at its end', () => {
    const main = function* () {
      const pid = yield* start('brief');
      yield* pause(100);
      const fd = yield* sys.open(`/proc/${pid}/trace`, 2);
      const told = [(yield* sys.read(fd, 100)).length, yield* errorOf(sys.lseek(fd, 0))];
      return [...told, yield* errorOf(sys.write(fd, encode('x'))), (yield* sys.fstat(fd)).kind];
    };
    expect(answerOf(main, { programs: { *brief() {} } })).toEqual([0, 'ESPIPE', 'EBADF', 'device']);
  });
});

describe('a process that waits for the reader of its trace', () => {
  const chatty: Program = function* () {
    for (let i = 0; ; i++) yield* sys.umask(i);
  };
  /** A machine in which pid 3 waits for its reader, when main goes on at about tick 100,000. */
  function behind(then: (fd: number) => Coroutine) {
    return machine(
      function* () {
        const pid = yield* start('chatty');
        const fd = yield* sys.open(`/proc/${pid}/trace`, O_RDONLY);
        yield* pause(100_000);
        yield* then(fd);
        yield* pause(1000);
        yield* sys.kill(pid, 'SIGKILL');
        yield* reapAll();
      },
      { programs: { chatty }, unwatched: true },
    );
  }
  const view = (booted: ReturnType<typeof machine>) => inspect(booted.kernel).processes[2];

  test('sleeps, and says why', () => {
    const booted = behind(function* () {});
    booted.run(90_000);
    expect(view(booted)).toMatchObject({ state: 'sleeping', waitsFor: 'trace of 3: tracer lags behind' });
    expect(booted.run()).toBe('halted');
    expect(leftovers(booted)).toEqual(NOTHING);
  });

  test('goes on when the reader closes the trace', () => {
    const booted = behind((fd) =>
      (function* () {
        yield* sys.close(fd);
      })(),
    );
    booted.run(90_000);
    const before = view(booted)?.traps as number;
    booted.run(100_500);
    expect(view(booted)?.traps).toBeGreaterThan(before + 50);
    expect(booted.run()).toBe('halted');
  });

  test('can be stopped and continued, and its call is made once', () => {
    const masks: number[] = [];
    const counter: Program = function* () {
      for (let i = 0; i < 4000; i++) masks.push(yield* sys.umask(i & 0o777));
    };
    const booted = runMain(
      function* () {
        const pid = yield* start('counter');
        const fd = yield* sys.open(`/proc/${pid}/trace`, O_RDONLY);
        yield* pause(100_000);
        yield* sys.kill(pid, 'SIGSTOP');
        yield* pause(10);
        yield* sys.kill(pid, 'SIGCONT');
        yield* pause(10);
        yield* readAll(fd);
        yield* reapAll();
      },
      { programs: { counter }, unwatched: true },
    );
    expect(masks).toEqual([0o22, ...Array.from({ length: 3999 }, (_, i) => i & 0o777)]);
    expect(leftovers(booted)).toEqual(NOTHING);
  });
});
