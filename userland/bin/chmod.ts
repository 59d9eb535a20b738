import type { Coroutine } from '../../kernel/abi.ts';
import { attempt, quote } from '../lib/errors.ts';
import { listDirectory } from '../lib/files.ts';
import { modeString } from '../lib/format.ts';
import { type Command, parseOptions, usageError } from '../lib/getopt.ts';
import { getUmask, type ModeChange, parseMode } from '../lib/mode.ts';
import { print } from '../lib/output.ts';
import { join } from '../lib/paths.ts';
import { sys } from '../sys.ts';

export const command: Command = {
  name: 'chmod',
  topic: 'files',
  synopsis: '[OPTION]... MODE FILE...',
  about: 'Change the permissions of each FILE to MODE.',
  options: [
    { short: 'R', long: 'recursive', about: 'change files and directories recursively' },
    { short: 'v', long: 'verbose', about: 'print what is done to every file' },
  ],
  description:
    "MODE is octal, such as 644, or symbolic: [ugoa...][+-=][rwxXst...], several with commas, such as 'u+x,go-w'.",
  operand: /^-[rwxXst][-+=ugoarwxXst,]*$/,
};

export default function* main(argv: string[]): Coroutine<number> {
  const { flags, operands } = yield* parseOptions(command, argv);
  const [text, ...files] = operands;
  if (text === undefined) return yield* usageError(command, 'missing operand');
  if (files.length === 0) return yield* usageError(command, `missing operand after ${quote(text)}`);
  const change = parseMode(text, yield* getUmask());
  if (change === null) return yield* usageError(command, `invalid mode: ${quote(text)}`);
  let status = 0;
  for (const file of files) {
    if (!(yield* chmod(file, change, flags.has('R'), flags.has('v')))) status = 1;
  }
  return status;
}

function* chmod(path: string, change: ModeChange, recursive: boolean, verbose: boolean): Coroutine<boolean> {
  const stat = yield* attempt('chmod', `cannot access ${quote(path)}`, sys.stat(path));
  if (stat === null) return false;
  const mode = change(stat.mode, stat.kind === 'directory');
  const done = yield* attempt('chmod', `changing permissions of ${quote(path)}`, sys.chmod(path, mode));
  if (done === null) return false;
  if (verbose) yield* print(`${changeText(path, stat.mode, mode)}\n`);
  if (!recursive || stat.kind !== 'directory') return true;
  const entries = yield* attempt('chmod', `cannot read directory ${quote(path)}`, listDirectory(path));
  let all = entries !== null;
  for (const { name, kind } of entries ?? []) {
    if (kind === 'symlink') continue;
    if (!(yield* sys.call(chmod(join(path, name), change, true, verbose)))) all = false;
  }
  return all;
}

function changeText(path: string, before: number, after: number): string {
  const show = (mode: number) =>
    `${mode.toString(8).padStart(4, '0')} (${modeString('file', mode).slice(1)})`;
  if (before === after) return `mode of ${quote(path)} retained as ${show(after)}`;
  return `mode of ${quote(path)} changed from ${show(before)} to ${show(after)}`;
}
