// The commands that are not files in /bin: the shell itself, which is no program of userland, and what is built into it.
// They are listed here for help and the manual.

import type { Command } from './getopt.ts';

// biome-ignore format: a table
const builtins: readonly (readonly [name: string, synopsis: string, about: string])[] = [
  ['.',        'FILE [ARGUMENT...]',          'Run the commands in a file, in this shell.'],
  [':',        '[ARGUMENT...]',               'Do nothing, and succeed.'],
  ['alias',    '[NAME[=VALUE]...]',           'Give a command another name, or list the names given.'],
  ['bg',       '[JOB...]',                    'Let stopped jobs go on in the background.'],
  ['break',    '[N]',                         'Leave a loop.'],
  ['cd',       '[DIRECTORY]',                 'Change the working directory; without one, to your home, and to the one before for "-".'],
  ['command',  '[-v] COMMAND [ARGUMENT...]',  'Run a command and no function of that name; with -v, tell what it is.'],
  ['continue', '[N]',                         'Go on with the next round of a loop.'],
  ['eval',     '[WORD...]',                   'Run words as a command.'],
  ['exec',     '[COMMAND [ARGUMENT...]]',     'End with a command in the place of the shell; without one, keep its redirections.'],
  ['exit',     '[STATUS]',                    'End the shell.'],
  ['export',   '[NAME[=VALUE]...]',           'Pass variables on to the commands that are run.'],
  ['fg',       '[JOB]',                       'Bring a job to the foreground.'],
  ['getopts',  'LETTERS NAME',                'Parse the options of a script, one at a time.'],
  ['hash',     '[-r] [NAME...]',              'List where commands were found; with -r, forget it.'],
  ['history',  '',                            'List the lines typed so far.'],
  ['jobs',     '[-lp]',                       'List the jobs: what runs in the background, and what is stopped.'],
  ['local',    'NAME[=VALUE]...',             'Keep variables to the function that they are set in.'],
  ['read',     '[-r] NAME...',                'Read a line into variables.'],
  ['readonly', '[NAME[=VALUE]...]',           'Let variables not be changed any more.'],
  ['return',   '[STATUS]',                    'Leave a function.'],
  ['set',      '[-eux] [--] [ARGUMENT...]',   'Set options of the shell and its positional parameters.'],
  ['shift',    '[N]',                         'Drop the first positional parameters.'],
  ['times',    '',                           'Tell the CPU time that the shell and its children have used.'],
  ['trap',     '[ACTION | -] [SIGNAL...]',    'Say what to do when a signal comes, or at the end of the shell (EXIT); without operands, list that.'],
  ['type',     'NAME...',                     'Tell what a command is: built in, an alias, a file.'],
  ['umask',    '[-S] [MODE]',                 'Set which permissions new files do not get, as a number, or may get, as in u=rwx,g=; or tell, with -S the latter.'],
  ['ulimit',   '[-HS] [-a | -t | -f | -u | -n] [LIMIT]', 'Tell or set what the shell and its children may use: -t seconds of CPU time, -f blocks of 512 bytes of a file, -u processes, -n descriptors; or "unlimited". -H is the hard limit, -S the soft one; -a tells all.'],
  ['unalias',  '[-a] NAME...',                'Forget aliases.'],
  ['unset',    '[-fv] NAME...',               'Forget variables or functions.'],
  ['wait',     '[JOB | PID...]',              'Wait for background jobs to end.'],
];

export const shellCommand: Command = {
  name: 'sh',
  topic: 'shell',
  synopsis: '[-eiluxs] [FILE [ARGUMENT...]]\n[-elux] -c COMMANDS [NAME [ARGUMENT...]]',
  about: 'Run commands: those that you type, those in a file, or those after -c.',
  options: [
    { short: 'c', about: 'run the commands in the next argument' },
    { short: 'e', about: 'end when a command fails' },
    { short: 'i', about: 'behave as if a person was typing' },
    { short: 'l', about: 'be a login shell: read /etc/profile and ~/.profile first' },
    { short: 's', about: 'read commands from the standard input' },
    { short: 'u', about: 'take a variable that is not set for an error' },
    { short: 'x', about: 'show each command before it is run' },
  ],
  description: `The language is that of POSIX:

    cmd1 | cmd2          what the first one prints, the second one reads
    cmd < in > out       read from a file, write to a file; >> appends,
                         2> takes the errors, 2>&1 puts them with the rest
    cmd1 && cmd2         the second one if the first one succeeded; || if not
    cmd &                in the background
    $NAME "$NAME"        a variable; NAME=VALUE sets it, export passes it on
    $(cmd) $((1 + 2))    what a command prints; arithmetic
    * ? [a-z]            any file names that match
    'text' "text"        quoting: nothing is special, only $ \` and \\ are
    if while for case    as usual, and name() { ...; } makes a function

While you type: Tab completes, the arrows edit and recall, ^R searches the history, ^U ^K ^W and ^Y cut and paste, ^L
clears. ^C ends what runs in the foreground, ^Z stops it; then fg and bg let it go on. ^D ends the shell.`,
  exitStatus:
    'that of the last command; 127 if it was not found, 126 if it could not be run, 2 after a syntax error',
};

/** Those that are in /bin as well, such as echo and kill, are not in this list. */
export const shellCommands: readonly Command[] = [
  shellCommand,
  ...builtins.map(([name, synopsis, about]) => ({
    name,
    topic: 'shell' as const,
    synopsis,
    about,
    options: [],
    description: 'It is built into the shell, sh(1).',
  })),
];
