// execve(2): another program takes the place of the one that runs, in the same process.
//
// What a process is stays: pid, parent, group, working directory, timer, the signals that it ignores or blocks or that
// have come. What belongs to the program goes: its stack, its handlers, its close-on-exec descriptors. Whatever can
// fail fails before anything is changed.

import type { Env, Path } from './abi.ts';
import type { Kernel } from './boot.ts';
import { afterExec } from './credentials.ts';
import { closeOnExec } from './file.ts';
import { checkSize, executable } from './lifecycle.ts';
import type { Task } from './process.ts';
import { setBlocked } from './sigmask.ts';

export function execve(kernel: Kernel, task: Task, path: Path, argv: readonly string[], env: Env): void {
  const { process } = task;
  checkSize(argv, env);
  const { inode, program } = executable(kernel, process, path);
  task.program = program;
  process.cred = afterExec(process.cred, inode, process.tracer !== null);
  process.path = path;
  process.argv = argv;
  process.env = env;
  dropProgram(task);
  closeOnExec(kernel, process);
  kernel.watch?.({ is: 'exec', tick: kernel.clock.now, pid: process.pid, path, argv });
}

// The coroutines are never run again: as with a process that ends, no `finally` of theirs is.
function dropProgram(task: Task): void {
  task.coroutine = null;
  task.callers = null;
  task.frames = null;
  task.savedMask = null;
  task.process.handlers = null;
  setBlocked(task, task.blocked); // nobody is held: the handlers are gone
}
