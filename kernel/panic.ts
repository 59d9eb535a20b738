// Panic: the kernel has found that it is wrong itself. The machine stops, and says where it was.
//
// A program cannot cause this; if one does, that is a bug of the kernel. The tape of the session reproduces it. To see
// one on purpose, root writes a c to /proc/sysrq-trigger.

import type { Kernel } from './boot.ts';
import type { Task } from './process.ts';

export class Panic extends Error {
  constructor(dump: string, cause: unknown) {
    super(dump, { cause });
    this.name = 'Panic';
  }
}

export function panic(kernel: Kernel, task: Task | null, cause: unknown): never {
  const what = cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause);
  const lines = [`kernel panic at tick ${kernel.clock.now}: ${what}`];
  if (task) {
    const { process, gate, state } = task;
    lines.push(
      `  process ${process.pid} (${process.argv.join(' ')}), ${state.is}, in ${gate?.name ?? 'no system call'}`,
    );
  }
  lines.push(`  ${kernel.processes.size} processes, ${kernel.switches} switches`);
  kernel.halted = 1;
  throw new Panic(lines.join('\n'), cause);
}
