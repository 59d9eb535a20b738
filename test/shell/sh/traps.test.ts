import { describe, expect, it } from 'vitest';
import { openTerminal, run } from './machine.ts';

const KILL_SELF = 'kill -USR1 $$';

describe('trap', () => {
  it.each([
    [
      'runs its action when the signal comes',
      `trap 'echo got' USR1; ${KILL_SELF}; echo after`,
      'got\nafter\n',
    ],
    ['leaves $? as it was', `trap 'false; echo in $?' USR1; ${KILL_SELF}; echo $?`, 'in 1\n0\n'],
    [
      'takes names and numbers',
      "trap 'echo a' 10 SIGUSR2 term; kill -10 $$; kill -USR2 $$; kill $$",
      'a\na\na\n',
    ],
    ['ignores a signal for which it is to do nothing', "trap '' TERM; kill $$; echo alive", 'alive\n'],
    [
      'runs when a program is done, not before',
      `trap 'echo got' USR1; sh -c "kill -USR1 $$; echo program"`,
      'program\ngot\n',
    ],
    ['runs in a function, too', `f() { trap 'echo got' USR1; ${KILL_SELF}; echo after; }; f`, 'got\nafter\n'],
    ['breaks a loop', `trap break USR1; while :; do ${KILL_SELF}; echo no; done; echo out`, 'out\n'],
    [
      'is set anew by its own action',
      `trap 'echo 1; trap "echo 2" USR1' USR1; ${KILL_SELF}; ${KILL_SELF}`,
      '1\n2\n',
    ],
  ])('%s', (_, script, expected) => {
    expect(run(script)).toEqual({ stdout: expected, stderr: '', status: 0 });
  });

  it.each(['trap - TERM', 'trap TERM', 'trap 15'])('is taken back by %s', (command) => {
    expect(run(`sh -c 'trap : TERM; ${command}; kill $$; echo no'; echo $?`).stdout).toBe('143\n');
  });

  it('lists what is set, in a form that can be run', () => {
    const script = `trap 'echo "it'"'"'s"' TERM; trap -- '' INT; trap : 0; trap; eval "$(trap)"; trap; trap - TERM 0; trap`;
    const all = `trap -- ':' EXIT\ntrap -- '' INT\ntrap -- 'echo "it'"'"'s"' TERM\n`;
    expect(run(script).stdout).toBe(`${all}${all}trap -- '' INT\n`);
  });

  it('says what is wrong', () => {
    expect(run("trap : BOGUS; echo $?; trap - 99; echo $?; trap 'echo x' KILL; echo $?")).toEqual({
      stdout: '1\n1\n0\n',
      stderr: 'sh: 1: trap: BOGUS: bad trap\nsh: 1: trap: 99: bad trap\n',
      status: 0,
    });
    expect(run('trap -l; echo no')).toEqual({
      stdout: '',
      stderr: 'sh: 1: trap: Illegal option -l\n',
      status: 2,
    });
  });
});

describe('a trap for EXIT', () => {
  it.each([
    ['at the end', "trap 'echo bye' EXIT; echo hi", 'hi\nbye\n', 0],
    ['on exit, with its status', "trap 'echo $?' EXIT; exit 3", '3\n', 3],
    ['and may change that', "trap 'exit 4' EXIT; exit 3", '', 4],
    ['after an error', "trap 'echo bye' EXIT; set -e; false; echo no", 'bye\n', 1],
    ['after a special built-in failed', "trap 'echo bye' 0; readonly r; r=1 :; echo no", 'bye\n', 2],
    ['once', "trap 'echo bye; exit 5' EXIT; exit 3", 'bye\n', 5],
    ['of a subshell, when that ends', "(trap 'echo sub' EXIT; echo in); echo out", 'in\nsub\nout\n', 0],
    [
      'when another trap exits',
      `trap 'echo bye' EXIT; trap 'exit 6' USR1; ${KILL_SELF}; echo no`,
      'bye\n',
      6,
    ],
  ])('runs %s', (_, script, stdout, status) => {
    expect(run(script)).toMatchObject({ stdout, status });
  });

  it('does not run in a subshell that has not set it, nor when the shell is replaced or killed', () => {
    expect(run("trap 'echo bye' EXIT; (echo sub); exec echo program").stdout).toBe('sub\nprogram\n');
    expect(run(`sh -c 'trap "echo bye" EXIT; kill $$'; echo $?`).stdout).toBe('143\n');
  });
});

describe('what a child gets of the traps', () => {
  it('is their default, for a program and for a subshell', () => {
    const script = `trap 'echo no' USR1; sh -c '${KILL_SELF}'; echo $?; (sh -c 'kill -USR1 $PPID'; sleep 1); echo $?`;
    expect(run(script).stdout).toBe('138\n138\n');
  });

  it('is that it ignores what the shell ignores, and a script cannot change that', () => {
    const script = `trap '' USR1; sh -c 'trap "echo no" USR1; ${KILL_SELF}; trap; echo still'; (trap 'echo sub' USR1; trap)`;
    expect(run(script).stdout).toBe("still\ntrap -- 'echo sub' USR1\n");
  });

  it('can be listed in a subshell until that sets its own', () => {
    expect(run("trap : USR1; trap '' INT; (trap; trap : HUP; trap)").stdout).toBe(
      "trap -- '' INT\ntrap -- ':' USR1\ntrap -- ':' HUP\ntrap -- '' INT\n",
    );
  });
});

describe('a signal with a trap', () => {
  it('ends wait, whose job goes on', () => {
    const script = `trap 'echo got' USR1; (sleep 1; ${KILL_SELF}) & sleep 5 & wait $!; echo $?; wait; echo $?; wait $!; echo $?`;
    expect(run(script).stdout).toBe('got\n138\n0\n127\n');
  });

  it('ends read, which keeps what it has', () => {
    const script = `trap 'echo got' USR1; (sleep 1; ${KILL_SELF}) & read x; echo $? [$x]; read x; echo $? [$x]`;
    expect(run(`(printf ab; sleep 2; echo cd) | sh -c '${script.replaceAll("'", '"')}'`).stdout).toBe(
      'got\n138 [ab]\n0 [cd]\n',
    );
  });

  it('does not disturb what the shell writes or reads otherwise', () => {
    const writer = `trap : USR1; (sleep 1; ${KILL_SELF}) & x=$(sleep 2; echo whole); echo $x; echo $?`;
    expect(run(writer)).toEqual({ stdout: 'whole\n0\n', stderr: '', status: 0 });
  });
});

describe('^C in an interactive shell', () => {
  it.each([
    ['wait', 'sleep 50 & wait'],
    ['read', 'read x'],
    ['a loop of built-ins', 'while :; do :; done'],
    ['a loop with a function', 'f() { :; }; while :; do f; done'],
  ])('ends %s', async (_, line) => {
    const terminal = openTerminal();
    terminal.type(`${line}\r`, 100_000);
    terminal.type('\x03');
    terminal.type('echo $?\r');
    expect((await terminal.screen()).slice(-4)).toEqual(['^C', '~$ echo $?', '130', '~$ |']);
  });

  it('runs the trap for it, and goes on', async () => {
    const terminal = openTerminal();
    terminal.type("trap 'echo got' INT\r");
    terminal.type('sleep 5 & wait; echo $?\r');
    terminal.type('\x03');
    terminal.type('trap - INT; read x\r');
    terminal.type('\x03');
    expect((await terminal.screen()).slice(3)).toEqual([
      '^Cgot',
      '130',
      '~$ trap - INT; read x',
      '^C',
      '~$ |',
    ]);
  });

  it('runs the trap for it at the prompt, too, and gives up the line', async () => {
    const terminal = openTerminal();
    terminal.type("trap 'echo got $x' INT; x=1\r");
    terminal.type('echo no\x03');
    terminal.type('for i in a; do\r');
    terminal.type('\x03');
    terminal.type('echo $?\r');
    terminal.type('trap "exit 3" INT\r');
    terminal.type('\x03');
    expect((await terminal.screen()).slice(1)).toEqual([
      '~$ echo no^C',
      'got 1',
      '~$ for i in a; do',
      '> ^C',
      'got 1',
      '~$ echo $?',
      '130',
      '~$ trap "exit 3" INT',
      '~$ ^C',
      '[logged out]',
      '~$ |',
    ]);
  });

  it('with a trap that ignores it reaches no program either', async () => {
    const terminal = openTerminal();
    terminal.type("trap '' INT; sleep 1; echo slept\r", 10_000);
    terminal.type('\x03');
    terminal.type('', 2_000_000);
    expect((await terminal.screen()).slice(1)).toEqual(['^Cslept', '~$ |']);
  });
});

it('an interactive shell that is left behind in the background ends', async () => {
  const terminal = openTerminal();
  terminal.type('((sleep 1; sh -i < /dev/tty) &)\r', 3_000_000);
  terminal.type('ps -o comm\r');
  expect((await terminal.screen()).slice(1)).toEqual([
    '~$ sh: no job control: Input/output error',
    '~$ ps -o comm',
    'COMMAND',
    '-sh',
    'ps',
    '~$ |',
  ]);
});

it('an interactive shell is not ended by SIGTERM, but by SIGHUP; what it starts is ended by both', async () => {
  const terminal = openTerminal();
  terminal.type('sleep 9 & kill $! $$\r', 1_000_000);
  terminal.type("echo $(sh -c 'kill $$'; echo $?)\r");
  terminal.type('trap "echo got" TERM; kill $$; trap - TERM; kill $$\r');
  terminal.type('kill -HUP $$\r');
  expect((await terminal.screen()).slice(1)).toEqual([
    '[1] 3',
    "~$ echo $(sh -c 'kill $$'; echo $?)",
    'Terminated',
    '143',
    '[1]+  Terminated              sleep 9',
    '~$ trap "echo got" TERM; kill $$; trap - TERM; kill $$',
    'got',
    '~$ kill -HUP $$',
    '[logged out]',
    '~$ |',
  ]);
});
