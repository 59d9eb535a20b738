// Makes the pages of docs/ that come from tables, and types the sessions shown in the others anew: `npm run docs`. A
// test holds that all of them are up to date.
//
// To add one: a row in `pages`.

import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import {
  callNames,
  defaultAction,
  errorCodes,
  errorNumber,
  type Signal,
  signalNumber,
  signals,
  signalText,
  strerror,
  syscalls,
} from '../kernel/abi.ts';
import { keysMarkdown } from '../shell/ui/keymap.ts';
import { commandPage, formatPage } from '../userland/lib/manual.ts';
import { shellCommands } from '../userland/lib/shell-commands.ts';
import { programs } from '../userland/programs.ts';
import { withPicture } from './picture.ts';
import { withRealSessions } from './sessions.ts';

/** By file name in docs/. */
export const pages: Record<string, () => string> = {
  'keys.md': keysMarkdown,
  'programs.md': programsPage,
  'syscalls.md': syscallsPage,
};

function syscallsPage(): string {
  const rows = callNames.map((name) => {
    const { nr, params, returns, man, errors } = syscalls[name];
    const list = params.map((kind) => `${kind.name}: ${kind.type}`).join(', ');
    const failures = errors.length > 0 ? `\n\nErrors: ${errors.map((code) => `\`${code}\``).join(' ')}` : '';
    return `### ${name}\n\n\`\`\`ts\nyield* sys.${name}(${list}): ${returns.type} // number ${nr}\n\`\`\`\n\n${man}${failures}\n`;
  });
  const errorRows = errorCodes.map((code) => `| \`${code}\` | ${errorNumber(code)} | ${strerror(code)} |`);
  const signalRows = signals.map((signal: Signal) => {
    return `| \`${signal}\` | ${signalNumber(signal)} | ${defaultAction(signal)} | ${signalText(signal)} |`;
  });
  return `# System calls

Made from the table in [kernel/abi.ts](../kernel/abi.ts), as \`man 2 NAME\` inside tinyos is. The records (\`Stat\`,
\`SpawnOptions\` and so on) are in [kernel/records.ts](../kernel/records.ts), those of signals (\`SigAction\`, \`Itimer\`) in
[kernel/sigrecords.ts](../kernel/sigrecords.ts). A call that fails throws an \`Errno\` whose \`code\` is one of the errors
named with it. Besides, in every call an argument of another kind than its prototype says is \`EINVAL\` or \`EFAULT\`, and a
descriptor that is none is \`EBADF\`.

There is one more trap, which is no system call: \`yield* sys.call(sub())\` runs a subroutine on the process's own stack
of coroutines. It behaves as \`yield* sub()\`, but what it costs does not grow with the depth.

${rows.join('\n')}
## Errors

| Error | Number | Text |
| --- | --- | --- |
${errorRows.join('\n')}

## Signals

| Signal | Number | Default action | Text |
| --- | --- | --- | --- |
${signalRows.join('\n')}
`;
}

function programsPage(): string {
  const commands = [...programs.map((row) => row.command), ...shellCommands];
  commands.sort((a, b) => (a.name < b.name ? -1 : 1));
  const pages = commands.map(
    (command) => `## ${command.name}\n\n\`\`\`text\n${formatPage(commandPage(command), 100)}\`\`\`\n`,
  );
  return `# Programs

The manual pages of section 1, as \`man NAME\` inside tinyos shows them. Each is made from the table in the program's own
file in [userland/bin](../userland/bin).

${pages.join('\n')}`;
}

/** A page that people write, with what it shows of the system as it is: sessions, the picture, the kernel's size. */
export async function renewed(markdown: string): Promise<string> {
  const page = await withPicture(await withRealSessions(markdown));
  return page.replace(
    /(?<=The kernel has some\s)[\d,]+(?= lines)/,
    (Math.round(kernelLines() / 100) * 100).toLocaleString('en'),
  );
}

function kernelLines(): number {
  const folder = new URL('../kernel/', import.meta.url);
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.ts'),
  );
  const lines = files.map((name) => readFileSync(new URL(name, folder), 'utf8').split('\n').length - 1);
  return lines.reduce((sum, n) => sum + n, 0);
}

async function main(): Promise<void> {
  for (const [name, page] of Object.entries(pages)) writeFileSync(new URL(name, import.meta.url), page());
  const folder = fileURLToPath(new URL('.', import.meta.url));
  const written = readdirSync(folder).filter((name) => name.endsWith('.md') && !(name in pages));
  for (const path of ['../README.md', ...written].map((name) => `${folder}${name}`))
    writeFileSync(path, await renewed(readFileSync(path, 'utf8')));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main();
