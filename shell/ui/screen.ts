// The screen that the panes are painted on, and the events that come from it.
//
//     const screen = createScreen({ input: process.stdin, output: process.stdout, caps: detectCaps(process.env), process });
//     const pane = screen.pane((surface) => surface.put(0, 0, 'hello'));
//     pane.place({ x: 0, y: 0, width: 20, height: 3 });
//     screen.onEvent((event) => { ...; screen.render(); });
//
// Each frame is painted whole, back to front, on blank cells, and only what differs from the frame before is
// written; so a pane never has to clean up after itself, and a frame that looks the same writes nothing.
// Dialogs are panes as well: there is one path for keys, onEvent().

import { blessedScreen, paintedElement, resizeScreen, type Screen } from './blessed.ts';
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
  /** Where to show it; null hides it. */
  place(rect: Rect | null): void;
}

export interface UiScreen {
  readonly width: number;
  readonly height: number;
  readonly caps: Caps;
  readonly rgb: RgbTable; // for painters of true colours
  /** Where the terminal's cursor is after the next frame; null hides it. */
  cursor: Cursor | null;
  /** A new pane, in front of the earlier ones, not shown until it is placed. */
  pane(paint: (surface: Surface) => void): Pane;
  /** Paints a frame. False: the terminal has not taken the last ones yet, so this one was left out; try again later. */
  render(): boolean;
  /** The next frame writes every cell: something else has written to the terminal. */
  repaint(): void;
  onEvent(handler: (event: UiEvent) => void): void;
  /** Gives the terminal back. */
  destroy(): void;
}

const MOST_UNWRITTEN = 65536;
const ESCAPE_DELAY = 25;

interface State {
  options: ScreenOptions;
  tree: Screen;
  renderer: Renderer;
  rgb: RgbTable;
  cursor: Cursor | null;
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
    cursor: null,
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
    get cursor() {
      return state.cursor;
    },
    set cursor(cursor) {
      state.cursor = cursor;
    },
    pane: (paint) => createPane(state.tree, paint),
    render: () => render(state),
    repaint: () => state.renderer.invalidate(),
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

function createPane(tree: Screen, paint: (surface: Surface) => void): Pane {
  const element = paintedElement(tree, paint);
  return {
    place(rect) {
      element.hidden = rect === null;
      if (rect) element.position = { left: rect.x, top: rect.y, width: rect.width, height: rect.height };
    },
  };
}

function render(state: State): boolean {
  if (state.options.output.writableLength > MOST_UNWRITTEN) return false;
  const { tree } = state;
  state.rgb.frame++;
  new Surface(tree.lines, 0, 0, tree.program.cols, tree.program.rows).clear();
  tree.render(); // paints the panes back to front, then calls draw()
  return true;
}

function draw(state: State): void {
  const bytes = state.renderer.draw(state.tree.lines, state.cursor);
  if (bytes !== '') state.options.output.write(bytes);
}
