// What the laws look at: the processes and open files of a kernel, found from its process table.

import type { Kernel } from '../../../kernel/boot.ts';
import type { OpenFile } from '../../../kernel/file.ts';
import type { Process } from '../../../kernel/process.ts';
import type { WaitQueue } from '../../../kernel/waitqueue.ts';

export interface Walk {
  readonly processes: readonly Process[]; // zombies too
  readonly files: ReadonlyMap<OpenFile, number>; // with how many descriptors each has
}

export type Tell = (what: string) => void;
export type Law = (kernel: Kernel, tell: Tell, walk: Walk) => void;

export function openFiles(kernel: Kernel): Map<OpenFile, number> {
  const files = new Map<OpenFile, number>();
  for (const process of kernel.processes.values())
    for (const file of process.files) if (file) files.set(file, (files.get(file) ?? 0) + 1);
  return files;
}

/** Does anybody sleep there for a read or a write of its own? Who polls may sleep for other events. */
export function isWaitedFor(queue: WaitQueue): boolean {
  if (queue.sleepers.size === 0) return false;
  for (const { gate } of queue.sleepers) if (gate?.name !== 'poll') return true;
  return false;
}
