// Redirections: > < >> <> >& << and their kin (XCU 2.7).
//
// The files are opened first, all of them, as a plan of what to do with the descriptors. For a program the plan
// becomes file actions of its spawn; for a built-in or a compound command the shell does it to itself, and undoes
// it afterwards; for `exec` it stays.

import {
  type Coroutine,
  Errno,
  type Fd,
  type FileAction,
  O_APPEND,
  O_CREAT,
  O_EXCL,
  O_RDONLY,
  O_RDWR,
  O_TRUNC,
  O_WRONLY,
  PIPE_SIZE,
} from '../../kernel/abi.ts';
import { statIfAny } from '../../userland/lib/files.ts';
import { writeAll } from '../../userland/lib/output.ts';
import { encode } from '../../userland/lib/text.ts';
import { sys } from '../../userland/sys.ts';
import { closeAll, keep, keepCopy } from './descriptors.ts';
import { expandText } from './expand.ts';
import { openFor } from './fifo.ts';
import { type Shell, ShellError } from './state.ts';
import { tellError } from './tell.ts';
import type { Redirect } from './tree.ts';

/** A redirection that failed. The command is not run; what that means to the shell depends on the command. */
export class RedirectError extends ShellError {}

/** The steps are those that a child takes at its spawn, too. */
export interface Plan {
  steps: Extract<FileAction, { is: 'dup' | 'close' }>[];
  opened: Fd[]; // to be closed when the plan was carried out
}

export const noRedirects: Plan = { steps: [], opened: [] };

/** Opens what the redirections name, from left to right. */
export function* openAll(shell: Shell, redirects: readonly Redirect[]): Coroutine<Plan> {
  if (redirects.length === 0) return noRedirects;
  const plan: Plan = { steps: [], opened: [] };
  try {
    for (const redirect of redirects) yield* open(shell, redirect, plan);
    return plan;
  } catch (error) {
    yield* closeAll(shell, plan.opened);
    throw error;
  }
}

function* open(shell: Shell, redirect: Redirect, plan: Plan): Coroutine {
  const { number } = redirect;
  if (number >= 10) shell.taken.add(number);
  if (redirect.is === 'duplicate') {
    const target = yield* expandText(shell, redirect.target);
    if (target !== '-')
      plan.steps.push({ is: 'dup', from: yield* sourceOf(shell, target, plan), to: number });
    else if (yield* isOpenAfter(shell, plan, number)) plan.steps.push({ is: 'close', fd: number });
    return;
  }
  const fd =
    redirect.is === 'here'
      ? yield* openHereDocument(shell, yield* expandText(shell, redirect.body))
      : yield* openFile(shell, redirect.operator, yield* expandText(shell, redirect.target));
  const kept = yield* keep(shell, fd);
  plan.opened.push(kept);
  plan.steps.push({ is: 'dup', from: kept, to: number });
}

function* sourceOf(shell: Shell, text: string, plan: Plan): Coroutine<Fd> {
  if (!/^\d+$/.test(text)) throw new RedirectError(`${text}: bad descriptor number`);
  if (yield* isOpenAfter(shell, plan, Number(text))) return Number(text);
  throw new RedirectError(`${text}: ${new Errno('EBADF').message}`);
}

// In `>file 2>&1` the 1 is what the step before has made of it.
function* isOpenAfter(shell: Shell, { steps }: Plan, fd: Fd): Coroutine<boolean> {
  const before = steps.findLast((step) => (step.is === 'dup' ? step.to : step.fd) === fd);
  if (before !== undefined) return before.is === 'dup';
  return !shell.kept.has(fd) && (yield* isOpen(fd));
}

function* isOpen(fd: Fd): Coroutine<boolean> {
  try {
    yield* sys.fstat(fd);
    return true;
  } catch (error) {
    if (error instanceof Errno) return false;
    throw error;
  }
}

const flags = {
  '<': O_RDONLY,
  '<>': O_RDWR | O_CREAT,
  '>': O_WRONLY | O_CREAT | O_TRUNC,
  '>|': O_WRONLY | O_CREAT | O_TRUNC,
  '>>': O_WRONLY | O_CREAT | O_APPEND,
};

function* openFile(shell: Shell, operator: keyof typeof flags, path: string): Coroutine<Fd> {
  try {
    // With noclobber a file must be new, but a device may be written to.
    const guarded = operator === '>' && shell.options.has('noclobber');
    const fresh = guarded && ((yield* statIfAny(path))?.kind ?? 'file') === 'file';
    return yield* openFor(shell, path, fresh ? O_WRONLY | O_CREAT | O_EXCL : flags[operator]);
  } catch (error) {
    if (!(error instanceof Errno)) throw error;
    throw new RedirectError(
      `cannot ${operator.startsWith('<') ? 'open' : 'create'} ${path}: ${error.message}`,
    );
  }
}

// A pipe holds most here-documents. What does not fit goes into a file that has no name any more.
function* openHereDocument(shell: Shell, text: string): Coroutine<Fd> {
  const bytes = encode(text);
  if (bytes.length <= PIPE_SIZE) {
    const [reader, writer] = yield* sys.pipe();
    yield* writeAll(writer, bytes);
    yield* sys.close(writer);
    return reader;
  }
  const path = `/tmp/sh-${yield* sys.getpid()}-${shell.kept.size}`;
  const writer = yield* sys.open(path, O_WRONLY | O_CREAT | O_EXCL, 0o600);
  const reader = yield* sys.open(path, O_RDONLY);
  yield* sys.unlink(path);
  yield* writeAll(writer, bytes);
  yield* sys.close(writer);
  return reader;
}

/** Runs `body` with the shell's own descriptors redirected. */
export function* withRedirects<T>(
  shell: Shell,
  redirects: readonly Redirect[],
  body: () => Coroutine<T>,
): Coroutine<T> {
  if (redirects.length === 0) return yield* body();
  const saved = yield* carryOut(shell, yield* openAll(shell, redirects));
  try {
    return yield* body();
  } catch (error) {
    if (error instanceof ShellError) yield* tellError(shell, error);
    throw error;
  } finally {
    yield* undo(shell, saved);
  }
}

/** What the shell's descriptors were before; null for one that was closed. */
export type Saved = Map<Fd, Fd | null>;

/** Redirects the shell's own descriptors, putting aside what they were. */
export function* carryOut(shell: Shell, plan: Plan): Coroutine<Saved> {
  const saved: Saved = new Map();
  for (const step of plan.steps) {
    const fd = step.is === 'dup' ? step.to : step.fd;
    if (!saved.has(fd)) saved.set(fd, yield* putAside(shell, fd));
    if (step.is === 'dup') yield* sys.dup2(step.from, step.to);
    else yield* sys.close(fd);
  }
  yield* closeAll(shell, plan.opened);
  return saved;
}

function* putAside(shell: Shell, fd: Fd): Coroutine<Fd | null> {
  try {
    return yield* keepCopy(shell, fd);
  } catch (error) {
    if (error instanceof Errno && error.code === 'EBADF') return null;
    throw error;
  }
}

export function* undo(shell: Shell, saved: Saved): Coroutine {
  for (const [fd, before] of [...saved].reverse()) {
    if (before !== null) {
      yield* sys.dup2(before, fd);
      yield* closeAll(shell, [before]);
    } else if (yield* isOpen(fd)) {
      yield* sys.close(fd);
    }
  }
}

/** For `exec`: what was put aside is gone for good. */
export function* forget(shell: Shell, saved: Saved): Coroutine {
  yield* closeAll(
    shell,
    [...saved.values()].filter((fd) => fd !== null),
  );
}
