// The boot image: the files that are there before anything runs. The kernel adds /dev and /proc.
//
// To add a program: a row in userland/programs.ts, and it is in /bin. To add a file: a row below.

import type { Env, Program } from '../../kernel/abi.ts';
import type { ImageFile } from '../../kernel/machine.ts';
import { programs } from '../../userland/programs.ts';
import shell from '../sh/main.ts';
import { fruit, poem, welcome } from './image-texts.ts';

/** What init finds in its environment, and so every program. */
export const ENVIRONMENT: Env = {
  HOME: '/home',
  LANG: 'C.UTF-8',
  LOGNAME: 'root',
  PATH: '/bin',
  SHELL: '/bin/sh',
  TERM: 'xterm-256color',
  USER: 'root',
};

export function bootImage(): ImageFile[] {
  return [
    { path: '/bin', directory: true },
    ...programs.map(({ name, program }) => programFile(name, program, `userland/bin/${name}.ts`)),
    programFile('sh', shell, 'shell/sh/main.ts'),

    { path: '/etc', directory: true },
    { path: '/etc/group', text: 'root:x:0:\n' },
    { path: '/etc/hostname', text: 'tinyos\n' },
    { path: '/etc/passwd', text: 'root:x:0:0:root:/home:/bin/sh\n' },
    { path: '/etc/profile', text: "PATH=/bin\nPS1='\\h:\\w\\$ '\nexport PATH\n" },

    { path: '/home', directory: true },
    { path: '/home/fruit.txt', text: fruit },
    { path: '/home/poem.txt', text: poem },
    { path: '/home/welcome.txt', text: welcome },

    { path: '/tmp', directory: true, mode: 0o1777 },
  ];
}

function programFile(name: string, program: Program, source: string): ImageFile {
  return { path: `/bin/${name}`, program, about: `The program ${name}. Its source is ${source}.\n` };
}
