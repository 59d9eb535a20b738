import { expect, test } from 'vitest';
import sh from '../../shell/sh/main.ts';
import { type ConsoleOptions, runOnConsole } from './console.ts';

const DATE = '2009-03-25 09:00:00+00:00';
const AT = 'TTY="/dev/console" COLUMNS="80" LINES="24"';

/** What a script of the shell shows at a terminal. */
async function shown(text: string, options: ConsoleOptions = {}): Promise<string> {
  const { output, status } = await runOnConsole(['/bin/init', '/bin/sh', '-c', text], {
    ...options,
    programs: { sh },
  });
  expect(status).not.toBe(null);
  return output.replace(/\r+\n/g, '\n');
}

test('script keeps what a command shows on a terminal', async () => {
  const text =
    'script -c "tty; echo two >&2; exit 3" /out; echo "status $?"; cat /out; tail -n 4 /out | od -c | head -n 1';
  expect(await shown(text)).toBe(`Script started, output log file is '/out'.
/dev/pts/0
two
Script done.
status 0
Script started on ${DATE} [COMMAND="tty; echo two >&2; exit 3" ${AT}]
/dev/pts/0
two

Script done on ${DATE} [COMMAND_EXIT_CODE="3"]
0000000   /   d   e   v   /   p   t   s   /   0  \\r  \\n   t   w   o  \\r
`);
});

test('script -q says nothing, -e ends as the command did, -a appends, and the file is typescript', async () => {
  expect(
    await shown('cd /; script -qec "exit 3"; echo $?; script -qac "kill -9 \\$\\$"; cat typescript'),
  ).toBe(
    `3
Script started on ${DATE} [COMMAND="exit 3" ${AT}]

Script done on ${DATE} [COMMAND_EXIT_CODE="3"]
Script started on ${DATE} [COMMAND="kill -9 $$" ${AT}]

Script done on ${DATE} [COMMAND_EXIT_CODE="137"]
`,
  );
});

test('script without a command keeps a session with a shell: ^C and ^D go to what runs inside', async () => {
  const output = await shown('script -q /out; stty; sed 1d /out || tail -n +2 /out', {
    keys: [
      [500_000, 'sleep 100\r'],
      [1_500_000, '\x03'],
      [2_000_000, 'tty; stty size\r'],
      [3_000_000, '\x04'],
    ],
  });
  expect(output).toContain('/dev/pts/0\n24 80\n');
  expect(output).toContain('^C');
  expect(output).toContain('speed 38400 baud; line = 0;\n');
  expect(output).toContain(`Script done on 2009-03-25 09:00:03+00:00 [COMMAND_EXIT_CODE="0"]`);
});

test.each(['a\\nb', 'a\\nb\\n'])(
  'script without a terminal types what it reads (%s), and then ^D',
  async (input) => {
    const text = `printf "${input}" | script -qc "cat; echo end" /out | grep -c "^[ab]"; head -n 1 /out`;
    expect(await shown(text)).toBe(
      `${input.endsWith('\\n') ? 4 : 3}\nScript started on ${DATE} [COMMAND="cat; echo end" <not executed on terminal>]\n`,
    );
  },
);

test('script passes the size of the terminal on', async () => {
  const { screen } = await runOnConsole(['/bin/init'], {
    keys: [[500_000, 'script -qc "stty size; sleep 2; stty size" /out\r']],
    resize: { at: 1_500_000, rows: 40, columns: 99 },
    until: 5_000_000,
    programs: { sh },
  });
  expect(screen.filter((line) => /^\d+ \d+$/.test(line))).toEqual(['24 80', '40 99']);
});

test('script keeps all of a lot of output, in both places', async () => {
  const text = 'script -qc "seq 100000" /out | cksum; tail -n +2 /out | head -n 100000 | cksum';
  const output = await shown(text.replaceAll('cksum', 'wc -c'));
  expect(output).toBe('688895\n688895\n');
});

test('script ends with its command, though others still have the terminal', async () => {
  expect(await shown('script -qc "sleep 100 & echo started" /out; cat /proc/uptime | cut -c 1-2')).toBe(
    'started\n0.\n',
  );
});

test.each([
  ['script a b', "script: unexpected number of arguments\nTry 'script --help' for more information.\n1\n"],
  ['script /nope/x', 'script: cannot open /nope/x: No such file or directory\n1\n'],
])('%s is refused', async (line, expected) => {
  expect(await shown(`${line}; echo $?`)).toBe(expected);
});
