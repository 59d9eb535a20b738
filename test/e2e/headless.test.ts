import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { COMMAND, ended, inDirectory, start, tinyos } from './command.ts';

const fine = (stdout: string) => ({ stdout, stderr: '', status: 0, signal: null });

describe('tinyos -c', () => {
  it('runs a command line with the standard streams and the exit status of the command', async () => {
    expect(await tinyos(['-c', 'sort'], 'b\na\n')).toEqual(fine('a\nb\n'));
    expect(await tinyos(['-c', 'echo out; echo err >&2; exit 7'])).toEqual({
      stdout: 'out\n',
      stderr: 'err\n',
      status: 7,
      signal: null,
    });
  });

  it('hands further arguments to the command line', async () => {
    expect(await tinyos(['-c', 'echo $0 $# "$2"', 'name', '--hash', 'b c'])).toEqual(fine('name 2 b c\n'));
  });

  it('does not wait for virtual time', async () => {
    expect(await tinyos(['-c', 'sleep 100000; echo late'])).toEqual(fine('late\n'));
  });

  it('sees the end of an empty input', async () => {
    expect(await tinyos(['-c', 'cat; echo $?'])).toEqual(fine('0\n'));
  });

  it('passes on what comes, when it comes', async () => {
    const child = start(['-c', 'cat']);
    const exit = ended(child);
    child.stdin?.write('first\n');
    expect(String(await once(child.stdout!, 'data'))).toBe('first\n');
    child.stdin?.end('second\n');
    expect(await exit).toMatchObject(fine('first\nsecond\n'));
  });

  it('reads input before it lets a sleeper wake', async () => {
    const child = start(['-c', '(sleep 1; echo slept) & cat; wait']);
    const exit = ended(child);
    setTimeout(() => child.stdin?.end('typed\n'), 300);
    expect(await exit).toMatchObject(fine('typed\nslept\n'));
  });

  it('keeps every byte of a long input, in bounded memory', async () => {
    const block = Uint8Array.from({ length: 1 << 20 }, (_, i) => (i * 31 + (i >> 8)) & 255);
    const blocks = 100;
    const child = start(['-c', 'cat']);
    let received = 0;
    let wrong = 0;
    let memory = 0;
    child.stdout?.on('data', (data: Uint8Array) => {
      for (const byte of data) if (byte !== block[received++ & (block.length - 1)]) wrong++;
      if (received % (1 << 22) < data.length) memory = Math.max(memory, memoryOf(child.pid as number));
    });
    const closed = once(child, 'close');
    for (let i = 0; i < blocks; i++) if (!child.stdin?.write(block)) await once(child.stdin!, 'drain');
    child.stdin?.end();
    expect(await closed).toEqual([0, null]);
    expect({ received, wrong }).toEqual({ received: blocks * block.length, wrong: 0 });
    expect(memory).toBeLessThan(300e6);
  });

  it('ends when nobody reads its output any more', async () => {
    const child = start(['-c', 'yes']);
    await once(child.stdout!, 'data');
    child.stdout?.destroy();
    expect(await once(child, 'close')).toEqual([141, null]);
  });

  it('writes all to a pipe that does not block', async () => {
    const script = `process.stdout._handle.setBlocking(false);
      require('node:child_process').spawn(process.execPath, ${JSON.stringify([COMMAND, '-c', 'yes | head -c 3000000'])},
        { stdio: 'inherit' }).on('exit', (status) => process.exit(status));`;
    const child = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
    let received = 0;
    child.stdout.on('data', (data) => {
      received += data.length;
      child.stdout.pause();
      setTimeout(() => child.stdout.resume(), 2);
    });
    expect(await once(child, 'close')).toEqual([0, null]);
    expect(received).toBe(3_000_000);
  });

  it('fails if its output cannot be written', async () => {
    const child = spawn('sh', ['-c', `exec "$0" "$1" -c 'echo x' > /dev/full`, process.execPath, COMMAND]);
    expect(await ended(child)).toEqual({
      stdout: '',
      stderr: 'tinyos: cannot write to stdout: no space left on device\n',
      status: 1,
      signal: null,
    });
  });

  it('fails if its input cannot be read, which is not the end of it', async () => {
    for (const options of ['', '--realtime']) {
      for (const [redirection, reason] of [
        ['< /tmp', 'is a directory'],
        ['0> /dev/null', 'bad file descriptor'],
      ]) {
        const command = `exec "$0" "$1" ${options} -c 'echo before; cat; echo after' ${redirection}`;
        const child = spawn('sh', ['-c', command, process.execPath, COMMAND]);
        expect(await ended(child)).toEqual({
          stdout: 'before\n',
          stderr: `tinyos: cannot read the standard input: ${reason}\n`,
          status: 1,
          signal: null,
        });
      }
    }
  });

  it('ends by the signal that it gets from the host', async () => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGUSR1'] as const) {
      const child = start(['-c', 'echo up; cat']);
      await once(child.stdout!, 'data');
      child.kill(signal);
      expect(await once(child, 'close')).toEqual([null, signal]);
    }
    const busy = start(['-c', 'echo up; spin']);
    await once(busy.stdout!, 'data');
    busy.kill('SIGINT');
    expect(await once(busy, 'close')).toEqual([null, 'SIGINT']);
  });

  it('stops with a reason when nobody can ever run again', async () => {
    expect(await tinyos(['-c', 'echo before; kill -STOP $$'])).toEqual({
      stdout: 'before\n',
      stderr: `tinyos: nobody can run any more, and nothing is to come:
  2 /bin/sh -c echo before; kill -STOP $$: stopped by SIGSTOP
`,
      status: 1,
      signal: null,
    });
  });
});

describe('tinyos --realtime -c', () => {
  it('lets time pass as on the wall, or as fast as --speed says', async () => {
    const before = performance.now();
    expect(await tinyos(['--realtime', '-c', 'sleep 0.4; echo late'])).toEqual(fine('late\n'));
    expect(performance.now() - before).toBeGreaterThan(400);
    expect(await tinyos(['--speed', '1000', '-c', 'sleep 100; echo later'])).toEqual(fine('later\n'));
  });

  it('takes its input as it comes', async () => {
    expect(await tinyos(['--realtime', '-c', 'cat; echo end'], 'a\nb\n')).toEqual(fine('a\nb\nend\n'));
    expect(await tinyos(['--realtime', '-c', 'kill -STOP $$'])).toMatchObject({ status: 1 });
  });
});

describe('tinyos SCRIPT', () => {
  it('runs a script of the host by its name, with arguments and standard input', async () => {
    await inDirectory(async (directory) => {
      const script = join(directory, 'a script.sh');
      writeFileSync(script, 'echo "$0" "$@"; read x; echo "<$x>"; exit 3\n');
      expect(await tinyos([script, '-c', 'two words'], 'input\n')).toEqual({
        stdout: `${script} -c two words\n<input>\n`,
        stderr: '',
        status: 3,
        signal: null,
      });
    });
  });

  it('without a terminal and without a script runs the commands of its input', async () => {
    expect(await tinyos([], 'echo one; read x\ndata\necho "$x"; exit 4\n')).toEqual({
      ...fine('one\ndata\n'),
      status: 4,
    });
  });
});

describe('what is told on the side', () => {
  it('--version and --help', async () => {
    const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
    expect(await tinyos(['--version'])).toEqual(fine(`tinyos ${version}\n`));
    expect((await tinyos(['--help'])).stdout).toMatch(/^Usage: tinyos /);
  });

  it('a mistake, in one line, with exit status 2', async () => {
    const mistakes: [string[], string][] = [
      [['--frob'], "tinyos: unknown option '--frob': 'tinyos --help' lists them\n"],
      [['/nowhere/x.sh'], "tinyos: cannot read '/nowhere/x.sh': no such file or directory\n"],
      [['/tmp'], "tinyos: cannot read '/tmp': is a directory\n"],
      [
        ['--record', '/nowhere/t', '-c', ''],
        "tinyos: cannot write '/nowhere/t': no such file or directory\n",
      ],
      [['--replay', '/nowhere/t'], "tinyos: cannot read '/nowhere/t': no such file or directory\n"],
    ];
    for (const [args, stderr] of mistakes) {
      expect(await tinyos(args)).toEqual({ stdout: '', stderr, status: 2, signal: null });
    }
  });
});

/** Bytes of memory that a process has; 0 where the system does not tell. */
function memoryOf(pid: number): number {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0) * 1024;
  } catch {
    return 0;
  }
}
