// The sessions shown in README and docs/: every `console` block is typed into a real machine, and what the terminal
// then shows is what the block must say.
//
// A line that starts with `$ ` is typed, with Enter; `^C` or `^Z` alone on a line is that key. All else is output. A
// block starts on a fresh machine. Time is virtual, so the same session looks the same wherever it is run.

import headless from '@xterm/headless';
import { nextEvent, wantsInput } from '../kernel/interrupt.ts';
import { ENVIRONMENT } from '../shell/host/image.ts';
import { createSession, type Session } from '../shell/host/session.ts';

const BLOCK = /^```console\n(.*?)^```$/gms;
const PROMPT = "PS1='$ '"; // typed first: the pages show the shortest prompt
const PAUSE = 500_000; // ticks that the person waits before typing the next line
const encoder = new TextEncoder();

/** The page with each session as it really goes. */
export async function withRealSessions(markdown: string): Promise<string> {
  const parts = markdown.split(BLOCK); // text, session, text, session ... text
  for (let i = 1; i < parts.length; i += 2)
    parts[i] = `\`\`\`console\n${await replay(parts[i] as string)}\`\`\``;
  return parts.join('');
}

/** Types what the session types, and tells what the terminal shows. */
async function replay(session: string): Promise<string> {
  const screen = new headless.Terminal({ cols: 100, rows: 200, allowProposedApi: true });
  const machine = createSession({
    machine: {
      seed: '1',
      policy: 'rr',
      quantum: 10_000,
      switchCost: 0,
      devices: [{ is: 'terminal', name: 'tty1', rows: 200, columns: 100 }],
      stdio: ['/dev/console', '/dev/console', '/dev/console'],
      argv: ['/bin/init'],
      env: ENVIRONMENT,
      files: [],
    },
    output: (_device, data) => screen.write(data.slice()),
  });
  settle(machine, true);
  type(machine, `${PROMPT}\r`);
  settle(machine, true);
  const lines = session.split('\n').filter((line) => /^(\$ .*|\^[A-Z\\])$/.test(line));
  for (const [i, line] of lines.entries()) {
    const key = line.startsWith('^');
    type(machine, key ? String.fromCharCode(line.charCodeAt(1) & 31) : `${line.slice(2)}\r`);
    settle(machine, !lines[i + 1]?.startsWith('^'));
  }
  return await textOf(screen);
}

function type(machine: Session, text: string): void {
  machine.feed({ is: 'input', device: 'tty1', data: encoder.encode(text) });
}

/** Lets the machine run for a moment, and on until the shell reads again. */
function settle(machine: Session, untilRead: boolean): void {
  const { kernel } = machine;
  const moment = kernel.clock.now + PAUSE;
  machine.run(moment, Number.POSITIVE_INFINITY);
  while (untilRead && kernel.halted === null && !wantsInput(kernel, 'tty1')) {
    if (machine.run(Math.max(nextEvent(kernel), kernel.clock.now + PAUSE), 1e7) === 'idle') break;
  }
}

async function textOf(screen: InstanceType<typeof headless.Terminal>): Promise<string> {
  await new Promise<void>((done) => screen.write('', done));
  const { active } = screen.buffer;
  const lines = Array.from(
    { length: active.length },
    (_, y) => active.getLine(y)?.translateToString(true) ?? '',
  );
  const text = lines.join('\n').split(`${PROMPT}\n`)[1]?.trimEnd() ?? '';
  return `${text.replace(/\n\$$/, '')}\n`; // the prompt that waits for the next line is not part of it
}
