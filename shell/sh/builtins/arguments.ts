// The arguments of built-ins. They may not end the shell as a program's may end the program: errors are thrown.

import { type Option, scan } from '../../../userland/lib/getopt.ts';
import { ShellError } from '../state.ts';

/** Single-letter switches, as they were given, and the operands after them. */
export function switches(argv: readonly string[], letters: string): { given: string[]; operands: string[] } {
  const [name = '', ...args] = argv;
  const options: Option[] = Array.from(letters, (short) => ({ short, about: '' }));
  const result = scan({ name, topic: 'shell', synopsis: '', about: '', options, permute: false }, args);
  if ('help' in result) throw new ShellError(`${name}: no --help here; see \`help ${name}\``);
  if ('wrong' in result) throw new ShellError(`${name}: ${result.wrong}`);
  return { given: result.given.map(({ option }) => option.short!), operands: result.operands };
}

/** A number that is not negative. */
export function parseCount(name: string, text: string): number {
  if (!/^\d+$/.test(text)) throw new ShellError(`${name}: Illegal number: ${text}`);
  return Number(text);
}

/** An exit status: the low eight bits of a number. */
export function parseStatus(name: string, text: string): number {
  if (!/^-?\d+$/.test(text)) throw new ShellError(`${name}: Illegal number: ${text}`);
  return Number(text) & 255;
}
