// What the folders and files of tinyos may do, and what they may not: who imports whom, what the host offers that must
// not be used inside, that no coroutine is called without its star, and how long things may be.

import { describe, expect, test } from 'vitest';
import { codeOf, filesIn, importsOf, linesOf, textOf } from './source.ts';

// The kernel's files in the order in which they are to be read: a file may use values only of those after it, so the
// reader never has to go back. Types may come from anywhere: they say what a thing is, and not what is done with it.
const readingOrder = [
  'boot machine interrupt scheduler panic trap stack fault',
  'calls/index calls/file calls/descriptor calls/process calls/identity calls/signal calls/terminal calls/time',
  'calls/tree calls/system',
  'poll exec lifecycle wait itimer pty',
  'fs/image fs/procfs fs/sysrq inspect counters fs/open fs/devfs fs/tree fs/fifo fs/attributes fs/path fs/tmpfs fs/inode',
  'fs/filedata',
  'stream ttyops tty jobcontrol linediscipline file pipe trace watch bytequeue rlimit signal sigaction',
  'permissions credentials',
  'usage waitqueue sigmask clock process policies/index policies/round-robin ring',
  'abi constants sigrecords termios pollfd resources records users kinds signals errno',
]
  .flatMap((line) => line.split(' '))
  .map((name) => `kernel/${name}.ts`);

describe('the reading order', () => {
  test('has every file of the kernel, once', () => {
    expect([...readingOrder].sort()).toEqual(filesIn('kernel'));
  });

  test('is kept: values are imported forward only', () => {
    const back = readingOrder.flatMap((file, place) =>
      importsOf(file)
        .filter(({ path, typesOnly }) => !typesOnly && path.startsWith('kernel/'))
        .filter(({ path }) => readingOrder.indexOf(path) <= place)
        .map(({ path }) => `${file} uses ${path}, which comes before it`),
    );
    expect(back).toEqual([]);
  });
});

// What each folder may import: prefixes of paths from the root, packages, and why where it is not plain.
const mayImport: Record<string, string[]> = {
  kernel: ['kernel/', 'tinyqueue'],
  userland: ['kernel/abi.ts', 'userland/', 'get-east-asian-width'],
  'shell/sh': ['kernel/abi.ts', 'userland/', 'shell/sh/'],
  'shell/ui': [
    ...['shell/ui/', 'blessed', '@xterm/headless', '@xterm/addon-unicode11', 'get-east-asian-width'],
    ...['kernel/abi.ts', 'kernel/watch.ts', 'kernel/inspect.ts', 'kernel/interrupt.ts'],
    'shell/host/', // it drives the machine's sessions; the next test says which of its files may
  ],
  'shell/host': [
    'shell/host/',
    'kernel/',
    'node:',
    'seedrandom/',
    'shell/sh/main.ts',
    'userland/programs.ts',
  ],
};

describe('imports', () => {
  test.each(Object.entries(mayImport))('%s/ has only those that it may', (folder, allowed) => {
    const files = filesIn(folder);
    expect(files.length).toBeGreaterThan(5);
    const wrong = files.flatMap((file) =>
      importsOf(file)
        .filter(
          ({ path }) =>
            !allowed.some((one) =>
              one.endsWith('/') || one.endsWith(':') ? path.startsWith(one) : path === one,
            ),
        )
        .map(({ path }) => `${file} imports ${path}`),
    );
    expect(wrong).toEqual([]);
  });

  test('of the host’s drivers by the UI are only in the files that run the machine', () => {
    const users = filesIn('shell/ui').filter((file) =>
      importsOf(file).some(({ path, typesOnly }) => path.startsWith('shell/host/') && !typesOnly),
    );
    expect(users).toEqual(['shell/ui/app.ts', 'shell/ui/machine.ts']);
  });

  test('of Node are in shell/host, shell/main.ts and shell/build.ts only', () => {
    const users = ['kernel', 'userland', 'shell']
      .flatMap((folder) => filesIn(folder))
      .filter((file) => importsOf(file).some(({ path }) => path.startsWith('node:')));
    expect(users.filter((file) => !/^shell\/(host\/|main\.ts|build\.ts)/.test(file))).toEqual([]);
    expect(users.length).toBeGreaterThan(3);
  });

  test('are all at the top; only the command loads parts of itself later, to start quickly', () => {
    const later = ['kernel', 'userland', 'shell']
      .flatMap((folder) => filesIn(folder))
      .filter((file) => /\b(?:import|require)\s*\(/.test(codeOf(textOf(file))));
    expect(later.filter((file) => !/^shell\/(?:main\.ts|host\/)/.test(file))).toEqual([]);
  });
});

/** The folders whose code runs inside the machine. */
const inside = ['kernel', 'userland', 'shell/sh'].flatMap((folder) => filesIn(folder));

describe('inside the machine', () => {
  // The compiler keeps out most of the host (kernel/tsconfig.json); these are part of the language.
  test.each([
    ['clock', /\bnew Date\b|\bDate\.|\bperformance\b|\bIntl\b|\.toLocale\w+/],
    ['chance', /\bMath\.random\b|\bcrypto\b/],
    ['waiting', /\bPromise\b|\basync\b|\bawait\b|\bsetTimeout\b|\bsetInterval\b|\bqueueMicrotask\b/],
    ['garbage', /\bWeakRef\b|\bFinalizationRegistry\b/],
    ['global', /\bglobalThis\b|\beval\(|\bnew Function\b|\bSharedArrayBuffer\b|\bAtomics\b/],
  ])('nothing uses the host’s %s', (_, forbidden) => {
    expect(inside.filter((file) => forbidden.test(codeOf(textOf(file))))).toEqual([]);
  });

  test('no module keeps a state of its own', () => {
    const stateful = inside.flatMap((file) =>
      codeOf(textOf(file))
        .split('\n')
        .filter((line) =>
          /^(?:export )?(?:let|var)\b|^(?:export )?const [^=]*= new (?:Map|Set|WeakMap|Array)\b/.test(line),
        )
        .map((line) => `${file}: ${line}`),
    );
    expect(stateful).toEqual([]);
  });
});

// A coroutine that is called without its star does nothing, and where its value is not used the compiler says nothing.
/** Calls of coroutines, and of system calls, that stand alone as a statement. */
function forgottenStars(file: string, text = textOf(file)): string[] {
  const code = codeOf(text);
  const names = new Set([...coroutinesIn(code), ...importedCoroutines(file, text)]);
  const found: string[] = [];
  for (const match of code.matchAll(/(?<![\w.])(sys\.\w+|\w+)\(/g)) {
    const name = match[1] as string;
    if (!name.startsWith('sys.') && !names.has(name)) continue;
    const before = code.slice(0, match.index);
    const statement = before.slice(Math.max(...[';', '{', '}'].map((end) => before.lastIndexOf(end))) + 1);
    const isDeclaration =
      /^\([^()]*\)\s*:/.test(code.slice(match.index + name.length)) || /(^|,)\s*\*$/.test(statement);
    // Its value goes somewhere: to a variable, a caller, a list of arguments, another expression.
    if (/yield\*|(?<![=!<>])=(?!=)|\breturn\b|\bfunction\*|[[(,]\s*$/.test(statement) || isDeclaration)
      continue;
    found.push(`${file}: ${`${statement}${match[0]}`.trim()}`);
  }
  return found;
}

function coroutinesIn(code: string): string[] {
  return [...code.matchAll(/\bfunction\*\s*(\w+)/g)].map((match) => match[1] as string);
}

function importedCoroutines(file: string, text: string): string[] {
  return [...text.matchAll(/^import\s+\{([^}]*)\}\s+from\s+'(\.[^']+)';/gm)].flatMap(
    ([statement, names = '']) => {
      const path = importsOf(file, statement)[0]?.path ?? '';
      const exported = new Set(coroutinesIn(codeOf(textOf(path))));
      return names
        .split(',')
        .map((name) => name.trim().split(' as '))
        .flatMap(([name = '', local = name]) => (exported.has(name) ? [local] : []));
    },
  );
}

describe('every call of a coroutine has its star', () => {
  test('in userland, in the shell and in the tests’ own programs', () => {
    const files = [...filesIn('userland'), ...filesIn('shell/sh'), ...filesIn('test/kernel')];
    expect(files.flatMap((file) => forgottenStars(file))).toEqual([]);
  });

  test('in the kernel’s halves', () => {
    expect(filesIn('kernel').flatMap((file) => forgottenStars(file))).toEqual([]);
  });

  test.each([
    'sys.close(3);',
    'if (ready) sys.close(3);',
    'else sys.close(3);',
    'if (fd === 3 && fd >= 2) sys.close(3);',
    'for (;;) { sys.sched_yield(); }',
    'for (const fd of fds) helper(fd);',
    'ready && helper();',
    '{ helper(`x`); }',
  ])('which the test would miss in %j', (line) => {
    const text = `function* helper() {}\nfunction* main() {\n  work();\n  ${line}\n}\n`;
    expect(forgottenStars('userland/x.ts', text).length).toBe(1);
  });

  test.each([
    'yield* sys.close(3);',
    'if (yield* helper()) return 1;',
    'const trap = sys.close(3);',
    'yield* sys.call(helper());',
    'yield* flag ? helper() : sys.close(3);',
    'attempt(() => helper());',
    '// sys.close(3);',
    'print("sys.close(3);");',
    'const action = { *helper() {} };',
    'const action = { mask, *helper() {} };',
  ])('and which it does not ask for in %j', (line) => {
    const text = `function* helper() {}\nfunction* main() {\n  ${line}\n}\n`;
    expect(forgottenStars('userland/x.ts', text)).toEqual([]);
  });
});

describe('the budget', () => {
  const sum = (files: string[]) => files.reduce((lines, file) => lines + linesOf(file).length, 0);

  // Sessions, signals, permissions, poll, pseudo-terminals and limits need their room; it is still a weekend.
  test('the kernel has less than 8,000 lines', () => {
    expect(sum(filesIn('kernel'))).toBeLessThan(8000);
  });

  test('no file has more than 300 lines', () => {
    const files = ['kernel', 'userland', 'shell'].flatMap((folder) => filesIn(folder));
    expect(files.filter((file) => linesOf(file).length > 300)).toEqual([]);
  });

  test('no function has more than 60 lines', () => {
    const files = ['kernel', 'userland', 'shell'].flatMap((folder) => filesIn(folder));
    expect(files.flatMap((file) => longFunctions(file))).toEqual([]);
  });

  test('a program has 15 to 120 lines; what is longer has parts in userland/lib', () => {
    const wrong = filesIn('userland/bin').filter(
      (file) => linesOf(file).length < 15 || linesOf(file).length > 120,
    );
    expect(wrong).toEqual([]);
  });
});

/** Functions over 60 lines, told by the indentation of their first and last lines, which the formatter keeps. */
function longFunctions(file: string): string[] {
  const lines = linesOf(file);
  const opens =
    /^(\s*)(?:(?:export |default |async |static )*function\b.*|(?:\*?\w+)\(.*\)(?:: .*)?|(?:export )?const \w+.*=>|.*\bfunction\*? ?\(.*\).*) \{$/;
  return lines.flatMap((line, start) => {
    const indent = line.match(opens)?.[1];
    if (indent === undefined) return [];
    const end = lines.findIndex((one, i) => i > start && one.startsWith(`${indent}}`));
    return end - start + 1 > 60 ? [`${file}:${start + 1} has ${end - start + 1} lines`] : [];
  });
}

test('files have a header that says what they are for; a program has its manual page', () => {
  const without = ['kernel', 'userland', 'shell']
    .flatMap((folder) => filesIn(folder))
    .filter((file) => linesOf(file).length > 25)
    .filter(
      (file) =>
        !/^(?:#!.*\n)?\/\/ /.test(textOf(file)) && !/^export const command: Command = \{/m.test(textOf(file)),
    );
  expect(without).toEqual([]);
});
