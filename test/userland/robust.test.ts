// Whatever is given to a program, it ends with a status and a word of its own, never by its own exception.

import { describe, expect, test } from 'vitest';
import type { Coroutine, FileAction } from '../../kernel/abi.ts';
import { programs } from '../../userland/programs.ts';
import { sys } from '../../userland/sys.ts';
import { run } from './machine.ts';

// They do not end by themselves or soon, or end the machine.
const endless = ['init', 'shutdown', 'spin', 'top', 'usertests', 'yes'];

const situations: Record<string, FileAction[]> = {
  'as usual': [],
  'without standard input': [{ is: 'close', fd: 0 }],
  'without standard output': [{ is: 'close', fd: 1 }],
  'without anything open': [0, 1, 2].map((fd) => ({ is: 'close', fd })),
  'reading a directory': [{ is: 'open', fd: 0, path: '/bin', flags: 0, mode: 0 }],
  'writing to a full device': [{ is: 'open', fd: 1, path: '/dev/full', flags: 1, mode: 0 }],
};

const name = 'n'.repeat(300);
const operands = [
  [],
  ['--help'],
  ['--nosuch'],
  ['-?'],
  ['nosuch'],
  ['/bin'],
  ['f', 'f'],
  ['a', 'b', 'c', 'd'],
  [name],
  [''],
];

describe.each(programs.map(({ name }) => name).filter((name) => !endless.includes(name)))('%s', (program) => {
  test.each(Object.entries(situations))('%s', (_, actions) => {
    const ended: string[] = [];
    function* tryAll(): Coroutine<number> {
      for (const args of operands) {
        const pid = yield* sys.spawn(`/bin/${program}`, [program, ...args], {
          actions,
          env: { PATH: '/bin' },
        });
        const { status } = yield* sys.waitpid(pid);
        if (status?.is === 'killed' && status.signal === 'SIGABRT') ended.push(args.join(' '));
      }
      return 0;
    }
    const [outcome] = run([['try']], {
      files: { f: 'x\n' },
      programs: [{ path: '/bin/try', program: tryAll, about: '' }],
    });
    expect({ ended, stderr: ended.length > 0 ? outcome?.stderr : '' }).toEqual({ ended: [], stderr: '' });
  });
});
