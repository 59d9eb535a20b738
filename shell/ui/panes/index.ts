// The panes besides the console, by id.

import type { PaneId } from '../state.ts';
import { inspect } from './inspect.ts';
import type { Pane } from './pane.ts';
import { processes } from './processes.ts';
import { queuesPane } from './queues.ts';
import { timelinePane } from './timeline.ts';
import { traps } from './traps.ts';

export const panes: Record<Exclude<PaneId, 'console'>, Pane> = {
  processes,
  traps,
  timeline: timelinePane,
  queues: queuesPane,
  inspect,
};
