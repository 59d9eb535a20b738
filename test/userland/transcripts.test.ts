// Every file in transcripts/ is a session: commands, each with what came of it.
//
//     $ head -n 1 notes nosuch
//     ==> notes <==
//     milk
//     2> head: cannot open 'nosuch' for reading: No such file or directory
//     => 1
//
// First standard output as it is, then standard error after `2> `, then the exit status, unless it is 0. Output that
// does not end in a newline is followed by a line that says so. A line after `# ` is a comment. The commands are run
// by the shell, one after the other, in a directory that is empty at first.
//
// The sessions were recorded with GNU coreutils, grep and find in the C locale; what tinyos does otherwise by intent
// is written by hand. To add a case: add a command, and what is right.

import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import shell from '../../shell/sh/main.ts';
import { type Outcome, run } from './machine.ts';

const directory = new URL('transcripts/', import.meta.url);
const sh = { path: '/bin/sh', program: shell, about: 'sh\n' };

test.each(readdirSync(directory).sort())('%s', (name) => {
  const text = readFileSync(new URL(name, directory), 'utf8');
  const lines = text.split('\n').filter((line) => /^[$#] /.test(line));
  const commands = lines.filter((line) => line.startsWith('$ ')).map((line) => ['sh', '-c', line.slice(2)]);
  const outcomes = run(commands, { programs: [sh] });
  const replayed = lines.map((line) => (line.startsWith('#') ? `${line}\n` : show(line, outcomes.shift()!)));
  expect(replayed.join('')).toBe(text);
});

function show(command: string, { stdout, stderr, status }: Outcome): string {
  const errors = wholeLines(stderr).replace(/^/gm, '2> ').replace(/2> $/, '');
  return `${command}\n${wholeLines(stdout)}${errors}${status === 0 ? '' : `=> ${status}\n`}`;
}

function wholeLines(text: string): string {
  return text === '' || text.endsWith('\n') ? text : `${text}\n\\ no newline at the end\n`;
}
