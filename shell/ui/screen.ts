// The screen that the panes are painted on, and the events that come from it.
//
//     const screen = createScreen({ input: process.stdin, output: process.stdout, caps: detectCaps(process.env), process });
//     const pane = screen.pane((surface) => surface.put(0, 0, 'hello'));
//     pane.place({ x: 0, y: 0, width: 20, height: 3 });
//     screen.onEvent((event) => { ...; pane.touch(); screen.render(); });
//
// A pane is an element of blessed's tree. It is painted on blank cells when it was touched, or when one that it
// covers was; all of them when any was moved, hidden or shown. So a pane never has to clean up after itself, nor to
// know of the others, and what has not changed costs nothing.
// Dialogs are panes as well: there is one path for keys, onEvent().

import {
  addElement,
  blessedScreen,
  type Coords,
  type Element,
  elementAt,
  placeElement,
  resizeScreen,
  type Screen,
  surfaceAt,
} from './blessed.ts';
import { type RgbTable, rgbTable } from './render/colour.ts';
import { type Cursor, createRenderer, type Renderer } from './render/draw.ts';
import { type Rect, Surface } from './render/surface.ts';
import type { Caps } from './tty/caps.ts';
import { createDriver, type Driver, guard, type Tty } from './tty/driver.ts';
import type { UiEvent } from './tty/events.ts';
import { createTokenizer } from './tty/input.ts';

export interface ScreenOptions extends Tty {
  caps: Caps;
  process?: NodeJS.Process; // given: the terminal is restored however this process ends
  escapeDelay?: number; // ms until ESC at the end of what was read is taken for the Escape key; 0: at once (tests)
}

export interface Pane {
  /** Where the terminal's cursor is in it while it has the focus; null: hidden. */
  cursor: Cursor | null;
  /** Where to show it; null hides it. */
  place(rect: Rect | null): void;
  /** What it shows has changed: the next frame paints it anew. */
  touch(): void;
}

export interface UiScreen {
  readonly width: number;
  readonly height: number;
  readonly caps: Caps;
  readonly rgb: RgbTable; // for painters of true colours
  /** A new pane, in front of the earlier ones, not shown until it is placed. */
  pane(paint: (surface: Surface) => void): Pane;
  /** The pane that is seen there: the foremost one. */
  at(x: number, y: number): Pane | null;
  /** The terminal's cursor is where this pane has it. */
  focus(pane: Pane): void;
  /** Paints a frame. False: the terminal has not taken the last ones yet, so this one was left out; try again later. */
  render(): boolean;
  /** The next frame writes every cell: something else has written to the terminal. */
  repaint(): void;
  /** Puts text on the clipboard of the user's terminal, which may refuse it. */
  copy(text: string): void;
  onEvent(handler: (event: UiEvent) => void): void;
  /** Gives the terminal back. */
  destroy(): void;
}

const MOST_UNWRITTEN = 65536;
const ESCAPE_DELAY = 25;

interface ElementPane extends Pane {
  element: Element;
}

interface State {
  options: ScreenOptions;
  tree: Screen;
  renderer: Renderer;
  rgb: RgbTable;
  panes: ElementPane[]; // from back to front
  focused: ElementPane | null;
  moved: boolean; // a pane was moved, hidden or shown: all have to be painted
  painted: Coords[]; // in this frame, so far
  handler: (event: UiEvent) => void;
}

export function createScreen(options: ScreenOptions): UiScreen {
  const { caps } = options;
  const { width, height } = sizeOf(options);
  const rgb = rgbTable();
  const state: State = {
    options,
    tree: blessedScreen(width, height, () => draw(state)),
    renderer: createRenderer({ ...caps, rgb }),
    rgb,
    panes: [],
    focused: null,
    moved: true,
    painted: [],
    handler: () => {},
  };
  const stop = start(state);
  return {
    caps,
    rgb,
    get width() {
      return state.tree.program.cols;
    },
    get height() {
      return state.tree.program.rows;
    },
    pane: (paint) => createPane(state, paint),
    at(x, y) {
      const element = elementAt(state.tree, x, y);
      return state.panes.find((pane) => pane.element === element) ?? null;
    },
    focus(pane) {
      state.focused = pane as ElementPane;
    },
    render: () => render(state),
    repaint: () => state.renderer.invalidate(),
    copy: (text) => void options.output.write(`\x1b]52;c;${Buffer.from(text).toString('base64')}\x07`),
    onEvent(handler) {
      state.handler = handler;
    },
    destroy: stop,
  };
}

/** A terminal that says it has no size, such as a serial line, does not know it. */
function sizeOf({ output }: Tty): { width: number; height: number } {
  return { width: output.columns || 80, height: output.rows || 24 };
}

/** Takes the terminal over; returns how to give it back. */
function start(state: State): () => void {
  const { options, tree } = state;
  const driver: Driver = createDriver(options);
  const onResize = (): void => {
    const { width, height } = sizeOf(options);
    resizeScreen(tree, width, height);
    state.moved = true;
    state.renderer.invalidate();
    state.handler({ is: 'resize', width, height });
  };
  const unguard = options.process ? guard(driver, options, options.process, onResize) : () => {};
  const stopReading = readInput(state);
  options.output.on('resize', onResize);
  driver.enter();
  return () => {
    stopReading();
    options.output.off('resize', onResize);
    driver.leave();
    unguard();
    tree.destroy();
  };
}

function readInput(state: State): () => void {
  const { input, escapeDelay = ESCAPE_DELAY } = state.options;
  const tokenizer = createTokenizer();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const expire = (): void => {
    for (const event of tokenizer.expire()) state.handler(event);
  };
  const onData = (data: Uint8Array): void => {
    clearTimeout(timer);
    for (const event of tokenizer.feed(data)) state.handler(event);
    if (!tokenizer.pending) return;
    if (escapeDelay === 0) expire();
    else timer = setTimeout(expire, escapeDelay);
  };
  input.on('data', onData);
  input.resume();
  return () => {
    clearTimeout(timer);
    input.off('data', onData);
    input.pause(); // or it would keep this process alive
  };
}

function createPane(state: State, paint: (surface: Surface) => void): Pane {
  let stale = true;
  const element = addElement(state.tree, (coords) => {
    if (!stale && !state.moved && !state.painted.some((other) => overlap(coords, other))) return;
    stale = false;
    state.painted.push(coords);
    const surface = surfaceAt(state.tree, coords);
    surface.clear();
    paint(surface);
  });
  const pane: ElementPane = {
    element,
    cursor: null,
    place(rect) {
      if (placeElement(element, rect)) state.moved = true;
    },
    touch() {
      stale = true;
    },
  };
  state.panes.push(pane);
  return pane;
}

function overlap(a: Coords, b: Coords): boolean {
  return a.xi < b.xl && b.xi < a.xl && a.yi < b.yl && b.yi < a.yl;
}

function render(state: State): boolean {
  if (state.options.output.writableLength > MOST_UNWRITTEN) return false;
  const { tree } = state;
  state.painted = [];
  if (state.moved) new Surface(tree.lines, 0, 0, tree.program.cols, tree.program.rows).clear();
  tree.render(); // each pane back to front, then draw()
  state.moved = false;
  return true;
}

function draw(state: State): void {
  const { renderer, tree, moved, painted } = state;
  const bytes = renderer.draw(tree.lines, cursorOf(state), moved ? undefined : painted);
  if (bytes !== '') state.options.output.write(bytes);
}

function cursorOf({ focused }: State): Cursor | null {
  if (!focused?.cursor || focused.element.hidden) return null;
  const { left, top } = focused.element.position;
  return { ...focused.cursor, x: focused.cursor.x + left, y: focused.cursor.y + top };
}
