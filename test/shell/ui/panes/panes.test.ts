// The panes as people see them: whole surfaces of text, made from the moment of sample.ts.

import { describe, expect, test } from 'vitest';
import { panes } from '../../../../shell/ui/panes/index.ts';
import type { Pane, View } from '../../../../shell/ui/panes/pane.ts';
import { flags, flagsOf, foreground } from '../../../../shell/ui/render/attr.ts';
import { memorySurface } from '../../../../shell/ui/render/surface.ts';
import { theme } from '../../../../shell/ui/render/theme.ts';
import { newState, readFilter, type UiState } from '../../../../shell/ui/state.ts';
import type { Moment } from '../../../../shell/ui/vm/moment.ts';
import { process, sample, sampleMoment, snapshot, story } from '../sample.ts';

interface Options {
  state?: Partial<UiState>;
  moment?: Moment;
  cell?: number;
  ascii?: boolean;
}

function paint(id: Pane['id'], width: number, height: number, options: Options = {}) {
  const { state = {}, moment = sampleMoment(), cell = 1000, ascii = false } = options;
  const view: View = {
    moment,
    terminal: 'tty1',
    state: { ...newState(), selected: 4, ...state },
    speed: 1e6,
    paused: false,
    cell,
  };
  const surface = memorySurface(width, height);
  const prepared = panes[id].prepare(view, width, height, theme({ unicode: !ascii }));
  const hits = prepared.paint(surface);
  return { surface, hits, note: prepared.note, text: `\n${surface.text().join('\n').trimEnd()}\n` };
}

function filtered(text: string) {
  const filter = readFilter(text);
  if ('error' in filter) throw new Error(filter.error);
  return filter;
}

const empty = story(snapshot({ now: 100 })).at(100);

describe('the process table', () => {
  test('has five columns where it is narrow', () => {
    expect(paint('processes', 36, 10).text).toMatchInlineSnapshot(`
      "
       PID NAME     STATE       CPU WAITS
         1 init     ◌ blocked 120us child
         2 -sh      ◌ blocked 3.5ms tty1
         3 producer ● ready    44ms cpu#1
      ▸  4 consumer ◌ blocked  38ms pipe#2
         8 sleep    ◌ blocked   0us clock
         9 spin     ▶ running 640ms
        10 top      ■ stopped  22ms TSTP
        11 old      ✗ zombie    0us pid 2
      "
    `);
  });

  test('has ten columns where it is wide', () => {
    expect(paint('processes', 110, 10).text).toMatchInlineSnapshot(`
      "
       PID  PPID NAME         STATE     NICE   CPU WAITED   TRAPS WAITS FOR                     LAST TRAP
         1     0 init         ◌ blocked    0 120us    0us      12 children: no child has ended
         2     1 -sh          ◌ blocked    0 3.5ms    0us     310 tty1 readers: no input
         3     2 producer     ● ready      0  44ms   26ms      22 the cpu, 1st                  write(1, "hello\\n"…
      ▸  4     2 consumer     ◌ blocked    0  38ms   61ms      19 pipe#2 readers: pipe empty    read(0, 512)
         8     2 sleep        ◌ blocked    0   0us    0us       0 clock: asleep
         9     2 spin         ▶ running    0 640ms    0us      64                               work(10000)
        10     2 top          ■ stopped    0  22ms    0us      11 SIGTSTP
        11     2 old          ✗ zombie     0   0us    0us       0 -sh(2) to reap it
      "
    `);
  });

  test('shows who started whom', () => {
    expect(paint('processes', 60, 10, { state: { order: 'tree' } }).text).toMatchInlineSnapshot(`
      "
       PID NAME         STATE       CPU   TRAPS WAITS FOR
         1 init         ◌ blocked 120us      12 child
         2 └-sh         ◌ blocked 3.5ms     310 tty1
         3  └producer   ● ready    44ms      22 the cpu, 1st
      ▸  4  └consumer   ◌ blocked  38ms      19 pipe#2
         8  └sleep      ◌ blocked   0us       0 clock: asleep
         9  └spin       ▶ running 640ms      64
        10  └top        ■ stopped  22ms      11 SIGTSTP
        11  └old        ✗ zombie    0us       0 -sh(2) to reap it
      "
    `);
  });

  test.each([
    ['pid', '1 2 3 4 8 9 10 11'],
    ['cpu', '9 3 4 10 2 1 8 11'],
    ['state', '9 3 10 11 1 2 4 8'],
    ['name', '2 4 1 11 3 8 9 10'],
  ] as const)('sorted by %s', (order, pids) => {
    const { hits } = paint('processes', 60, 10, { state: { order } });
    expect(hits.map(({ target }) => 'pid' in target && target.pid).join(' ')).toBe(pids);
  });

  test('can be filtered, and says so', () => {
    const filters = { processes: filtered('blocked !init'), traps: filtered('') };
    const { note, text } = paint('processes', 40, 5, { state: { filters } });
    expect(note).toBe('3 of 8  /blocked !init  sort: pid');
    expect(text).toMatchInlineSnapshot(`
      "
       PID NAME     STATE       CPU WAITS FOR
         2 -sh      ◌ blocked 3.5ms tty1
      ▸  4 consumer ◌ blocked  38ms pipe#2
         8 sleep    ◌ blocked   0us clock
      "
    `);
    const none = { processes: filtered('nobody'), traps: filtered('') };
    expect(paint('processes', 40, 5, { state: { filters: none } }).text).toMatchInlineSnapshot(`
      "
       PID NAME     STATE       CPU WAITS FOR
       no process matches the filter
      "
    `);
  });

  test('scrolls to the selected process when it is to be revealed, and otherwise stays', () => {
    const rows = (state: Partial<UiState>) =>
      paint('processes', 40, 4, { state }).hits.map(({ target }) => 'pid' in target && target.pid);
    expect(rows({ selected: 11, reveal: true })).toEqual([9, 10, 11]);
    expect(rows({ selected: 11, reveal: false })).toEqual([1, 2, 3]);
  });

  test('leaves out a place in the queue that would be cut', () => {
    const pids = Array.from({ length: 100 }, (_, i) => i + 1);
    const many = snapshot({ processes: pids.map((pid) => process(pid, 'spin')), ready: pids });
    const { tops } = newState();
    const state = { tops: { ...tops, processes: 98 } };
    expect(paint('processes', 36, 3, { moment: story(many).at(0), state }).text).toMatchInlineSnapshot(`
      "
       PID NAME     STATE       CPU WAITS
        99 spin     ● ready     0us cpu#99
       100 spin     ● ready     0us cpu
      "
    `);
  });

  test('underlines what the last step changed', () => {
    const before = snapshot({
      ...sample,
      processes: sample.processes.map((p) =>
        p.pid === 4 ? { ...p, state: 'running', waitsFor: null, user: p.user - 5 } : p,
      ),
    });
    const { surface } = paint('processes', 40, 10, { moment: { ...sampleMoment(), before } });
    const underlined = (y: number) =>
      Array.from({ length: 40 }, (_, x) => (flagsOf(surface.cell(x, y)![0]) & flags.underline ? '^' : ' '));
    expect(underlined(4).join('').trimEnd()).toBe('              ^^^^^^^^^ ^^^^^ ^^^^^^^^^^');
    expect(underlined(3).join('').trimEnd()).toBe('');
  });

  test('tells a state by colour, glyph and word', () => {
    const { surface } = paint('processes', 36, 10);
    expect(foreground(surface.cell(14, 3)![0])).toBe(11);
    expect(surface.text()[3]!.slice(14, 21)).toBe('● ready');
  });
});

describe('the trap log', () => {
  test('shows who called what, and what came of it', () => {
    expect(paint('traps', 96, 5).text).toMatchInlineSnapshot(`
      "
         1.031000 consumer(4)   read(0, 512)                           = "hello\\n", 6
         1.032000 producer(3)   open("/tmp/x", O_RDONLY)               = ENOENT (No such file or dire…
         1.036000 producer(3)   write(1, "hello\\n", 6)                 = 6  wakes consumer(4)
         1.037000 consumer(4)   read(0, 512)                           ◌ pipe#2 readers: pipe empty
         1.038500 spin(9)       work(10000)
      "
    `);
  });

  test('leaves out the arguments where it is narrow', () => {
    expect(paint('traps', 36, 5).text).toMatchInlineSnapshot(`
      "
      .031000 consumer read      = "hello…
      .032000 producer open      = ENOENT
      .036000 producer write     = 6  wak…
      .037000 consumer read      ◌ pipe#2
      .038500 spin     work
      "
    `);
  });

  test('can be filtered, and says so', () => {
    const filters = { processes: filtered(''), traps: filtered('sys=open,write name~prod') };
    const { note, text } = paint('traps', 80, 5, { state: { filters } });
    expect(note).toBe('/sys=open,write name~prod  530');
    expect(text).toMatchInlineSnapshot(`
      "
         1.032000 producer(3)   open("/tmp/x", O_RDONLY)      = ENOENT (No such file …
         1.036000 producer(3)   write(1, "hello\\n", 6)        = 6  wakes consumer(4)
      "
    `);
  });

  test('holds still at the chosen line', () => {
    const { surface, note, hits } = paint('traps', 80, 3, { state: { trap: 2 } });
    expect(note).toBe('held  530');
    expect(hits.map(({ target }) => 'seq' in target && target.seq)).toEqual([2, 3, 4]);
    expect(flagsOf(surface.cell(0, 0)![0]) & flags.inverse).toBe(flags.inverse);
    expect(flagsOf(surface.cell(0, 1)![0]) & flags.inverse).toBe(0);
  });

  test('says that there is nothing yet', () => {
    expect(paint('traps', 40, 3, { moment: empty }).text).toBe('\n no system call yet\n');
  });
});

describe('the time-line', () => {
  test('has a lane for each process and one for the CPU', () => {
    expect(paint('timeline', 60, 12).text).toMatchInlineSnapshot(`
      "
      init     1 ───────────────────────────────────────────
      -sh      2 ───────────────────────────────────────────
      producer 3                                           ░
      consumer 4                                 ▁────██────
      sleep    8  ──────────────────────────────────────────
      spin     9                                        ████
      top     10 ■■■■■■■■■■■■■■■■■■■■■■■■■■■■■■■■■■■■■■■■■■■
      old     11 ✗✗✗✗✗✗✗✗✗✗✗✗✗✗✗✗✗✗✗✗✗✗✗✗✗✗✗✗✗✗✗✗✗✗✗✗✗✗✗✗✗✗✗


      cpu0       ·····································cc9999
      0.999000   ┴─────────┴─────────┴─────────┴─────────┴──▲─────
      "
    `);
  });

  test('has marks of system calls and a legend where there is room', () => {
    expect(paint('timeline', 100, 16).text).toMatchInlineSnapshot(`
      "
      init     1 ─────────────────────────────────────
      -sh      2 ─────────────────────────────────────
      producer 3                                     ░
      consumer 4                           ▁────██────
      sleep    8 ─────────────────────────────────────
      spin     9                                  ████
      top     10 ■■■■■■■■■■■■■■■■■■■■■■■■■■■■■■■■■■■■■
      old     11 ✗✗✗✗✗✗✗✗✗✗✗✗✗✗✗✗✗✗✗✗✗✗✗✗✗✗✗✗✗✗✗✗✗✗✗✗✗




      cpu0       ·······························cc9999
      traps                                '     '
      1.005000   ┴─────────┴─────────┴─────────┴──────▲──┴─────────┴─────────┴─────────┴─────────┴────────
      █ running   ░ ready (waits for the cpu)   ─ blocked   ■ stopped   ✗ zombie   ' system call
      "
    `);
  });

  test('shows one tick in a cell', () => {
    expect(
      paint('timeline', 60, 12, { cell: 1, moment: { ...sampleMoment(), now: 1_038_520 } }).text,
    ).toMatchInlineSnapshot(`
      "
      init     1 ─────────────────────────────────────────
      -sh      2 ─────────────────────────────────────────
      consumer 4 ─────────────────────────────────────────
      sleep    8 ─────────────────────────────────────────
      spin     9 █████████████████████████████████████████
      top     10 ■■■■■■■■■■■■■■■■■■■■■■■■■■■■■■■■■■■■■■■■■
      old     11 ✗✗✗✗✗✗✗✗✗✗✗✗✗✗✗✗✗✗✗✗✗✗✗✗✗✗✗✗✗✗✗✗✗✗✗✗✗✗✗✗✗



      cpu0       99999999999999999999999999999999999999999
      1.038479   ┴─────────┴─────────┴─────────┴─────────┴▲───────
      "
    `);
  });

  test('shows marks, and how far they are apart', () => {
    const { text, note } = paint('timeline', 60, 6, { state: { marks: [1_031_000, 1_041_000] } });
    expect(note).toBe('A-B: 10.0ms  1.00ms/cell');
    expect(text.trimEnd().split('\n').at(-1)).toMatchInlineSnapshot(
      `"0.999000   ┴─────────┴─────────┴─────────┴─A───────┴─B▲─────"`,
    );
  });

  test('can be panned to the past', () => {
    const { text } = paint('timeline', 60, 12, { state: { windowEnd: 1_036_000 } });
    expect(text).toMatchInlineSnapshot(`
      "
      init     1 ─────────────────────────────────────────────────
      -sh      2 ─────────────────────────────────────────────────
      consumer 4                                             ▁────
      sleep    8              ────────────────────────────────────
      top     10 ■■■■■■■■■■■■■■■■■■■■■■■■■■■■■■■■■■■■■■■■■■■■■■■■■
      old     11 ✗✗✗✗✗✗✗✗✗✗✗✗✗✗✗✗✗✗✗✗✗✗✗✗✗✗✗✗✗✗✗✗✗✗✗✗✗✗✗✗✗✗✗✗✗✗✗✗✗




      cpu0       ·················································
      0.987000   ┴─────────┴─────────┴─────────┴─────────┴────────
      "
    `);
  });

  test('turns the page when it is full, and keeps a quarter of it', () => {
    const axis = (now: number) =>
      paint('timeline', 51, 4, { cell: 1, moment: { ...sampleMoment(), now } })
        .text.trimEnd()
        .split('\n')
        .at(-1);
    expect([39, 40, 69, 70].map(axis)).toEqual([
      '0.000000   ┴─────────┴─────────┴─────────┴────────▲',
      '0.000030   ┴─────────▲─────────┴─────────┴─────────',
      '0.000030   ┴─────────┴─────────┴─────────┴────────▲',
      '0.000060   ┴─────────▲─────────┴─────────┴─────────',
    ]);
  });
});

describe('the queues', () => {
  test('show who waits for what and who can end it', () => {
    expect(paint('queues', 47, 16).text).toMatchInlineSnapshot(`
      "
      CPU    ▶ spin(9)  slice █████░░░░░░░ 4.0ms/10ms
      READY  producer(3)
      WAIT   children: no child has ended
               init(1)  ← -sh(2)
             tty1 readers: no input
               -sh(2)  ← keyboard
             pipe#2 readers: pipe empty
               consumer(4)  ← producer(3)
             clock: asleep
               sleep(8)  ← clock at 61.000000
      STOP   ■ top(10)  by SIGTSTP
      ZOMBIE ✗ old(11)  ← -sh(2) has not waited for …
      "
    `);
  });

  test('take one line each where there is room', () => {
    expect(paint('queues', 80, 10).text).toMatchInlineSnapshot(`
      "
      CPU    ▶ spin(9)  slice ████████░░░░░░░░░░░░ 4.0ms/10ms
      READY  producer(3)
      WAIT   children: no child has ended  init(1)  ← -sh(2)
             tty1 readers: no input        -sh(2)  ← keyboard
             pipe#2 readers: pipe empty    consumer(4)  ← producer(3)
             clock: asleep                 sleep(8)  ← clock at 61.000000
      STOP   ■ top(10)  by SIGTSTP
      ZOMBIE ✗ old(11)  ← -sh(2) has not waited for it
      "
    `);
  });

  test('show the ready queue in its order, as far as it fits', () => {
    const many = Array.from({ length: 20 }, (_, i) => process(20 + i, 'job'));
    const crowd = snapshot({ now: 5, running: 0, ready: many.map((p) => p.pid), processes: many });
    expect(paint('queues', 40, 3, { moment: story(crowd).at(5) }).text).toMatchInlineSnapshot(`
      "
      CPU    · between two slices
      READY  job(20) → job(21) → job(22) … +17
      WAIT   nobody waits
      "
    `);
  });

  test('say that nobody waits', () => {
    expect(paint('queues', 40, 4, { moment: empty }).text).toMatchInlineSnapshot(`
      "
      CPU    · idle: nobody is ready
      READY  nobody waits for the cpu
      WAIT   nobody waits
      "
    `);
  });

  test('can be clicked', () => {
    const { hits } = paint('queues', 80, 10);
    const at = (pid: number) => hits.filter(({ target }) => 'pid' in target && target.pid === pid);
    expect(at(4)).toEqual([{ x: 37, y: 4, width: 11, height: 1, target: { is: 'process', pid: 4 } }]);
  });
});

describe('the inspector', () => {
  test('tells first what a process waits for and who can wake it', () => {
    expect(paint('inspect', 48, 18).text).toMatchInlineSnapshot(`
      "
      state   ◌ blocked for 11.0ms, in read(0, 512)
      waits   pipe#2 readers: pipe empty
      woken   by producer(3) ● ready
      fds     0 r pipe#2  1-2 rw tty1
      signals none pending
      cpu     38.0ms (8.00ms in traps), ready 61.0ms
      counts  19 traps, 12 sleeps, 3 preempted
      traps   1.037000 read(0, 512)
              1.031000 read(0, 512) = "hello\\n", 6
      parent  -sh(2), group 4, session 2
      tty     tty1, in the background; nice 0
      argv    consumer
      cwd     /home
      "
    `);
  });

  test('has two columns where there is room', () => {
    expect(paint('inspect', 90, 7).text).toMatchInlineSnapshot(`
      "
      state   ◌ blocked for 11.0ms, in read(0, 5…  traps   1.037000 read(0, 512)
      waits   pipe#2 readers: pipe empty                   1.031000 read(0, 512) = "hello\\n", 6
      woken   by producer(3) ● ready               parent  -sh(2), group 4, session 2
      fds     0 r pipe#2  1-2 rw tty1              tty     tty1, in the background; nice 0
      signals none pending                         argv    consumer
      cpu     38.0ms (8.00ms in traps), ready 61…  cwd     /home
      counts  19 traps, 12 sleeps, 3 preempted
      "
    `);
  });

  test.each([
    [9, 'state   ▶ running for 4.00ms'],
    [3, 'waits   the cpu, 1st'],
    [2, 'woken   by the keyboard'],
    [8, 'woken   by the clock at 61.000000'],
    [10, 'waits   stopped by SIGTSTP'],
    [11, 'waits   ended (exited 3); its parent has not waited for it'],
    [1, 'woken   by -sh(2) ◌ blocked'],
  ])('of process %i says: %s', (selected, line) => {
    expect(paint('inspect', 70, 18, { state: { selected } }).surface.text()).toContain(line);
  });

  test('says so if nobody is selected, or the process is gone', () => {
    expect(paint('inspect', 50, 2, { state: { selected: null } }).text).toMatchInlineSnapshot(`
      "
      state   ◌ blocked for 142ms, in read(0, 512)
      waits   tty1 readers: no input
      "
    `);
    expect(paint('inspect', 50, 2, { state: { selected: 77 } }).text).toMatchInlineSnapshot(`
      "
       ?(77) has ended and is gone
      "
    `);
  });
});

test('in ASCII every pane is the same in plain characters', () => {
  for (const id of Object.keys(panes) as Pane['id'][]) {
    expect(paint(id, 96, 18, { ascii: true }).text).toMatch(/^[\x20-\x7e\n]*$/);
  }
  expect(paint('queues', 47, 12, { ascii: true }).text).toMatchInlineSnapshot(`
    "
    CPU    > spin(9)  slice #####....... 4.0ms/10ms
    READY  producer(3)
    WAIT   children: no child has ended
             init(1)  <- -sh(2)
           tty1 readers: no input
             -sh(2)  <- keyboard
           pipe#2 readers: pipe empty
             consumer(4)  <- producer(3)
           clock: asleep
             sleep(8)  <- clock at 61.000000
    STOP   T top(10)  by SIGTSTP
    ZOMBIE x old(11)  <- -sh(2) has not waited for~
    "
  `);
});

test('a process may be called anything', () => {
  const nasty = snapshot({ processes: [process(1, '\x1b[31m{red-fg}漢字漢字漢字')], ready: [1] });
  for (const id of Object.keys(panes) as Pane['id'][]) {
    expect(paint(id, 36, 12, { moment: story(nasty).at(5), state: { selected: 1 } }).text).not.toContain(
      '\x1b',
    );
  }
});
