// man and help: made from the tables, so the tables are tested here as well.

import { expect, test } from 'vitest';
import { callNames, SANE, termiosCharacters } from '../../kernel/abi.ts';
import { bootImage } from '../../shell/host/image.ts';
import { builtins, specialBuiltins } from '../../shell/sh/builtins/index.ts';
import { allPages, commandPage, formatPage } from '../../userland/lib/manual.ts';
import { shellCommands } from '../../userland/lib/shell-commands.ts';
import { programs } from '../../userland/programs.ts';
import { run, runOne } from './machine.ts';

const terminal = (rows: number, columns: number) => ({ terminal: { rows, columns } });

test('a page of section 1 has all that the table of a command tells', () => {
  const page = commandPage({
    name: 'frob',
    topic: 'text',
    synopsis: '[-n COUNT] [FILE...]\n--all',
    about: 'Frob the files.',
    options: [
      {
        short: 'n',
        long: 'lines',
        argument: 'COUNT',
        about: 'frob COUNT lines instead of all that there are',
      },
      { long: 'all', about: 'frob all' },
      { short: 'q', argument: 'X', about: 'quietly' },
    ],
    description: 'Some words that are long\nenough to be wrapped.\n\n    as it\n      is',
    exitStatus: '0, or 1',
    examples: [['frob x', 'frob a file']],
  });
  expect(formatPage(page, 50)).toBe(`\
FROB(1)           User Commands            FROB(1)

NAME
       frob - frob the files

SYNOPSIS
       frob [-n COUNT] [FILE...]
       frob --all

DESCRIPTION
       Frob the files.

       Some words that are long enough to be
       wrapped.

       as it
         is

OPTIONS
       -n, --lines=COUNT
              frob COUNT lines instead of all that
              there are

       --all
              frob all

       -q X
              quietly

EXIT STATUS
       0, or 1

EXAMPLES
       frob x  frob a file

tinyos 0.1.0                               FROB(1)
`);
});

test('man 2 tells of a system call what the table knows', () => {
  expect(runOne(['man', '2', 'nanosleep']).stdout).toBe(`\
NANOSLEEP(2)                      System Calls                      NANOSLEEP(2)

NAME
       nanosleep - sleep for at least this long, rounded up to a tick (a
       microsecond)

SYNOPSIS
       yield* sys.nanosleep(time: Timespec): Timespec

DESCRIPTION
       Sleep for at least this long, rounded up to a tick (a microsecond).
       Returns what is left: no time, or the rest if a handler cut it short.

ERRORS
       EINVAL  Invalid argument

tinyos 0.1.0                                                        NANOSLEEP(2)
`);
});

test('every page has lines that fit, and a phrase about it', () => {
  const pages = allPages([...programs.map(({ command }) => command), ...shellCommands]);
  expect(pages.length).toBeGreaterThan(programs.length + shellCommands.length + callNames.length);
  for (const page of pages) {
    const lines = formatPage(page, 80).split('\n');
    expect(lines.filter((line) => line.length > 80)).toEqual([]);
    expect(page.about).not.toMatch(/[.;]$|\n/);
  }
});

/** The headings of each page that `man` shows with these words before the name. */
function headingsOf(names: readonly string[], ...words: string[]): Record<string, string[]> {
  const outcomes = run(names.map((name) => ['man', ...words, name]));
  return Object.fromEntries(
    outcomes.map(({ stdout, stderr, status }, i) => [
      names[i],
      status === 0 ? (stdout.match(/^[A-Z][A-Z ]+$/gm) ?? []) : [stderr],
    ]),
  );
}

test('man shows a page of every program in /bin, and of all that is built into the shell', () => {
  const inBin = bootImage().flatMap(({ path }) => path.match(/^\/bin\/(.+)/)?.[1] ?? []);
  const names = [...new Set([...inBin, ...Object.keys(builtins), ...Object.keys(specialBuiltins)])];
  const pages = headingsOf(names.filter((name) => name !== '['));
  const wanted = ['NAME', 'SYNOPSIS', 'DESCRIPTION'];
  expect(Object.entries(pages).filter(([, found]) => found.slice(0, 3).join() !== wanted.join())).toEqual([]);
});

test('man 2 shows a page of every system call, with its errors', () => {
  const pages = headingsOf(callNames, '2');
  const wanted = ['NAME', 'SYNOPSIS', 'DESCRIPTION', 'ERRORS'];
  expect(Object.entries(pages).filter(([, found]) => found.join() !== wanted.join())).toEqual([]);
});

test('a call without errors says so in its page', () => {
  const errors = (name: string) => runOne(['man', '2', name]).stdout.match(/^ERRORS\n +(.*)$/m)?.[1];
  expect(errors('getpid')).toBe('This call always succeeds.');
  expect(errors('exit')).toBe('Only a wrong argument is an error: see intro(2).');
});

test('what a page says to see is there', () => {
  const pages = allPages([...programs.map(({ command }) => command), ...shellCommands]);
  const seen = pages.flatMap((page) => formatPage(page, 1000).match(/\b[a-z]\w*\(\d\)/g) ?? []);
  expect(seen).toContain('termios(3)');
  const titles = new Set(pages.map(({ name, section }) => `${name}(${section})`));
  expect([...new Set(seen)].filter((title) => !titles.has(title))).toEqual([]);
});

test('the page of a topic has what the kernel has in tables', () => {
  const lines = (name: string) => runOne(['man', name]).stdout.split('\n');
  expect(lines('signal')).toContain('       SIGCHLD    17, ignore: Child exited');
  expect(lines('intro')).toContain('       EACCES        13: Permission denied');
  for (const [name, found] of Object.entries(headingsOf(['intro', 'termios', 'credentials', 'signal'])))
    expect([name, ...found.slice(0, 3)]).toEqual([name, 'NAME', 'SYNOPSIS', 'DESCRIPTION']);
});

test('termios(3) has every setting of a terminal, and the values to begin with', () => {
  const fields = runOne(['man', 'termios']).stdout.split('FIELDS\n')[1] ?? '';
  const named = [...fields.matchAll(/^ {7}(\w+) /gm)].map((match) => match[1]);
  expect(named).toEqual(Object.keys(SANE).filter((name) => named.includes(name)));
  expect(named.length).toBe(Object.keys(SANE).length);
  const characters = [...fields.matchAll(/^ {7}(\w+) +Character: [\s\S]*? (\^.|None)$/gm)];
  const codeOf = (shown = '') => (shown === 'None' ? 0 : shown === '^?' ? 127 : shown.charCodeAt(1) & 31);
  expect(Object.fromEntries(characters.map(([, name, shown]) => [name, codeOf(shown)]))).toEqual(
    Object.fromEntries(termiosCharacters.map((name) => [name, SANE[name]])),
  );
});

test('every program has a sentence about it, and no name comes twice', () => {
  const all = [...programs.map(({ command }) => command), ...shellCommands];
  expect(all.filter(({ about }) => !/^[A-Z].*\.$/.test(about)).map(({ name }) => name)).toEqual([]);
  const names = all.map(({ name }) => name);
  expect(names.filter((name, i) => names.indexOf(name) !== i)).toEqual([]);
});

test('everything that is built into the shell is in the manual', () => {
  const known = [...programs, ...shellCommands].map(({ name }) => name);
  const all = [...Object.keys(builtins), ...Object.keys(specialBuiltins)];
  expect(all.filter((name) => !known.includes(name) && name !== '[')).toEqual([]);
});

test('man takes sections, several names, and tells which there are not', () => {
  const title = (...argv: string[]) => runOne(['man', ...argv]).stdout.match(/^\w+\(\d\)(?= {2})/gm);
  expect(title('kill')).toEqual(['KILL(1)']);
  expect(title('2', 'kill')).toEqual(['KILL(2)']);
  expect(title('ps', 'cd', 'open')).toEqual(['PS(1)', 'CD(1)', 'OPEN(2)']);
  expect(runOne(['man', 'nosuch'])).toEqual({
    stdout: '',
    stderr: 'No manual entry for nosuch\n',
    status: 16,
  });
  expect(runOne(['man', '2', 'ps'])).toEqual({
    stdout: '',
    stderr: 'No manual entry for ps in section 2\n',
    status: 16,
  });
  expect(runOne(['man'])).toEqual({
    stdout: '',
    stderr: "What manual page do you want?\nFor example, try 'man man'.\n",
    status: 1,
  });
});

test('man -k and -f list pages', () => {
  expect(runOne(['man', '-f', 'kill']).stdout).toBe(
    'kill (1)             - send a signal to processes; without a signal, SIGTERM, which asks them to end\n' +
      'kill (2)             - send a signal: to one process, to the own process group (0), to all but init (-1), ' +
      'or to a group (-pgid)\n',
  );
  expect(runOne(['man', '-k', 'NICENESS']).stdout).toBe(
    'nice (1)             - run a command with another niceness; without one, print the niceness\n',
  );
  expect(runOne(['man', '-k', 'xyzzy'])).toEqual({
    stdout: '',
    stderr: 'xyzzy: nothing appropriate.\n',
    status: 16,
  });
});

test('man is as wide as the terminal, up to 80 columns', () => {
  const longest = (columns: number) =>
    Math.max(
      ...runOne(['man', 'ps'], terminal(24, columns))
        .stdout.split('\r\n')
        .map((line) => line.length),
    );
  expect(longest(60)).toBe(60);
  expect(longest(200)).toBe(80);
});

test('help has a line for every command, under its topic', () => {
  const { stdout, status } = runOne(['help']);
  for (const { command } of programs)
    expect(stdout).toContain(`\n  ${command.name.padEnd(10)} ${command.about}\n`);
  for (const name of ['cd', 'jobs', 'fg', 'exit'])
    expect(stdout).toMatch(new RegExp(`^  ${name} +[A-Z]`, 'm'));
  expect(status).toBe(0);
});

test('on a small terminal help lists names, and a topic on demand', () => {
  const lines = runOne(['help'], terminal(24, 80)).stdout.split('\r\n');
  expect(lines.length).toBeLessThanOrEqual(24);
  expect(lines.filter((line) => line.length > 80)).toEqual([]);
  expect(lines).toContain('Processes:');
  expect(lines.at(-2)).toBe('"help TOPIC" has a line about each: files, text, processes, system, shell.');
  const topic = runOne(['help', 'processes'], terminal(24, 60)).stdout.split('\r\n');
  expect(topic[0]).toBe('Processes:');
  expect(topic.filter((line) => line.length > 60)).toEqual([]);
  expect(topic).toContain('  kill       Send a signal to processes; without a signal, …');
});

test('help with a command is its --help', () => {
  expect(runOne(['help', 'sleep'])).toEqual(runOne(['sleep', '--help']));
  expect(runOne(['help', 'nosuch'])).toEqual({
    stdout: '',
    stderr: "help: no command or topic 'nosuch'; the topics are files, text, processes, system, shell\n",
    status: 1,
  });
});
