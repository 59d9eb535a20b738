// Files that are executable and no programs: scripts, for the interpreter that their first line names.

import { expect, it } from 'vitest';
import { run } from './machine.ts';

const files = {
  '/home/plain': '#!\necho "plain $0 $1"\n',
  '/home/hi': '#!/bin/echo hi there \n',
  '/home/nested': '#! ./hi\n',
  '/home/missing': '#!/no/such\n',
  '/home/loop': '#!./loop\n',
  '/home/binary': '#!/bin/sh\n\0',
};

it.each([
  ['./plain a', { stdout: 'plain ./plain a\n', stderr: '', status: 0 }],
  ['./hi a b; env ./hi c', { stdout: 'hi there ./hi a b\nhi there ./hi c\n', stderr: '', status: 0 }],
  ['./nested a', { stdout: 'hi there ./hi ./nested a\n', stderr: '', status: 0 }],
  ['./missing', { stdout: '', stderr: 'sh: 1: ./missing: not found\n', status: 127 }],
  ['./loop', { stdout: '', stderr: 'sh: 1: ./loop: Too many levels of symbolic links\n', status: 126 }],
  ['./binary', { stdout: '', stderr: 'sh: 1: ./binary: Exec format error\n', status: 126 }],
  ['env ./binary', { stdout: '', stderr: "env: './binary': Exec format error\n", status: 126 }],
])('%s', (script, outcome) => {
  expect(run(script, { files })).toEqual(outcome);
});

it('without a PATH there are no programs, and the shell does not look elsewhere', () => {
  const outcome = { stdout: '127\n127\n', stderr: 'sh: 1: ls: not found\n', status: 0 };
  for (const script of ['PATH=', 'unset PATH'])
    expect(run(`${script}; ls; echo $?; command -v ls; echo $?`)).toEqual(outcome);
  expect(run('PATH= ls; ls -d /')).toEqual({ ...outcome, stdout: '/\n' });
});
