// What must be true of a kernel between any two turns of its loop, whatever the programs did.
//
//     expect(broken(kernel)).toEqual([]);
//
// Each law is a function that tells what breaks it. The state is walked from the process table, the mounts and the
// devices, and compared with what the kernel counts: a count and a walk that disagree are a leak, or a use after free.
//
// To add one: a row in `laws` here or in files.ts.

import type { Kernel } from '../../../kernel/boot.ts';
import { alarmCount } from '../../../kernel/clock.ts';
import { trapCount } from '../../../kernel/inspect.ts';
import { UNSTOPPABLE } from '../../../kernel/sigmask.ts';
import { bit } from '../../../kernel/signals.ts';
import type { WaitQueue } from '../../../kernel/waitqueue.ts';
import { fileLaws } from './files.ts';
import { type Law, openFiles, type Tell, type Walk } from './walk.ts';

// Of processes alone: quick enough to be looked at after every turn.
const processLaws: Record<string, Law> = {
  'a task is in exactly one place': places,
  'who sleeps is on the queues that it names': sleepers,
  'parents and children agree': families,
  'a zombie holds nothing, and has a live parent to tell': zombies,
  'a signal that can be delivered is': signals,
  'a session and its terminal agree': sessions,
  'alarms belong to the living': alarms,
  'time is spent by somebody': time,
};

const laws: Record<string, Law> = { ...processLaws, 'queues hold nobody else': queues, ...fileLaws };

/** The laws that are broken, and by what; none in a kernel that is right. */
export function broken(kernel: Kernel): string[] {
  return look(kernel, laws, openFiles(kernel));
}

/** Those of them that are of processes alone. */
export function brokenByProcesses(kernel: Kernel): string[] {
  return look(kernel, processLaws, new Map());
}

function look(kernel: Kernel, some: Record<string, Law>, files: Walk['files']): string[] {
  const found: string[] = [];
  const walk: Walk = { processes: [...kernel.processes.values()], files };
  for (const law in some) some[law]?.(kernel, (what) => found.push(`${law}: ${what}`), walk);
  return found;
}

function places(kernel: Kernel, tell: Tell, { processes }: Walk): void {
  const list = kernel.policy.list();
  const ready = new Set(list);
  if (ready.size !== list.length) tell('the policy has one twice');
  let inPolicy = 0;
  let stopped = 0;
  for (const process of processes) {
    const { pid, task } = process;
    const { is } = task.state;
    if (kernel.processes.get(pid) !== process || task.process !== process) tell(`${pid} is not itself`);
    if (is === 'new') tell(`${pid} was never made ready`);
    if ((task === kernel.cpu.running) !== (is === 'running'))
      tell(`${pid} is ${is}, and the CPU says otherwise`);
    if (ready.has(task) !== (is === 'ready')) tell(`${pid} is ${is}, and the policy says otherwise`);
    if (kernel.stopped.has(task) !== (is === 'stopped'))
      tell(`${pid} is ${is}, and the stopped say otherwise`);
    if (is === 'ready') inPolicy++;
    if (is === 'stopped') stopped++;
    if (is === 'sleeping' && task.half === null) tell(`${pid} sleeps in no system call`);
  }
  const { running } = kernel.cpu;
  if (running && kernel.processes.get(running.process.pid) !== running.process)
    tell('the CPU has a stranger');
  if (inPolicy !== list.length) tell('the policy has a stranger');
  if (stopped !== kernel.stopped.size) tell('a stranger is stopped');
}

function sleepers(_kernel: Kernel, tell: Tell, { processes }: Walk): void {
  for (const { pid, task } of processes)
    for (const queue of task.state.is === 'sleeping' ? task.state.on : [])
      if (!queue.sleepers.has(task)) tell(`${pid} should be among the ${queue.name}`);
}

/** No queue holds one whose state does not name it, least of all a dead one. */
function queues(kernel: Kernel, tell: Tell, { processes, files }: Walk): void {
  const all = new Set<WaitQueue | null | undefined>([kernel.sleepers, kernel.signalled]);
  let named = 0;
  for (const { task, childQueue, tracer } of processes) {
    all.add(childQueue).add(tracer?.readable).add(tracer?.writable);
    if (task.state.is !== 'sleeping') continue;
    named += new Set(task.state.on).size;
    for (const queue of task.state.on) all.add(queue);
  }
  for (const { object } of files.keys()) addQueues(all, object);
  for (const device of kernel.devices.values())
    addQueues(all, device.is === 'terminal' ? device.tty : device.stream);
  let held = 0;
  for (const queue of all) held += queue?.sleepers.size ?? 0;
  if (held === named) return;
  for (const queue of all)
    for (const task of queue?.sleepers ?? [])
      if (!(task.state.is === 'sleeping' && task.state.on.includes(queue as WaitQueue)))
        tell(`${queue?.name} hold ${task.process.pid}, which is ${task.state.is}`);
}

// Pipes, terminals and streams have their queues under these names.
function addQueues(all: Set<WaitQueue | null | undefined>, object: unknown): void {
  if (typeof object !== 'object' || object === null) return;
  const { readable, writable, typable, meeting } = object as Record<string, WaitQueue>;
  all.add(readable).add(writable).add(typable).add(meeting);
}

function families(kernel: Kernel, tell: Tell, { processes }: Walk): void {
  let children = 0;
  for (const process of processes) {
    const { pid, parent } = process;
    if (process === kernel.init) {
      if (parent) tell('init has a parent');
    } else if (!parent?.children?.has(process)) tell(`${pid} is no child of its parent ${parent?.pid}`);
    children += process.children?.size ?? 0;
    if (process.childQueue && process.childQueue.sleepers.size > 0 && !process.children)
      tell(`${pid} waits for a child, and has none`);
    for (const child of process.children ?? []) {
      if (child.parent !== process) tell(`${child.pid} has another parent than ${pid}`);
      if ((child.report !== null) !== (process.news?.has(child) === true))
        tell(`${pid} and the news of ${child.pid}`);
    }
    for (const child of process.news ?? [])
      if (child.parent !== process) tell(`${pid} has news of a stranger`);
  }
  if (children !== processes.length - 1) tell(`${children} children, ${processes.length} processes`);
}

function zombies(_kernel: Kernel, tell: Tell, { processes }: Walk): void {
  for (const process of processes) {
    const { pid, parent, report, task } = process;
    const ended = report?.is === 'exited' || report?.is === 'killed';
    const isZombie = task.state.is === 'zombie';
    if (parent ? ended !== isZombie : ended) tell(`${pid} is ${task.state.is}, its report ${report?.is}`);
    if (!isZombie) continue;
    if (parent?.task.state.is === 'zombie') tell(`nobody will ever be told of ${pid}`);
    if (process.files.length > 0) tell(`${pid} has ${process.files.length} descriptors`);
    if (process.children || process.news) tell(`${pid} has children`);
    if (process.handlers || process.timer || process.pending) tell(`${pid} has signals`);
    if (task.coroutine ?? task.callers ?? task.frames ?? task.half ?? task.alarm) tell(`${pid} has a stack`);
  }
}

function signals(_kernel: Kernel, tell: Tell, { processes }: Walk): void {
  for (const process of processes) {
    const { pid, task, pending, ignored, handlers } = process;
    const { blocked, held, deliverable, state, frames, callers } = task;
    if (deliverable !== (pending & ~(blocked | held))) tell(`what ${pid} could be told is not up to date`);
    if ((blocked | ignored) & UNSTOPPABLE) tell(`${pid} is deaf to SIGKILL or SIGSTOP`);
    if (state.is === 'sleeping' && deliverable !== 0) tell(`${pid} sleeps on`);
    if (state.is === 'stopped' && deliverable & bit('SIGKILL')) tell(`${pid} is stopped, and was killed`);
    if (state.is === 'stopped' && pending & bit('SIGCONT')) tell(`${pid} is stopped, and was told to go on`);
    for (const signal of handlers?.keys() ?? [])
      if (bit(signal) & (ignored | UNSTOPPABLE)) tell(`${pid} has a handler of ${signal}`);
    const depth = frames?.at(-1)?.depth ?? 0;
    if (depth > (callers?.length ?? 0)) tell(`${pid} has lost a caller`);
  }
}

/** A terminal belongs to a session that knows it. */
function sessions(kernel: Kernel, tell: Tell, { processes }: Walk): void {
  for (const { id, terminal } of new Set(processes.map(({ session }) => session)))
    if (terminal && terminal.session !== id) tell(`${id} has the terminal of ${terminal.session}`);
  for (const device of kernel.devices.values()) {
    if (device.is !== 'terminal') continue;
    const { name, session, foreground } = device.tty;
    const leader = kernel.processes.get(session);
    if (session !== 0 && (!leader || leader.task.state.is === 'zombie'))
      tell(`${name} belongs to the dead ${session}`);
    if (session !== 0 && leader?.session.terminal !== device.tty)
      tell(`${name} is not the terminal of ${session}`);
    if (session === 0 && foreground !== 0) tell(`${name} is nobody's, and ${foreground} is in front`);
  }
}

function alarms(kernel: Kernel, tell: Tell, { processes }: Walk): void {
  const { clock } = kernel;
  let set = 0;
  for (const { pid, task, timer } of processes) {
    if (timer) set++;
    if (timer?.alarm.action === null) tell(`the timer of ${pid} never comes`);
    if (!task.alarm) continue;
    set++;
    if (task.state.is !== 'sleeping') tell(`${pid} is ${task.state.is}, and has an alarm`);
    if (task.alarm.action === null) tell(`the alarm of ${pid} never comes`);
  }
  if (set !== alarmCount(clock)) tell(`${alarmCount(clock)} are set, ${set} belong to somebody`);
  const next = clock.heap.peek();
  if (clock.next !== (next?.at ?? Number.POSITIVE_INFINITY)) tell('the clock looks at the wrong one');
  if (next?.action === null) tell('the clock waits for one that was cancelled');
}

/** All the time since boot was spent: idle, in programs, in system calls, in switches. */
function time(kernel: Kernel, tell: Tell, { processes }: Walk): void {
  const { clock, idle, trapCost, switches, switchCost } = kernel;
  let user = 0;
  let system = 0;
  for (const process of processes) {
    const { task } = process;
    user += task.user + process.childrenUser;
    system += task.traps * trapCost + process.childrenSystem;
  }
  if (system !== trapCount(kernel) * trapCost) tell(`${system} ticks in ${trapCount(kernel)} system calls`);
  const spent = idle + user + system + switches * switchCost;
  if (spent !== clock.now) tell(`${spent} of ${clock.now} ticks`);
}
