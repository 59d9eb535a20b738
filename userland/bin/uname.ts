import type { Coroutine } from '../../kernel/abi.ts';
import { quote } from '../lib/errors.ts';
import { type Command, parseOptions, usageError } from '../lib/getopt.ts';
import { print } from '../lib/output.ts';
import { sys } from '../sys.ts';

export const command: Command = {
  name: 'uname',
  topic: 'system',
  synopsis: '[-asnrvmo]',
  about: 'Print the name of the system; without options, as with -s.',
  options: [
    { short: 'a', long: 'all', about: 'all of the following, in this order' },
    { short: 's', long: 'kernel-name', about: 'the name of the kernel' },
    { short: 'n', long: 'nodename', about: 'the name of this machine' },
    { short: 'r', long: 'kernel-release', about: 'the release of the kernel' },
    { short: 'v', long: 'kernel-version', about: 'its version' },
    { short: 'm', long: 'machine', about: 'the kind of hardware' },
    { short: 'o', long: 'operating-system', about: 'the name of the operating system' },
  ],
};

export default function* main(argv: string[]): Coroutine<number> {
  const { flags, operands } = yield* parseOptions(command, argv);
  if (operands.length > 0) return yield* usageError(command, `extra operand ${quote(operands[0] as string)}`);
  const { sysname, nodename, release, version, machine } = yield* sys.uname();
  const parts = { s: sysname, n: nodename, r: release, v: version, m: machine, o: sysname };
  const chosen = Object.entries(parts).filter(([letter]) => flags.has('a') || flags.has(letter));
  yield* print(`${chosen.map(([, text]) => text).join(' ') || sysname}\n`);
  return 0;
}
