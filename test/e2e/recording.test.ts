import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { twoConsoleMachine } from '../../shell/host/machines.ts';
import { parseArguments } from '../../shell/host/options.ts';
import { printHead } from '../../shell/host/tape.ts';
import { inDirectory, start, tinyos } from './command.ts';

const COMMANDS =
  'yes | head -1000 | sort | uniq -c; head -c 8 /dev/random | wc -c; ps; cat; echo end >&2; exit 5';

describe('--hash', () => {
  it('is the same for the same run, and that of the lines of --trace', async () => {
    await inDirectory(async (directory) => {
      const trace = join(directory, 'trace');
      const first = await tinyos(['--seed', '7', '--hash', '-c', COMMANDS], 'x\n');
      const second = await tinyos(['--seed', '7', '--hash', '--trace', trace, '-c', COMMANDS], 'x\n');
      const other = await tinyos(['--seed', '8', '--hash', '-c', COMMANDS], 'x\n');
      const digest = createHash('sha256').update(readFileSync(trace)).digest('hex');
      expect(first.stderr).toBe(`end\nhash: ${digest}\n`);
      expect(second).toEqual(first);
      expect(other.stdout).toBe(first.stdout);
      expect(other.stderr).not.toBe(first.stderr);
    });
  });
});

describe('--trace', () => {
  it('that cannot be written is told in one line', async () => {
    const { stdout, stderr, status } = await tinyos(['--trace', '/dev/full', '-c', 'echo out']);
    expect({ stdout, stderr, status }).toEqual({
      stdout: 'out\n',
      stderr: "tinyos: cannot write '/dev/full': no space left on device\n",
      status: 2,
    });
  });
});

describe('--record and --replay', () => {
  it('make the same output, exit status and hash', async () => {
    await inDirectory(async (directory) => {
      const tape = join(directory, 'tape');
      const recorded = await tinyos(['--record', tape, '--hash', '-c', COMMANDS], 'some\ninput\n');
      expect(recorded).toMatchObject({ status: 5, stdout: expect.stringContaining('some\ninput\n') });
      expect(await tinyos(['--replay', tape, '--hash'])).toEqual(recorded);
    });
  });

  it('show the first terminal of a machine with two', async () => {
    await inDirectory(async (directory) => {
      const tape = join(directory, 'tape');
      const head = printHead(twoConsoleMachine(parseArguments(['--seed', '7'])));
      writeFileSync(
        tape,
        [...head, '500000 input tty2 "echo hidden\\r"', 'end 1000000 status 0', ''].join('\n'),
      );
      const { stdout, stderr, status } = await tinyos(['--replay', tape]);
      expect({ stderr, status }).toEqual({ stderr: '', status: 0 });
      expect(stdout.match(/init: process 1.*|tinyos:~|hidden/g)).toEqual([
        'init: process 1 starts shells on /dev/tty1 and /dev/tty2',
        'tinyos:~',
      ]);
    });
  });

  it('make the same panic', async () => {
    await inDirectory(async (directory) => {
      const tape = join(directory, 'tape');
      const crash = "su -c 'echo c > /proc/sysrq-trigger'";
      const recorded = await tinyos(['--record', tape, '--hash', '-c', `echo out; ${crash}`]);
      expect(recorded).toMatchObject({ status: 70, stdout: 'out\n' });
      expect(recorded.stderr).toMatch(
        /^tinyos: kernel panic at tick \d+: Error: crash triggered by sysrq\n {2}process \d+ \(.*\), running, in write\n {2}\d+ processes, \d+ switches\nhash: \w{64}\n$/,
      );
      expect(await tinyos(['--replay', tape, '--hash'])).toEqual(recorded);
    });
  });

  it('tell if the run has become another one', async () => {
    await inDirectory(async (directory) => {
      const tape = join(directory, 'tape');
      await tinyos(['--record', tape, '-c', 'cat | sort'], 'input\n');
      writeFileSync(tape, readFileSync(tape, 'utf8').replace('input\\n', 'output\\n'));
      const { stdout, stderr, status } = await tinyos(['--replay', tape]);
      expect({ stdout, status }).toEqual({ stdout: 'output\n', status: 1 });
      expect(stderr).toMatch(
        /^tinyos: this run is not the recorded one: its trace has the hash \w{64}, the tape says \w{64}\n$/,
      );
    });
  });

  it('refuse a broken tape with one line', async () => {
    await inDirectory(async (directory) => {
      const tape = join(directory, 'tape');
      const complaints = [];
      for (const text of ['', 'tinyos tape 9\n', 'tinyos tape 1\nseed "1"\n']) {
        writeFileSync(tape, text);
        complaints.push(await tinyos(['--replay', tape]));
      }
      await tinyos(['--record', tape, '-c', '']);
      writeFileSync(tape, readFileSync(tape, 'utf8').replace('policy rr', 'policy best'));
      complaints.push(await tinyos(['--replay', tape]));
      expect(complaints.map(({ stderr, status }) => [stderr.replace(tape, 'TAPE'), status])).toEqual([
        [`tinyos: cannot replay 'TAPE': line 1: this is not a tape, which starts with "tinyos tape 1"\n`, 2],
        [`tinyos: cannot replay 'TAPE': line 1: a tape of version 9, and this tinyos reads version 1\n`, 2],
        [`tinyos: cannot replay 'TAPE': line 2: the tape is cut short: there is no "boot" line\n`, 2],
        [`tinyos: cannot boot the machine of 'TAPE': no scheduling policy 'best': rr\n`, 2],
      ]);
    });
  });

  it('work for a run that a signal of the host has ended, or that was cut off', async () => {
    await inDirectory(async (directory) => {
      const tape = join(directory, 'tape');
      const child = start(['--record', tape, '-c', 'cat']);
      child.stdin?.write('typed\n');
      await once(child.stdout!, 'data');
      child.kill('SIGTERM');
      await once(child, 'close');
      expect(await tinyos(['--replay', tape])).toEqual({
        stdout: 'typed\n',
        stderr: '',
        status: 143,
        signal: null,
      });

      writeFileSync(tape, readFileSync(tape, 'utf8').replace(/end .*\n$/, 'end 12'));
      expect(await tinyos(['--replay', tape])).toEqual({
        stdout: 'typed\n',
        stderr: 'tinyos: the tape has no end: its recording was cut short\n',
        status: 1,
        signal: null,
      });
    });
  });
});
