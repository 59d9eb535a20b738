// The boot image: the files that are there before anything runs. The kernel adds /dev and /proc.
//
// To add a program: a row in userland/programs.ts, and it is in /bin. To add a file: a row below.

import type { Env, Program } from '../../kernel/abi.ts';
import type { ImageFile } from '../../kernel/machine.ts';
import { programs } from '../../userland/programs.ts';
import shell from '../sh/main.ts';
import { fruit, poem, welcome } from './image-texts.ts';

/** The user at the keyboard. All others are in /etc/passwd. */
export const ME = { uid: 1000, gid: 1000 };

const OPERATOR = 37; // the group of those who may shut the machine down

/** What init finds in its environment, and so every program: the user that it logs in is USER. */
export const ENVIRONMENT: Env = {
  HOME: '/home/me',
  LANG: 'C.UTF-8',
  LOGNAME: 'me',
  PATH: '/bin',
  SHELL: '/bin/sh',
  TERM: 'xterm-256color',
  USER: 'me',
};

export function bootImage(): ImageFile[] {
  return [
    { path: '/bin', directory: true },
    ...programs.map(({ name, program }) => programFile(name, program, `userland/bin/${name}.ts`)),
    programFile('sh', shell, 'shell/sh/main.ts'),

    { path: '/etc', directory: true },
    { path: '/etc/group', text: groups },
    { path: '/etc/hostname', text: 'tinyos\n' },
    { path: '/etc/passwd', text: passwd },
    { path: '/etc/profile', text: "PATH=/bin\nPS1='\\h:\\w\\$ '\nexport PATH\n" },

    { path: '/home', directory: true },
    { path: '/home/me', directory: true, owner: ME },
    { path: '/home/me/fruit.txt', text: fruit, owner: ME },
    { path: '/home/me/poem.txt', text: poem, owner: ME },
    { path: '/home/me/welcome.txt', text: welcome, owner: ME },

    { path: '/root', directory: true, mode: 0o700 },

    { path: '/tmp', directory: true, mode: 0o1777 },
  ];
}

const passwd = `root:x:0:0:root:/root:/bin/sh
me:x:${ME.uid}:${ME.gid}:me:/home/me:/bin/sh
nobody:x:65534:65534:nobody:/:/bin/sh
`;

const groups = `root:x:0:
tty:x:5:
operator:x:${OPERATOR}:me
me:x:${ME.gid}:
nogroup:x:65534:
`;

// Set-user-ID programs of root: what they do, they do for whoever may start them.
const special: Record<string, Pick<ImageFile, 'mode' | 'owner'>> = {
  su: { mode: 0o4755 },
  shutdown: { mode: 0o4750, owner: { uid: 0, gid: OPERATOR } },
};

function programFile(name: string, program: Program, source: string): ImageFile {
  const about = `The program ${name}. Its source is ${source}.\n`;
  return { path: `/bin/${name}`, program, about, ...special[name] };
}
