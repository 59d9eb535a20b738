// The machine as its user has it: who that is, what is denied, and how one becomes root.

import { describe, expect, test } from 'vitest';
import { consoleMachine } from '../../shell/host/machines.ts';
import { parseArguments } from '../../shell/host/options.ts';
import { createSession } from '../../shell/host/session.ts';
import { runBatch } from '../session.ts';

function sh(line: string): { stdout: string; stderr: string; status: number } {
  const { stdout, stderr, status } = runBatch(['-c', line]);
  return { stdout, stderr, status };
}

const printed = (stdout: string) => ({ stdout, stderr: '', status: 0 });

describe('a command runs as the user me', () => {
  test.each([
    ['id', 'uid=1000(me) gid=1000(me) groups=1000(me),37(operator)\n'],
    ['id -u; id -un; id -gn; id -Gn; id -ur', '1000\nme\nme\nme operator\n1000\n'],
    ['whoami; groups', 'me\nme operator\n'],
    ['id root; id -u nobody', 'uid=0(root) gid=0(root) groups=0(root)\n65534\n'],
    ['groups root me', 'root : root\nme : me operator\n'],
    [
      'pwd; cd; pwd; echo $HOME $USER $LOGNAME; echo ~ ~root ~me',
      '/home/me\n/home/me\n/home/me me me\n/home/me /root /home/me\n',
    ],
    ['ls; ls -ld . | cut -c 1-20', 'fruit.txt\npoem.txt\nwelcome.txt\ndrwxr-xr-x 2 me me 3\n'],
    ['echo new > file; ls -l file | cut -c 1-18', '-rw-r--r-- 1 me me\n'],
    ['umask 077; echo new > file; ls -l file | cut -c 1-18', '-rw------- 1 me me\n'],
    [
      'ps -o user,ruser,group,comm; :',
      'USER     RUSER    GROUP    COMMAND\nme       me       me       sh\nme       me       me       ps\n',
    ],
    ['ps -o user= -p 1', 'root\n'],
  ])('%s', (line, expected) => {
    expect(sh(line)).toEqual(printed(expected));
  });

  test('and so does a script, which is its own', () => {
    const { stdout } = runBatch([
      '-c',
      'ls -l /dev/host-stdout /dev/null /bin/su /bin/shutdown | cut -c 1-24',
    ]);
    expect(stdout).toBe(
      '-rwsr-x--- 1 root operat\n-rwsr-xr-x 1 root root  \ncrw------- 1 me   tty   \ncrw-rw-rw- 1 root root  \n',
    );
  });
});

describe('what is not allowed is told, and not done', () => {
  const denied: [line: string, stderr: string, status: number][] = [
    ['cat /root/x', 'cat: /root/x: Permission denied\n', 1],
    ['ls /root', "ls: cannot open directory '/root': Permission denied\n", 2],
    ['cd /root', 'sh: 1: cd: /root: Permission denied\n', 2],
    ['echo x > /etc/passwd', 'sh: 1: cannot create /etc/passwd: Permission denied\n', 2],
    ['/etc/passwd', 'sh: 1: /etc/passwd: Permission denied\n', 126],
    ['mkdir /etc/d', "mkdir: cannot create directory '/etc/d': Permission denied\n", 1],
    ['rmdir /root', "rmdir: failed to remove '/root': Permission denied\n", 1],
    ['rm -f /etc/passwd', "rm: cannot remove '/etc/passwd': Permission denied\n", 1],
    ['mv /etc/passwd .', "mv: cannot move '/etc/passwd' to './passwd': Permission denied\n", 1],
    ['cp poem.txt /etc', "cp: cannot create regular file '/etc/poem.txt': Permission denied\n", 1],
    ['ln poem.txt /etc/p', "ln: failed to create hard link '/etc/p': Permission denied\n", 1],
    ['ln -s x /etc/p', "ln: failed to create symbolic link '/etc/p': Permission denied\n", 1],
    ['touch /etc/passwd', "touch: cannot touch '/etc/passwd': Permission denied\n", 1],
    ['touch -d @5 /tmp', "touch: cannot touch '/tmp': Operation not permitted\n", 1],
    ['chmod 777 /etc/passwd', "chmod: changing permissions of '/etc/passwd': Operation not permitted\n", 1],
    ['chown me /etc/passwd', "chown: changing ownership of '/etc/passwd': Operation not permitted\n", 1],
    ['chown root poem.txt', "chown: changing ownership of 'poem.txt': Operation not permitted\n", 1],
    ['chgrp root poem.txt', "chgrp: changing group of 'poem.txt': Operation not permitted\n", 1],
    ['kill 1', 'sh: 1: kill: 1: Operation not permitted\n', 1],
    ['/bin/kill 1', 'kill: (1): Operation not permitted\n', 1],
    ['ls /proc/1/fd', "ls: cannot open directory '/proc/1/fd': Permission denied\n", 2],
    ['strace -p 1', 'strace: process 1: Permission denied\n', 1],
    ['strace su', "strace: cannot trace 'su': Permission denied\n", 1],
    ['find /root -mindepth 1', "find: '/root': Permission denied\n", 1],
    ['chmod 0 poem.txt; cat poem.txt', 'cat: poem.txt: Permission denied\n', 1],
    ['mkdir d; chmod 644 d; cat d/x', 'cat: d/x: Permission denied\n', 1],
    ['echo id > s; PATH=.:$PATH; s', 'sh: 1: s: Permission denied\n', 126],
    ['su nobody -c /bin/shutdown', 'sh: 1: /bin/shutdown: Permission denied\n', 126],
    ['su nobody -c shutdown', 'sh: 1: shutdown: Permission denied\n', 126],
    ["su -c 'touch /tmp/r'; rm -f /tmp/r", "rm: cannot remove '/tmp/r': Operation not permitted\n", 1],
    ["su -c 'touch /tmp/r'; mv /tmp/r r", "mv: cannot move '/tmp/r' to 'r': Operation not permitted\n", 1],
  ];

  test.each(denied)('%s', (line, stderr, status) => {
    expect(sh(line)).toEqual({ stdout: '', stderr, status });
  });

  test('all that is root’s is as before', () => {
    const list = "su -c 'ls -lR /etc /root; ls -ld /etc /root /tmp; cat /etc/passwd'";
    const tried = denied.filter(([line]) => line.includes('/etc') || line.includes('/root'));
    const lines = tried.map(([line]) => `(${line}) 2> /dev/null`);
    expect(sh([...lines, list].join('\n'))).toEqual(sh(list));
    expect(tried.length).toBeGreaterThan(10);
  });

  test('nice runs the command all the same, with the niceness that it has', () => {
    expect(sh('nice -n -5 nice')).toEqual({
      stdout: '0\n',
      stderr: 'nice: cannot set niceness: Operation not permitted\n',
      status: 0,
    });
  });
});

describe('su', () => {
  test.each([
    ["su -c 'id; pwd; echo $HOME $USER'", 'uid=0(root) gid=0(root) groups=0(root)\n/home/me\n/root me\n'],
    ['su nobody -c id', 'uid=65534(nobody) gid=65534(nogroup) groups=65534(nogroup)\n'],
    ["su nobody -c 'su -c whoami; whoami'", 'root\nnobody\n'],
    [
      "A=1 su - -c 'pwd; env; echo $0'",
      '/root\nPATH=/bin\nTERM=xterm-256color\nHOME=/root\nSHELL=/bin/sh\nUSER=root\nLOGNAME=root\nPWD=/root\n-sh\n',
    ],
    ["su -m -c 'whoami; echo $HOME'", 'root\n/home/me\n'],
    ["su root -c 'echo $0 $1' name one", 'name one\n'],
    ['su -s /bin/echo me hello', 'hello\n'],
    ["su me -c 'su me -c whoami'", 'me\n'],
    [
      "su -c 'nice -n -5 nice; echo x > /etc/x; chown nobody: /etc/x; ls -l /etc/x | cut -c 1-24'",
      '-5\n-rw-r--r-- 1 nobody nogr\n',
    ],
  ])('%s', (line, expected) => {
    expect(sh(line)).toEqual(printed(expected));
  });

  test.each([
    ['su stranger', 'su: user stranger does not exist\n', 1],
    ['su -s /bin/none', 'su: failed to execute /bin/none: No such file or directory\n', 127],
    ['su -s /etc/passwd', 'su: failed to execute /etc/passwd: Permission denied\n', 126],
    ['cp -p /bin/su mysu; su nobody -c "exit 3"', '', 3],
  ])('%s', (line, stderr, status) => {
    expect(sh(line)).toEqual({ stdout: '', stderr, status });
  });
});

describe('owners', () => {
  test('chown and chgrp tell what they do, and go into directories', () => {
    const lines = [
      'mkdir d; touch d/f; ln -s none d/l',
      'chown -v me:operator poem.txt; chgrp -v me poem.txt; chgrp -v me poem.txt; chown -v :37 poem.txt',
      'su -c "chown -Rv nobody d; chown --reference=/bin/shutdown poem.txt; chown me: fruit.txt"',
      'ls -lR d | cut -c 1-23; ls -l poem.txt | cut -c 1-24',
    ];
    expect(sh(lines.join('\n'))).toEqual(
      printed(`\
changed ownership of 'poem.txt' from me:me to me:operator
changed group of 'poem.txt' from operator to me
group of 'poem.txt' retained as me
changed ownership of 'poem.txt' from me:me to :operator
changed ownership of 'd/f' from me to nobody
changed ownership of 'd/l' from me to nobody
changed ownership of 'd' from me to nobody
d:
total 0
-rw-r--r-- 1 nobody me 
lrwxrwxrwx 1 nobody me 
-rw-r--r-- 1 root operat
`),
    );
  });

  test.each([
    ['chown', "chown: missing operand\nTry 'chown --help' for more information.\n"],
    ['chown me', "chown: missing operand after 'me'\nTry 'chown --help' for more information.\n"],
    ['chown stranger poem.txt', "chown: invalid user: 'stranger'\n"],
    ['chown me:strangers poem.txt', "chown: invalid group: 'me:strangers'\n"],
    ['chgrp strangers poem.txt', "chgrp: invalid group: 'strangers'\n"],
    ['chown me none', "chown: cannot access 'none': No such file or directory\n"],
    [
      'chgrp --reference=none poem.txt',
      "chgrp: failed to get attributes of 'none': No such file or directory\n",
    ],
    ['id stranger', "id: 'stranger': no such user\n"],
    ['groups stranger', "groups: 'stranger': no such user\n"],
    ['logname', 'logname: no login name\n'],
  ])('%s', (line, stderr) => {
    expect(sh(line)).toEqual({ stdout: '', stderr, status: 1 });
  });

  test('find looks for them, and for permissions in any notation', () => {
    expect(sh('find /home -user me; find /bin -perm -4000; find /bin -group operator -perm -u=s')).toEqual(
      printed(
        '/home/me\n/home/me/fruit.txt\n/home/me/poem.txt\n/home/me/welcome.txt\n/bin/shutdown\n/bin/su\n/bin/shutdown\n',
      ),
    );
    expect(
      sh('su -c "chown 77:88 poem.txt"; find . -nouser; find . -nogroup; find . -user 77 -group 88'),
    ).toEqual(printed('./poem.txt\n./poem.txt\n./poem.txt\n'));
    expect(sh('find . -user stranger')).toEqual({
      stdout: '',
      stderr: "find: 'stranger' is not the name of a known user\n",
      status: 1,
    });
  });

  test('test asks the kernel, and knows what is whose', () => {
    const line = `for t in '-r /etc/passwd' '-w /etc/passwd' '-r /root/x' '-x /root' '-x /bin/ls' '-x /etc/passwd' \
      '-w .' '-O .' '-G .' '-O /etc' '-G /etc' '-w /proc/version' '-w /dev/null' '-u /bin/su' '-k /tmp'
    do test $t; echo "$t $?"; done | grep ' 0$'`;
    expect(sh(line)).toEqual(
      printed(
        '-r /etc/passwd 0\n-x /bin/ls 0\n-w . 0\n-O . 0\n-G . 0\n-w /dev/null 0\n-u /bin/su 0\n-k /tmp 0\n',
      ),
    );
    expect(sh("su -c 'test -w /etc/passwd && test -r /root && [ -O /etc ] && echo all'")).toEqual(
      printed('all\n'),
    );
  });

  test('cp -p keeps the owner if it may, and else not the set-user-ID bit either', () => {
    expect(sh("cp -p /bin/su .; su -c 'cp -p /bin/su /tmp'; ls -l su /tmp/su | cut -c 1-20")).toEqual(
      printed('-rwsr-xr-x 1 root ro\n-rwxr-xr-x 1 me   me\n'),
    );
  });
});

describe('at the console', () => {
  test('the log says who one is, the prompt shows it, and shutdown works', () => {
    const { text, halted } = atConsole(
      'whoami',
      'su',
      'whoami; logname',
      'exit',
      'cd /etc',
      'tty',
      'ls -l /dev/tty1',
      'shutdown',
    );
    expect(text).toContain('\nlogin: you are the user me; su makes you root\n');
    expect(text.slice(text.indexOf('\n\n') + 2)).toBe(`\
tinyos:~$ whoami
me
tinyos:~$ su
root@tinyos:/home/me# whoami; logname
root
me
root@tinyos:/home/me# exit
tinyos:~$ cd /etc
tinyos:/etc$ tty
/dev/console
tinyos:/etc$ ls -l /dev/tty1
crw--w---- 2 me tty 0 Mar 25 09:00 /dev/tty1
tinyos:/etc$ shutdown
The system is going down now.
`);
    expect(halted).toBe(0);
  });

  test('su - is a login of root, with its prompt', () => {
    const { text } = atConsole('su -', 'pwd', 'exit');
    expect(text.slice(text.indexOf('\n\n') + 2)).toBe(
      'tinyos:~$ su -\ntinyos:~# pwd\n/root\ntinyos:~# exit\ntinyos:~$ ',
    );
  });

  test('the terminal of one user is not for another to read', () => {
    const { text } = atConsole(
      "su nobody -c 'cat /dev/tty1; echo seen > /dev/tty1'",
      'cat /dev/tty1',
      '\x04',
    );
    expect(text).toContain(
      '\ncat: /dev/tty1: Permission denied\nsh: 1: cannot create /dev/tty1: Permission denied\n',
    );
  });
});

/** Types lines at the console of a machine, each when the one before is done. */
function atConsole(...lines: string[]): { text: string; halted: number | null } {
  const parts: Uint8Array[] = [];
  const session = createSession({
    machine: consoleMachine(parseArguments(['--no-color'])),
    output: (_device, data) => parts.push(data.slice()),
  });
  const { kernel } = session;
  const settle = () => session.run(kernel.clock.now + 1_000_000, Number.POSITIVE_INFINITY);
  settle();
  for (const line of lines) {
    session.feed({ is: 'input', device: 'tty1', data: new TextEncoder().encode(`${line}\r`) });
    settle();
  }
  const text = Buffer.concat(parts).toString();
  // The line editor paints a line anew from its start: what is left is what a person reads.
  const plain = text.replace(/\x1b\[[0-9;?]*[a-zA-Z]/g, '').replace(/\r+\n/g, '\n');
  return { text: plain.replace(/^.*\r/gm, ''), halted: kernel.halted };
}
