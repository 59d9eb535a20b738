import type { Coroutine } from '../../../kernel/abi.ts';
import { sys } from '../../sys.ts';
import { readFields, waitsFor } from '../processes.ts';
import { readNames } from '../users.ts';
import type { View } from './display.ts';
import { takeSample, usageBetween } from './sample.ts';

/** Measures, and keeps from the view before how to sort. */
export function* look(before: View | null): Coroutine<View> {
  const sample = yield* takeSample();
  const waits = new Map<number, string>();
  for (const { pid, state } of sample.processes) {
    if (state === 'S') waits.set(pid, (yield* waitsFor(pid)) ?? '');
  }
  return {
    sample,
    usage: usageBetween(before?.sample ?? null, sample),
    waits,
    time: yield* sys.clock_gettime('realtime'),
    policy: (yield* readFields('/proc/sched')).policy ?? '',
    names: before?.names ?? (yield* readNames()),
    sort: before?.sort ?? 'P',
    reverse: before?.reverse ?? false,
  };
}
