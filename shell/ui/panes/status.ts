// The status line. What does not fit goes, the least important first.

import { type Attr, restyle } from '../render/attr.ts';
import type { Surface } from '../render/surface.ts';
import type { Theme } from '../render/theme.ts';
import { textWidth, truncate } from '../render/width.ts';
import { count, moment as momentText, percent } from '../vm/format.ts';
import { type Status, speeds, speedWord } from '../vm/status.ts';

interface Segment {
  text: string;
  attr: Attr;
  rank: number; // 0 always stays
}

export function paintStatus(line: Surface, status: Status, theme: Theme): void {
  line.clear(theme.status);
  const mode = { text: status.typing ? ' TYPE ' : ' CTRL ', attr: restyle(theme.status, { bold: true }) };
  let segments = describe(status, theme);
  const width = () => segments.reduce((sum, { text }) => sum + textWidth(text) + 2, 1 + textWidth(mode.text));
  for (let rank = 9; rank > 0 && width() > line.width; rank--) {
    segments = segments.filter((segment) => segment.rank < rank);
  }
  let x = 0;
  for (const { text, attr } of segments) x += line.put(x, 0, text, attr) + 2;
  line.put(line.width - textWidth(mode.text), 0, mode.text, mode.attr);
}

function describe(status: Status, theme: Theme): Segment[] {
  const { counts, running } = status;
  const plain = (text: string, rank: number): Segment => ({ text, attr: theme.status, rank });
  const counted = (state: keyof typeof counts, rank: number) =>
    counts[state] > 0 ? [plain(`${theme.states[state].word} ${counts[state]}`, rank)] : [];
  const ahead = status.typedAhead > 0 ? [plain(`${status.typedAhead} typed ahead`, 0)] : [];
  return [
    clockState(status, theme),
    plain(`t=${momentText(status.now)}`, 0),
    plain(`cpu: ${running ? `${running.name}(${running.pid})` : 'idle'}`, 0),
    ...ahead,
    ...(status.stopWhen ? [plain(`stops at ${truncate(status.stopWhen, 20)}`, 2)] : []),
    plain(`ready ${counts.ready}`, 3),
    plain(`blocked ${counts.sleeping}`, 3),
    ...counted('stopped', 4),
    ...counted('zombie', 4),
    plain(`traps ${count(status.traps)}`, 5),
    plain(`switches ${count(status.switches)}`, 6),
    plain(`(${count(status.preemptions)} preempted)`, 9),
    plain(`idle ${percent(status.idleShare, 1)}`, 7),
    plain(slider(status.speed, theme), 8),
    plain(speedWord(status.speed), 1),
  ];
}

function clockState(status: Status, theme: Theme): Segment {
  const { pause, play, idle } = theme.glyphs;
  if (status.paused) {
    return { text: ` ${pause} PAUSED `, attr: restyle(theme.paused, { inverse: true }), rank: 0 };
  }
  if (status.idle) return { text: ` ${idle} IDLE `, attr: restyle(theme.status, { bold: true }), rank: 0 };
  return { text: ` ${play} RUN `, attr: restyle(theme.states.running.attr, { inverse: true }), rank: 0 };
}

function slider(speed: number, theme: Theme): string {
  const { horizontal } = theme.frame.heavy;
  const at = speeds.filter((step) => step < speed).length;
  return horizontal.repeat(at) + theme.states.ready.glyph + horizontal.repeat(speeds.length - 1 - at);
}
