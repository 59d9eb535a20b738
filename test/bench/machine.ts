// A machine with no more on it than the programs that are measured.

import type { Program } from '../../kernel/abi.ts';
import { boot, type Kernel } from '../../kernel/boot.ts';
import { ENVIRONMENT } from '../../shell/host/image.ts';

/** Boots `init`, with `child` as /bin/child. */
export function bareMachine(init: Program, child: Program): Kernel {
  return boot({
    image: [
      { path: '/bin/init', program: init, about: '' },
      { path: '/bin/child', program: child, about: '' },
    ],
    devices: [{ is: 'terminal', name: 'tty1', rows: 24, columns: 80, output: () => {} }],
    stdio: ['/dev/tty1', '/dev/tty1', '/dev/tty1'],
    init: { argv: ['/bin/init'], env: ENVIRONMENT },
    random: () => 0.5,
    maxProcesses: 2 ** 21,
  });
}
