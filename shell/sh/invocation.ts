// How the shell was called: `sh -c COMMANDS`, `sh FILE`, `sh -s`, or `sh` alone (XCU 3, sh).

import { findOption, type OptionName } from './options.ts';

export interface Invocation {
  source: { is: 'text'; text: string } | { is: 'file'; path: string } | { is: 'input' };
  name: string; // $0
  args: string[]; // $1 and on
  options: { name: OptionName; on: boolean }[];
  interactive: boolean; // -i
  login: boolean;
}

/** Throws an Error with what is wrong. */
export function parseInvocation(argv: readonly string[]): Invocation {
  const [name = 'sh', ...args] = argv;
  const seen = new Set<string>();
  const options: Invocation['options'] = [];
  let at = 0;
  for (; /^[-+]./.test(args[at] ?? ''); at++) {
    const arg = args[at]!;
    if (arg === '--') {
      at++;
      break;
    }
    const on = arg.startsWith('-');
    for (const letter of arg.slice(1)) {
      const text = letter === 'o' ? (args[++at] ?? '') : letter;
      const option = findOption(text);
      if (option !== null) options.push({ name: option, on });
      else if (on && 'cils'.includes(letter)) seen.add(letter);
      else throw new Error(`illegal option ${letter === 'o' ? `-o ${text}` : arg}`);
    }
  }
  if (args[at] === '-') at++;
  const login = seen.has('l') || name.startsWith('-');
  return { ...sourceOf(name, args.slice(at), seen), options, interactive: seen.has('i'), login };
}

function sourceOf(
  name: string,
  operands: readonly string[],
  seen: ReadonlySet<string>,
): Pick<Invocation, 'source' | 'name' | 'args'> {
  const [first, ...rest] = operands;
  if (seen.has('c')) {
    if (first === undefined) throw new Error('-c wants the commands as an argument');
    return { source: { is: 'text', text: first }, name: rest[0] ?? name, args: rest.slice(1) };
  }
  if (seen.has('s') || first === undefined) return { source: { is: 'input' }, name, args: [...operands] };
  return { source: { is: 'file', path: first }, name: first, args: rest };
}
