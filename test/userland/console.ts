// A machine with a terminal, for testing programs that a person sits in front of: keys go in at given ticks, and what
// the terminal was sent comes out, as text and as the screen that it makes.
//
//     const { screen, status } = await runOnConsole(['/bin/init', 'top'], { keys: [[1_500_000, 'q']] });

import xterm from '@xterm/headless';
import type { Bytes, Program, Tick } from '../../kernel/abi.ts';
import { boot, type Kernel } from '../../kernel/boot.ts';
import { post } from '../../kernel/interrupt.ts';
import type { ImageFile } from '../../kernel/machine.ts';
import { run } from '../../kernel/scheduler.ts';
import { concat, decode, encode } from '../../userland/lib/text.ts';
import { programs } from '../../userland/programs.ts';

export interface ConsoleOptions {
  keys?: readonly (readonly [at: Tick, text: string])[];
  size?: { rows: number; columns: number };
  programs?: Record<string, Program>; // more of them, in /bin
  until?: Tick;
  resize?: { at: Tick; rows: number; columns: number };
  image?: ImageFile[];
}

export interface ConsoleOutcome {
  output: string;
  screen: string[]; // its lines, without the empty ones at the end
  status: number | null; // null: still running
  kernel: Kernel;
}

const TURNS = 10_000_000;

export async function runOnConsole(argv: string[], options: ConsoleOptions = {}): Promise<ConsoleOutcome> {
  const { keys = [], size = { rows: 24, columns: 80 }, until = 60_000_000, resize } = options;
  const output: Bytes[] = [];
  const kernel = boot({
    image: [
      ...programs.map(({ name, program }) => ({ path: `/bin/${name}`, program, about: '' })),
      ...Object.entries(options.programs ?? {}).map(([name, program]) => ({
        path: `/bin/${name}`,
        program,
        about: '',
      })),
      { path: '/etc/passwd', text: 'root:x:0:0:root:/root:/bin/sh\n' },
      { path: '/etc/group', text: 'root:x:0:\n' },
      ...(options.image ?? []),
    ],
    devices: [{ is: 'terminal', name: 'tty0', ...size, output: (data) => output.push(data) }],
    stdio: ['/dev/console', '/dev/console', '/dev/console'],
    init: { argv, env: { PATH: '/bin' } },
    random: () => 0.5,
    commandLine: 'seed=7',
  });
  for (const [at, text] of keys) post(kernel, { is: 'input', device: 'tty0', data: encode(text) }, at);
  if (resize)
    post(kernel, { is: 'resize', device: 'tty0', rows: resize.rows, columns: resize.columns }, resize.at);
  if (run(kernel, until, TURNS) === 'busy' && kernel.clock.now < until)
    throw new Error('the machine does not end');
  const text = decode(concat(output));
  const last = resize ?? size;
  return { output: text, screen: await render(text, last.rows, last.columns), status: kernel.halted, kernel };
}

async function render(text: string, rows: number, columns: number): Promise<string[]> {
  const terminal = new xterm.Terminal({ rows, cols: columns, allowProposedApi: true });
  await new Promise<void>((resolve) => terminal.write(text, resolve));
  const { active } = terminal.buffer;
  const lines = Array.from(
    { length: rows },
    (_, y) => active.getLine(active.baseY + y)?.translateToString(true) ?? '',
  );
  while (lines.at(-1) === '') lines.pop();
  return lines;
}
