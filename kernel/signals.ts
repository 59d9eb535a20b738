// The signals and what each does to a process that has not said otherwise (signal(7), with Linux's numbers).
//
// A set of signals is one number with a bit for each: cheap to keep in every process, cheap to test on every trap.

// biome-ignore format: a table
const table = {
  SIGHUP:   [1,  'terminate', 'Hangup'],
  SIGINT:   [2,  'terminate', 'Interrupt'],
  SIGQUIT:  [3,  'core',      'Quit'],
  SIGILL:   [4,  'core',      'Illegal instruction'],
  SIGTRAP:  [5,  'core',      'Trace/breakpoint trap'],
  SIGABRT:  [6,  'core',      'Aborted'],
  SIGBUS:   [7,  'core',      'Bus error'],
  SIGFPE:   [8,  'core',      'Floating point exception'],
  SIGKILL:  [9,  'terminate', 'Killed'],
  SIGUSR1:  [10, 'terminate', 'User defined signal 1'],
  SIGSEGV:  [11, 'core',      'Segmentation fault'],
  SIGUSR2:  [12, 'terminate', 'User defined signal 2'],
  SIGPIPE:  [13, 'terminate', 'Broken pipe'],
  SIGALRM:  [14, 'terminate', 'Alarm clock'],
  SIGTERM:  [15, 'terminate', 'Terminated'],
  SIGCHLD:  [17, 'ignore',    'Child exited'],
  SIGCONT:  [18, 'continue',  'Continued'],
  SIGSTOP:  [19, 'stop',      'Stopped (signal)'],
  SIGTSTP:  [20, 'stop',      'Stopped'],
  SIGTTIN:  [21, 'stop',      'Stopped (tty input)'],
  SIGTTOU:  [22, 'stop',      'Stopped (tty output)'],
  SIGURG:   [23, 'ignore',    'Urgent I/O condition'],
  SIGXCPU:  [24, 'core',      'CPU time limit exceeded'],
  SIGXFSZ:  [25, 'core',      'File size limit exceeded'],
  SIGVTALRM:[26, 'terminate', 'Virtual timer expired'],
  SIGPROF:  [27, 'terminate', 'Profiling timer expired'],
  SIGWINCH: [28, 'ignore',    'Window changed'],
  SIGIO:    [29, 'terminate', 'I/O possible'],
  SIGPWR:   [30, 'terminate', 'Power failure'],
  SIGSYS:   [31, 'core',      'Bad system call'],
} as const;

export type Signal = keyof typeof table;
export type DefaultAction = (typeof table)[Signal][1];

export const signals = Object.keys(table) as Signal[];

/** A set of signals, one bit each. */
export type SignalSet = number;

export function signalNumber(signal: Signal): number {
  return table[signal][0];
}

/** The text that a shell prints for a child ended by this signal: "Terminated", "Killed". */
export function signalText(signal: Signal): string {
  return table[signal][2];
}

export function defaultAction(signal: Signal): DefaultAction {
  return table[signal][1];
}

export function isSignal(value: unknown): value is Signal {
  return typeof value === 'string' && Object.hasOwn(table, value);
}

export function bit(signal: Signal): SignalSet {
  return 1 << (table[signal][0] - 1);
}

/** The members of a set, lowest number first. */
export function membersOf(set: SignalSet): Signal[] {
  return signals.filter((signal) => set & bit(signal));
}

/** The set of these signals. */
export function setOf(members: readonly Signal[]): SignalSet {
  return members.reduce((set, signal) => set | bit(signal), 0);
}
