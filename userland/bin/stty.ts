import {
  type Coroutine,
  type Fd,
  O_NOCTTY,
  O_NONBLOCK,
  O_RDONLY,
  type Termios,
  type WindowSize,
} from '../../kernel/abi.ts';
import { attempt, complain, exit, fail } from '../lib/errors.ts';
import { type Command, helpText, usageError } from '../lib/getopt.ts';
import { print } from '../lib/output.ts';
import { applySettings } from '../lib/stty/apply.ts';
import { save } from '../lib/stty/modes.ts';
import { showAll, showChanged } from '../lib/stty/show.ts';
import { sys } from '../sys.ts';

export const command: Command = {
  name: 'stty',
  topic: 'system',
  synopsis: '[-F DEVICE] [-a | -g]\n[-F DEVICE] SETTING...',
  about: 'Show or change the settings of the terminal that is the standard input.',
  options: [
    { short: 'a', long: 'all', about: 'show all settings, and not only those that differ from sane' },
    { short: 'g', long: 'save', about: 'show them in one word, which can be given as a SETTING later' },
    { short: 'F', long: 'file', argument: 'DEVICE', about: 'the terminal, if it is another one' },
  ],
  description: `A SETTING is a flag (echo; -echo switches it off), a special character with its value (intr ^C, as two words; undef, or
^- , is none), a number (min 1, time 0, rows 24, cols 80), or a name for several: sane, raw, cooked, cbreak, nl, ek, crt, dec. size
shows the rows and columns, speed the line's speed.

What is typed: inlcr igncr icrnl ixon. What is written: opost onlcr. How lines are made: isig icanon iexten echo echoe echok echonl
noflsh tostop echoctl echoke. Special characters: intr quit erase kill eof eol start stop susp rprnt werase lnext. See termios(3).`,
  examples: [
    ['stty -echo; read -r SECRET; stty echo', 'read a line that is not shown'],
    ['stty erase ^H', 'a keyboard whose erase key sends ^H'],
    ['SAVED=$(stty -g); stty raw; ...; stty $SAVED', 'a script that reads keys one by one'],
    ['stty sane', 'after a program that has left the terminal in disorder'],
  ],
};

interface Arguments {
  style: '-a' | '-g' | null;
  device: string | null;
  settings: string[];
}

export default function* main(argv: string[]): Coroutine<number> {
  const { style, device, settings } = yield* parse(argv.slice(1));
  const name = device ?? "'standard input'";
  const flags = O_RDONLY | O_NONBLOCK | O_NOCTTY;
  const fd = device === null ? 0 : yield* attempt('stty', device, sys.open(device, flags));
  const now =
    fd === null ? null : ((yield* attempt('stty', name, sys.ioctl(fd, 'TCGETS'))) as Termios | null);
  if (fd === null || now === null) return 1;
  const size = (yield* sys.ioctl(fd, 'TIOCGWINSZ')) as WindowSize;
  if (settings.length > 0) return yield* change(fd, name, now, size, settings);
  const width = size.columns || 80;
  if (style === '-g') yield* print(`${save(now)}\n`);
  else yield* print(style === '-a' ? showAll(now, size, width) : showChanged(now, width));
  return 0;
}

// A setting such as -echo looks like options, so these are not told apart by getopt.
function* parse(args: readonly string[]): Coroutine<Arguments> {
  if (args.includes('--help')) {
    yield* print(helpText(command));
    return yield* exit(0);
  }
  const found: Arguments = { style: null, device: null, settings: [] };
  const rest = [...args];
  for (let arg = rest.shift(); arg !== undefined; arg = rest.shift()) {
    const attached = /^(?:-F|--file=)(.+)$/s.exec(arg)?.[1];
    const style = ({ '-a': '-a', '--all': '-a', '-g': '-g', '--save': '-g' } as const)[arg];
    if (style && found.style && style !== found.style) return yield* fail('stty', EXCLUSIVE);
    if (style) found.style = style;
    else if (attached !== undefined) found.device = attached;
    else if (arg === '-F' || arg === '--file') {
      const device = rest.shift();
      if (device === undefined) return yield* usageError(command, "option requires an argument -- 'F'");
      found.device = device;
    } else found.settings.push(arg);
  }
  if (found.style && found.settings.length > 0)
    return yield* fail('stty', 'when specifying an output style, modes may not be set');
  return found;
}

const EXCLUSIVE = 'the options for verbose and stty-readable output styles are\nmutually exclusive';

function* change(
  fd: Fd,
  name: string,
  now: Termios,
  size: WindowSize,
  words: readonly string[],
): Coroutine<number> {
  const wanted = applySettings(now, size, words);
  if ('wrong' in wanted) {
    if (wanted.usage) return yield* usageError(command, wanted.wrong);
    return yield* fail('stty', wanted.wrong);
  }
  const { told, settings, size: wantedSize } = wanted;
  yield* print(told);
  try {
    if (save(settings) !== save(now)) yield* sys.ioctl(fd, 'TCSETSW', settings);
    yield* sys.ioctl(fd, 'TIOCSWINSZ', wantedSize);
    return 0;
  } catch (error) {
    yield* complain('stty', name, error);
    return 1;
  }
}
