// The handlers of all system calls, behind the numbers of the table.
//
// A handler checks what only the kernel can know (is 0 open?) and hands over to the file of its concept. It returns
// the result, or a generator if it may have to wait. The compiler holds it to its row in abi.ts: a row without a
// handler, or a handler of another shape, does not compile.

import { callNames, type Prototype, syscalls } from '../abi.ts';
import type { Kernel } from '../boot.ts';
import type { Kind } from '../kinds.ts';
import type { Gate, KernelHalf, Task } from '../process.ts';
import { descriptorCalls } from './descriptor.ts';
import { fileCalls } from './file.ts';
import { identityCalls } from './identity.ts';
import { processCalls } from './process.ts';
import { signalCalls } from './signal.ts';
import { systemCalls } from './system.ts';
import { terminalCalls } from './terminal.ts';
import { timeCalls } from './time.ts';
import { treeCalls } from './tree.ts';

/** Handlers for some of the calls, as a file in this folder has them. */
export type Handlers = {
  readonly [N in keyof typeof syscalls]?: (
    kernel: Kernel,
    task: Task,
    ...args: Required<Parameters<Prototype<N>>>
  ) => ReturnType<Prototype<N>> | KernelHalf<ReturnType<Prototype<N>>>;
};

/** A handler as trap.ts calls it, its arguments checked by their kinds. */
export type Handler = (kernel: Kernel, task: Task, a?: unknown, b?: unknown, c?: unknown) => unknown;

const handlers: Required<Handlers> = {
  ...processCalls,
  ...identityCalls,
  ...signalCalls,
  ...terminalCalls,
  ...timeCalls,
  ...fileCalls,
  ...descriptorCalls,
  ...treeCalls,
  ...systemCalls,
};

/** By number. */
export const gates: readonly (Gate | undefined)[] = callNames.reduce<(Gate | undefined)[]>((all, name) => {
  const { nr, params } = syscalls[name];
  all[nr] = {
    name,
    params: params as readonly Kind<unknown>[],
    handler: handlers[name] as unknown as Handler,
  };
  return all;
}, []);
