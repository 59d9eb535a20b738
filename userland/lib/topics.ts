// The pages of the manual that are about no single command or call: how calls fail, terminals, signals, users.
//
// What the kernel has in a table is made from it. To add a page: a row in `topicPages`, and its body.

import {
  defaultAction,
  errorCodes,
  errorNumber,
  type Signal,
  signalNumber,
  signals,
  signalText,
  strerror,
  type Termios,
} from '../../kernel/abi.ts';
import type { Block, Page, Term } from './manual.ts';

export function topicPages(): Page[] {
  return [
    { name: 'intro', section: 2, about: 'introduction to system calls', body: introduction() },
    { name: 'termios', section: 3, about: 'the settings of a terminal', body: termios() },
    { name: 'credentials', section: 7, about: 'users, groups and who may do what', body: credentials() },
    { name: 'signal', section: 7, about: 'the signals and what they do', body: signalPage() },
  ];
}

function introduction(): Block[] {
  return [
    text('SYNOPSIS', 'const result = yield* sys.NAME(ARGUMENT...);'),
    text(
      'DESCRIPTION',
      `A system call is the only way out of a program. The star is needed: yield* hands the call to the kernel, and gives back
its result.

A call that fails throws an Errno, whose code is the name of an error. A page names those of its call. Besides, an argument
that is not of the kind that the SYNOPSIS says is EINVAL or EFAULT, in every call; a descriptor that is none is EBADF.`,
    ),
    terms(
      'ERRORS',
      errorCodes.map((code): Term => [code, `${errorNumber(code)}: ${strerror(code)}`]),
    ),
  ];
}

function termios(): Block[] {
  return [
    text(
      'SYNOPSIS',
      `    const settings = (yield* sys.ioctl(fd, 'TCGETS')) as Termios;
    yield* sys.ioctl(fd, 'TCSETS', settings);`,
    ),
    text(
      'DESCRIPTION',
      `A terminal has settings, a record of the fields below. stty(1) shows and changes them.

With icanon a read gets whole lines, which can be edited until they are ended. Without it, a read gets bytes as they are typed: it
waits until there are vmin of them. If vtime is more than 0, it waits no longer than that many tenths of a second: from the last byte
typed or, if vmin is 0, from its start.`,
    ),
    terms('FIELDS', Object.entries(fields)),
  ];
}

const fields: Record<keyof Termios, string> = {
  inlcr: 'A newline typed arrives as a carriage return.',
  igncr: 'A carriage return typed is dropped.',
  icrnl: 'A carriage return typed arrives as a newline.',
  ixon: 'The characters stop and start hold the output and let it go on.',
  opost: 'What is written is changed as onlcr says.',
  onlcr: 'A newline goes out as a carriage return and a newline.',
  isig: 'The characters intr, quit and susp send SIGINT, SIGQUIT and SIGTSTP to the foreground process group.',
  icanon: 'Reads get whole lines.',
  iexten: 'The characters werase, reprint and lnext work.',
  echo: 'What is typed is shown.',
  echoe: 'The characters erase and werase wipe out what they take back.',
  echok: 'The character kill shows a newline.',
  echoke: 'The character kill wipes out the line.',
  echonl: 'Newlines are shown even without echo.',
  echoctl: 'Control characters are shown as ^X.',
  noflsh: 'A character that sends a signal leaves what was typed before it.',
  tostop: 'A process that writes and is not in the foreground is stopped (SIGTTOU).',
  intr: 'Character: sends SIGINT. ^C',
  quit: 'Character: sends SIGQUIT. ^\\',
  erase: 'Character: takes back a character. ^?',
  kill: 'Character: takes back the line. ^U',
  eof: 'Character: ends the line without a newline; on an empty line, the read gets no bytes. ^D',
  eol: 'Character: ends a line, as a newline does. None',
  start: 'Character: lets the output go on. ^Q',
  stop: 'Character: holds the output. ^S',
  susp: 'Character: sends SIGTSTP. ^Z',
  reprint: 'Character: shows the line again. ^R',
  werase: 'Character: takes back a word. ^W',
  lnext: 'Character: the next one means itself. ^V',
  vmin: 'The fewest bytes that a read waits for, without icanon. 1',
  vtime: 'How long it waits for them, in tenths of a second. 0: for ever',
};

function credentials(): Block[] {
  return [
    text('SYNOPSIS', '    id\n    ps -o pid,ruser,user,group,args'),
    text(
      'DESCRIPTION',
      `A process belongs to a user and a group, each three times. The real ids say who started it. The effective ids say as whom
it acts: they decide what it may do, and are the owner and the group of its new files. The saved ids are what it may become again.
Besides, it is in other groups. Children inherit all of this; getuid(2), setuid(2) and their relatives ask and change it.

User 0 is root, of whom no permission is asked; but a file that nobody may run, root cannot run either.`,
    ),
    text(
      'FILES',
      `A file has an owner, a group, and three classes of the permissions r, w and x: for its owner, for the members of its group,
for all others. The first class that fits decides. In a directory, r is to list it, w to add and remove names, x to pass through it.

In a directory with the sticky bit, only the owner of a file, that of the directory, and root remove or rename it. A program with the
set-user-ID bit acts as its owner; with the set-group-ID bit, as its group. What is made in a directory with the set-group-ID bit gets the group of that directory.`,
    ),
    text(
      'SIGNALS',
      `A process may send signals to those of the same user: its real or effective id is the real or saved one of the receiver.
SIGCONT may be sent to every process of the session.`,
    ),
  ];
}

function signalPage(): Block[] {
  return [
    text('SYNOPSIS', `    yield* sys.kill(pid, 'SIGTERM');\n    kill -TERM PID...`),
    text(
      'DESCRIPTION',
      `A signal tells a process that something has happened. It is pending from when it is sent until the process acts on it, on
its way back from the kernel to its program. Several of one signal that are pending are one. Of several signals SIGKILL goes first, then
the lowest number.

What a signal does is its default, nothing, or to run a handler: a coroutine that runs in between (sigaction(2)). A blocked signal stays
pending until it is unblocked (sigprocmask(2)). SIGKILL and SIGSTOP cannot be handled, ignored or blocked. Process 1 is deaf to all
signals for which it has no handler.

A child inherits what its parent ignores and blocks, and a program that takes over a process keeps it; handlers are gone in both.`,
    ),
    text(
      'INTERRUPTED CALLS',
      `A handler cuts short the call that waits. If it has moved bytes, it tells how many; else it is made again when the handler
has SA_RESTART, and fails with EINTR when it has not. pause, poll and sigsuspend fail with EINTR in any case; nanosleep returns what is
left. A signal that stops the process and lets it go on again is not noticed by the call.`,
    ),
    terms('SIGNALS', signals.map(signalTerm)),
    terms('DEFAULT ACTIONS', [
      ['terminate', 'The process ends.'],
      ['core', 'The process ends. There is no core file.'],
      ['stop', 'The process stops, until SIGCONT. In an orphaned process group only SIGSTOP does that.'],
      ['continue', 'The process goes on if it is stopped.'],
      ['ignore', 'Nothing.'],
    ]),
  ];
}

function signalTerm(signal: Signal): Term {
  return [signal, `${signalNumber(signal)}, ${defaultAction(signal)}: ${signalText(signal)}`];
}

function text(heading: string, paragraphs: string): Block {
  return { heading, is: 'text', text: paragraphs };
}

function terms(heading: string, list: Term[]): Block {
  return { heading, is: 'terms', terms: list };
}
