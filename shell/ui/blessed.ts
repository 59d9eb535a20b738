// The one place that imports blessed, and all that is used of it: the tree of elements, their geometry, their
// order from back to front, and the loop that renders them into `screen.lines`.
//
// blessed never touches the terminal: its streams lead nowhere. Its own ways to enter and leave the terminal, to
// read keys and to draw are from 2015 and wrong in a dozen known ways; driver.ts, input.ts and draw.ts do that.

import blessed, { type Element, type Screen } from 'blessed';
import { blankLines, Surface } from './render/surface.ts';

export type { Screen };

/** A screen without a terminal. `draw` is called at the end of each render(). */
export function blessedScreen(width: number, height: number, draw: () => void): Screen {
  blessed.Tput.ipaths.length = 0; // blessed's own terminfo entry, never the system's, which it may not understand
  const screen = blessed.Screen({
    input: nowhere(),
    output: { ...nowhere(), columns: width, rows: height },
    terminal: 'xterm-256color',
    forceUnicode: true,
  });
  dropProcessListeners();
  screen.alloc = () => {
    screen.lines = blankLines(screen.program.cols, screen.program.rows);
  };
  screen.draw = draw;
  screen.alloc();
  return screen;
}

export function resizeScreen(screen: Screen, width: number, height: number): void {
  screen.program.cols = width;
  screen.program.rows = height;
  screen.alloc();
}

/** An element that is painted cell by cell. */
export function paintedElement(screen: Screen, paint: (surface: Surface) => void): Element {
  const element = blessed.box({ parent: screen, left: 0, top: 0, width: 0, height: 0, hidden: true });
  element.render = () => {
    const coords = element._getCoords(true);
    element.lpos = coords;
    if (coords) {
      const { xi, yi, xl, yl } = coords;
      paint(new Surface(screen.lines, xi, yi, xl - xi, yl - yi));
    }
    return coords;
  };
  return element;
}

/** A stream that takes nothing and gives nothing; `writable: false` keeps blessed from writing. */
function nowhere() {
  return { isTTY: true, writable: false, on() {}, removeListener() {}, listenerCount: () => 0 };
}

/** The guard of driver.ts takes care of crashes and signals. */
function dropProcessListeners(): void {
  const { Screen } = blessed;
  process.off('uncaughtException', Screen._exceptionHandler);
  process.off('SIGTERM', Screen._sigtermHandler);
  process.off('SIGINT', Screen._sigintHandler);
  process.off('SIGQUIT', Screen._sigquitHandler);
  process.off('exit', Screen._exitHandler);
}
