// Every test/scripts/<topic>/<case>.sh is run by the shell inside, and says in comments what must come of it:
//
//     # stdin: a line of standard input
//     # expect: a line of standard output
//     # expect-stderr: a line of standard error
//     # status: 1
//
// Output is compared whole, so what is not expected must not be there; the status is 0 where nothing is said. Every
// expected line ends in a newline. To add a test: add a file.

import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { machineOf, runMachine } from './session.ts';

const scripts = new URL('scripts/', import.meta.url);

function namesIn(directory: URL): string[] {
  return readdirSync(directory).sort();
}

function comments(text: string, word: string): string {
  const lines = text.matchAll(new RegExp(`^# ${word}:(?: (.*))?$`, 'gm'));
  return Array.from(lines, ([, line = '']) => `${line}\n`).join('');
}

describe.each(namesIn(scripts))('scripts: %s', (topic) => {
  const directory = new URL(`${topic}/`, scripts);
  it.each(namesIn(directory).filter((name) => name.endsWith('.sh')))('%s', (name) => {
    const text = readFileSync(new URL(name, directory), 'utf8');
    const machine = { ...machineOf('-c', ''), argv: ['/bin/init', '/bin/sh', name] };
    const files = [{ path: `/home/me/${name}`, text }];
    const { stdout, stderr, status } = runMachine({ ...machine, files }, comments(text, 'stdin'));
    expect({ stdout, stderr, status }).toEqual({
      stdout: comments(text, 'expect'),
      stderr: comments(text, 'expect-stderr'),
      status: Number(comments(text, 'status') || 0),
    });
  });
});
