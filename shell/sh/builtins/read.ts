// `read`: a line of input, taken apart and put into variables.

import { type Coroutine, Errno } from '../../../kernel/abi.ts';
import { isatty } from '../../../userland/lib/terminal.ts';
import { sys } from '../../../userland/sys.ts';
import { readLine } from '../lines.ts';
import { isName } from '../parameter-syntax.ts';
import type { Character } from '../pattern.ts';
import { getVariable, type Shell, ShellError, setVariable } from '../state.ts';
import { say } from '../tell.ts';
import { interruptible } from '../traps.ts';

export function* builtinRead(shell: Shell, argv: string[]): Coroutine<number> {
  const given = parseRead(argv.slice(1));
  return yield* interruptible(shell, () => readInto(shell, given));
}

function* readInto(shell: Shell, { raw, prompt, names }: ReturnType<typeof parseRead>): Coroutine<number> {
  if (prompt !== null && (yield* isatty(0))) yield* say(prompt);
  const characters: Character[] = [];
  let terminated = true;
  let interrupted = false;
  for (let more = true; more; ) {
    const line = yield* sys.call(readLine(0, shell));
    terminated = line?.terminated ?? false;
    interrupted = line?.interrupted ?? false;
    more = !raw && takeEscapes(line?.text ?? '', characters) && terminated;
    if (raw) for (const c of line?.text ?? '') characters.push({ c, quoted: false });
  }
  const values = distribute(characters, names.length, getVariable(shell, 'IFS') ?? ' \t\n');
  for (const [i, name] of names.entries()) setVariable(shell, name, values[i] ?? '');
  if (interrupted) throw new Errno('EINTR');
  return terminated ? 0 : 1;
}

function parseRead(args: readonly string[]): { raw: boolean; prompt: string | null; names: string[] } {
  let raw = false;
  let prompt: string | null = null;
  let at = 0;
  for (; args[at]?.startsWith('-') && args[at] !== '-'; at++) {
    const option = args[at]!;
    if (option === '-p') prompt = args[++at] ?? '';
    else if (option === '-r') raw = true;
    else if (option === '--') {
      at++;
      break;
    } else throw new ShellError(`read: Illegal option ${option}`);
  }
  const names = args.slice(at);
  const wrong = names.find((name) => !isName(name));
  if (wrong !== undefined) throw new ShellError(`read: ${wrong}: bad variable name`);
  if (names.length === 0) throw new ShellError('read: into which variable?');
  return { raw, prompt, names };
}

/** A backslash makes the next character ordinary. Returns whether one at the end asks for another line. */
function takeEscapes(line: string, characters: Character[]): boolean {
  let escaped = false;
  for (const c of line) {
    if (escaped || c !== '\\') characters.push({ c, quoted: escaped });
    escaped = !escaped && c === '\\';
  }
  return escaped;
}

/** One field for each name; the last gets all that is left (XCU 3, read). */
export function distribute(characters: readonly Character[], count: number, ifs: string): string[] {
  const isDelimiter = (one: Character | undefined) => one !== undefined && !one.quoted && ifs.includes(one.c);
  const isBlank = (one: Character | undefined) => isDelimiter(one) && ' \t\n'.includes(one!.c);
  const text = (from: number, to: number) => {
    let all = '';
    for (let i = from; i < to; i++) all += characters[i]!.c;
    return all;
  };
  let at = 0;
  const skipBlanks = () => {
    while (isBlank(characters[at])) at++;
  };
  const takeField = () => {
    const start = at;
    while (at < characters.length && !isDelimiter(characters[at])) at++;
    const field = text(start, at);
    skipBlanks();
    if (isDelimiter(characters[at])) at++;
    skipBlanks();
    return field;
  };
  skipBlanks();
  const fields: string[] = [];
  while (fields.length < count - 1) fields.push(takeField());
  const start = at;
  const only = takeField();
  if (at === characters.length) return [...fields, only];
  let end = characters.length;
  while (end > start && isBlank(characters[end - 1])) end--;
  return [...fields, text(start, end)];
}
