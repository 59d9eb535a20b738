// The picture of the screen in README: the whole UI on a terminal of 120 by 40 that is not there, after a few commands.
//
// It stands between ```text and ``` after the words below, and is made anew by `npm run docs`.

import { consoleMachine } from '../shell/host/machines.ts';
import { parseArguments } from '../shell/host/options.ts';
import { createApp } from '../shell/ui/app.ts';
import { fakeTty } from '../test/shell/ui/fake-tty.ts';

const PICTURE = /(?<=^```text\n)( . \w+ {2,}t=.*?)(?=^```$)/ms;

export async function withPicture(markdown: string): Promise<string> {
  const picture = await takePicture(['spin & spin &', 'seq 1000000 | sort -n | tail -1 &', 'ps -l']);
  return markdown.replace(PICTURE, () => picture);
}

async function takePicture(commands: readonly string[]): Promise<string> {
  const tty = fakeTty({ columns: 120, rows: 40 });
  let now = 0;
  const app = createApp({
    ...tty,
    caps: { colors: 16, unicode: true },
    escapeDelay: 0,
    speed: 1e6,
    clock: () => now,
    session: { machine: consoleMachine(parseArguments([])) },
  });
  for (const command of ['', ...commands]) {
    if (command) tty.press(`${command}\r`);
    for (const end = now + 120; now < end; now += 10) await app.loop.turn();
  }
  const rows = await tty.text();
  app.ui.screen.destroy();
  return `${rows.map((row) => row.trimEnd()).join('\n')}\n`;
}
