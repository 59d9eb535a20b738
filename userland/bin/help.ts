// The list of programs has this one in it, and this one looks into the list: when it runs, not before.

import { type Coroutine, RELEASE } from '../../kernel/abi.ts';
import { quote, warn } from '../lib/errors.ts';
import { clip, displayWidth } from '../lib/format.ts';
import { type Command, helpText, parseOptions, type Topic, wrap } from '../lib/getopt.ts';
import { print } from '../lib/output.ts';
import { shellCommands } from '../lib/shell-commands.ts';
import { windowSize } from '../lib/terminal.ts';
import { programs } from '../programs.ts';

export const command: Command = {
  name: 'help',
  topic: 'system',
  synopsis: '[TOPIC | COMMAND]...',
  about: 'Tell what commands there are, by topic.',
  options: [],
  description: `On a terminal that is too small for a line about each command it shows their names only; "help TOPIC" shows the lines
of one topic, "help COMMAND" what "COMMAND --help" does.`,
};

const topics: Record<Topic, string> = {
  files: 'Files and directories',
  text: 'Text',
  processes: 'Processes',
  system: 'The system',
  shell: 'The shell and what is built into it',
};

export default function* main(argv: string[]): Coroutine<number> {
  const { operands } = yield* parseOptions(command, argv);
  const all = [...programs.map((row) => row.command), ...shellCommands];
  const size = yield* windowSize(1);
  const width = size?.columns ?? Number.POSITIVE_INFINITY;
  if (operands.length === 0) {
    const names = Object.keys(topics) as Topic[];
    const full = [...introduction(), ...names.flatMap((topic) => ['', ...describe(all, topic)])];
    const short = [
      ...introduction(),
      ...names.flatMap((topic) => ['', ...list(all, topic, width)]),
      '',
      hint,
    ];
    yield* print(lines(size !== null && full.length > size.rows ? short : full, width));
    return 0;
  }
  let status = 0;
  for (const word of operands) {
    const command = all.find(({ name }) => name === word);
    if (Object.hasOwn(topics, word)) yield* print(lines(describe(all, word as Topic), width));
    else if (command !== undefined) yield* print(helpText(command));
    else {
      yield* warn(
        'help',
        `no command or topic ${quote(word)}; the topics are ${Object.keys(topics).join(', ')}`,
      );
      status = 1;
    }
  }
  return status;
}

function introduction(): string[] {
  return [
    `tinyos ${RELEASE}: type a command and press Enter. To read about one: "man NAME",`,
    'or in short "NAME --help". To stop the machine: "shutdown".',
  ];
}

const hint = `"help TOPIC" has a line about each: ${Object.keys(topics).join(', ')}.`;

/** A line for each command of a topic. */
function describe(all: readonly Command[], topic: Topic): string[] {
  return [
    `${topics[topic]}:`,
    ...ofTopic(all, topic).map(({ name, about }) => `  ${name.padEnd(10)} ${about}`),
  ];
}

/** The names alone. */
function list(all: readonly Command[], topic: Topic, width: number): string[] {
  const names = ofTopic(all, topic)
    .map(({ name }) => name)
    .join(' ');
  return [`${topics[topic]}:`, ...wrap(names, Math.min(width, 80) - 2).map((line) => `  ${line}`)];
}

function ofTopic(all: readonly Command[], topic: Topic): Command[] {
  return all.filter((one) => one.topic === topic).sort((a, b) => (a.name < b.name ? -1 : 1));
}

function lines(texts: readonly string[], width: number): string {
  const fitting = texts.map((text) => (displayWidth(text) <= width ? text : `${clip(text, width - 1)}…`));
  return fitting.map((text) => `${text}\n`).join('');
}
