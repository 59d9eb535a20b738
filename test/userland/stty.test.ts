import { describe, expect, test } from 'vitest';
import { SANE, type Termios } from '../../kernel/abi.ts';
import sh from '../../shell/sh/main.ts';
import { applySettings } from '../../userland/lib/stty/apply.ts';
import { restore, save } from '../../userland/lib/stty/modes.ts';
import { showAll, showChanged } from '../../userland/lib/stty/show.ts';
import { runOnConsole } from './console.ts';

/** What a script shows at a terminal whose settings it changes. */
async function script(text: string, keys: readonly (readonly [number, string])[] = []): Promise<string[]> {
  const { screen, status } = await runOnConsole(['/bin/init', '/bin/sh', '-c', text], {
    keys,
    programs: { sh },
  });
  expect(status).not.toBe(null);
  return screen;
}

/** The settings after these words, as stty shows them. */
function shownAfter(...words: string[]): string {
  const wanted = applySettings(SANE, { rows: 24, columns: 80 }, words);
  return 'wrong' in wanted ? wanted.wrong : showChanged(wanted.settings, 80);
}

const SPEED = 'speed 38400 baud; line = 0;\n';

describe('stty shows', () => {
  test('everything, in lines of the terminal’s width', () => {
    expect(
      showAll(SANE, { rows: 24, columns: 80 }, 80),
    ).toBe(`speed 38400 baud; rows 24; columns 80; line = 0;
intr = ^C; quit = ^\\; erase = ^?; kill = ^U; eof = ^D; eol = <undef>;
start = ^Q; stop = ^S; susp = ^Z; rprnt = ^R; werase = ^W; lnext = ^V;
min = 1; time = 0;
-inlcr -igncr icrnl ixon
opost onlcr
isig icanon iexten echo echoe echok -echonl -noflsh -tostop echoctl echoke
`);
  });

  test('what is not sane', () => {
    expect(showChanged({ ...SANE, intr: 24, erase: 8, echo: false, tostop: true }, 80)).toBe(
      `${SPEED}intr = ^X; erase = ^H;\n-echo tostop\n`,
    );
  });

  test.each([
    [0, '<undef>'],
    [65, 'A'],
    [127, '^?'],
    [0xe1, 'M-a'],
    [0x81, 'M-^A'],
    [0x80, 'M-^@'],
  ])('the byte %d as %s', (byte, shown) => {
    expect(showChanged({ ...SANE, eol: byte, intr: 1 }, 80)).toBe(
      `${SPEED}intr = ^A;${byte === 0 ? '' : ` eol = ${shown};`}\n`,
    );
  });
});

describe('stty sets', () => {
  test.each([
    ['raw', `${SPEED}min = 1; time = 0;\n-icrnl\n-opost\n-isig -icanon\n`],
    ['raw cooked', SPEED],
    ['raw -raw', SPEED],
    ['-cooked', `${SPEED}min = 1; time = 0;\n-icrnl\n-opost\n-isig -icanon\n`],
    ['-echo', `${SPEED}-echo\n`],
    ['-echo echo', SPEED],
    ['cbreak', `${SPEED}min = 1; time = 0;\n-icanon\n`],
    ['intr ^x erase ^H', `${SPEED}intr = ^X; erase = ^H;\n`],
    [
      'intr ^ quit a susp 0x41 kill 0102 eof 67',
      `${SPEED}intr = ^; quit = a; kill = B; eof = C; susp = A;\n`,
    ],
    ['intr undef quit ^- erase ^?', `${SPEED}intr = <undef>; quit = <undef>;\n`],
    ['-icanon min 0 time 5', `${SPEED}min = 0; time = 5;\n-icanon\n`],
    ['nl', `${SPEED}-icrnl\n-onlcr\n`],
    ['nl -nl', SPEED],
    ['erase a kill b ek', SPEED],
    ['-echoe -echoctl -echoke intr x crt', `${SPEED}intr = x;\n`],
    ['-echoe -echoctl -echoke intr x dec', SPEED],
    ['-crterase -crtkill -ctlecho', `${SPEED}-echoe -echoctl -echoke\n`],
    ['raw -echo intr a min 7 sane', SPEED],
  ])('%s', (words, expected) => {
    expect(shownAfter(...words.split(' '))).toBe(expected);
  });

  test.each([
    ['foo', "invalid argument 'foo'"],
    ['-size', "invalid argument '-size'"],
    ['-intr x', "invalid argument '-intr'"],
    ['__proto__', "invalid argument '__proto__'"],
    ['intr', "missing argument to 'intr'"],
    ['rows', "missing argument to 'rows'"],
    ['intr abc', "invalid integer argument: 'abc'"],
    ['intr 300', "invalid integer argument: '300'"],
    ['min -1', "invalid integer argument: '-1'"],
    ['rows 70000', "invalid integer argument: '70000'"],
    ['500:5', "invalid argument '500:5'"],
  ])('not %s', (words, expected) => {
    expect(shownAfter(...words.split(' '))).toBe(expected);
  });

  test('what it has saved: the same word as Linux has', () => {
    expect(save(SANE)).toBe(`500:5:bf:8a3b:3:1c:7f:15:4:0:1:0:11:13:1a:0:12:0:17:16${':0'.repeat(16)}`);
    const odd: Termios = {
      ...SANE,
      echo: false,
      inlcr: true,
      onlcr: false,
      tostop: true,
      intr: 7,
      lnext: 0,
      vmin: 4,
      vtime: 9,
    };
    expect(restore(save(odd))).toEqual(odd);
  });
});

describe('stty at a terminal', () => {
  test('changes the one that is the standard input', async () => {
    expect(await script('stty -echo intr ^X; stty; stty $(stty -g); stty sane; stty')).toEqual([
      'speed 38400 baud; line = 0;',
      'intr = ^X;',
      '-echo',
      'speed 38400 baud; line = 0;',
    ]);
  });

  test('tells and sets its size, of another one too', async () => {
    expect(await script('stty size; stty rows 30 cols 100 size; stty -F /dev/tty0 size </dev/null')).toEqual([
      '24 80',
      '30 100',
      '30 100',
    ]);
  });

  test('hides what is typed with -echo', async () => {
    const text = 'stty -echo; read -r a; stty echo; read -r b; echo "$a $b"';
    expect(
      await script(text, [
        [500_000, 'secret\r'],
        [1_000_000, 'seen\r'],
      ]),
    ).toEqual(['seen', 'secret seen']);
  });

  test('stays set in an interactive shell, for what runs next', async () => {
    const { screen } = await runOnConsole(['/bin/init'], {
      programs: { sh },
      keys: [
        [1_000_000, 'PS1=; stty -echo\r'],
        [2_000_000, 'head -n 1\r'],
        [3_000_000, 'hidden\r'],
        [4_000_000, 'stty echo\r'],
        [5_000_000, 'head -n 1\r'],
        [6_000_000, 'seen\r'],
      ],
    });
    const typed = screen.findIndex((line) => line.endsWith('stty -echo'));
    expect(screen.slice(typed + 1)).toEqual([
      'head -n 1',
      'hidden',
      'stty echo',
      'head -n 1',
      'seen',
      'seen',
    ]);
  });

  test('says what is wrong', async () => {
    const text = 'stty </dev/null; stty -F /nope; stty foo; stty -a echo; stty -a -g; echo $?';
    expect(await script(text)).toEqual([
      "stty: 'standard input': Inappropriate ioctl for device",
      'stty: /nope: No such file or directory',
      "stty: invalid argument 'foo'",
      "Try 'stty --help' for more information.",
      'stty: when specifying an output style, modes may not be set',
      'stty: the options for verbose and stty-readable output styles are',
      'mutually exclusive',
      '1',
    ]);
  });
});
