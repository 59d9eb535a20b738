// The one place that imports blessed, and all that is used of it: the tree of elements, their geometry, their
// order from back to front, and the loop that renders them into `screen.lines`.
//
// blessed never touches the terminal: its streams lead nowhere. Its own ways to enter and leave the terminal, to
// read keys and to draw are from 2015 and wrong in a dozen known ways; driver.ts, input.ts and draw.ts do that.

import blessed, { type Coords, type Element, type Screen } from 'blessed';
import { blankLines, type Rect, Surface } from './render/surface.ts';

export type { Coords, Element, Screen };

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

/** A new element, in front of the others and hidden. `render` is called in each frame in which it is to be seen. */
export function addElement(screen: Screen, render: (coords: Coords) => void): Element {
  const element = blessed.box({ parent: screen, left: 0, top: 0, width: 0, height: 0, hidden: true });
  element.render = () => {
    const coords = element._getCoords(true);
    element.lpos = coords;
    if (coords) render(coords);
    return coords;
  };
  return element;
}

/** Shows an element there, or hides it. False: so it was already. */
export function placeElement(element: Element, rect: Rect | null): boolean {
  const { left, top, width, height } = element.position;
  if (rect === null) {
    if (element.hidden) return false;
    element.hidden = true;
    return true;
  }
  const stays = left === rect.x && top === rect.y && width === rect.width && height === rect.height;
  if (stays && !element.hidden) return false;
  element.hidden = false;
  element.position = { left: rect.x, top: rect.y, width: rect.width, height: rect.height };
  return true;
}

/** The element that is seen at a cell: the foremost of those that are there. */
export function elementAt(screen: Screen, x: number, y: number): Element | null {
  const isThere = (element: Element): boolean => {
    const coords = element._getCoords(true);
    return coords !== undefined && x >= coords.xi && x < coords.xl && y >= coords.yi && y < coords.yl;
  };
  return screen.children.findLast(isThere) ?? null;
}

export function surfaceAt(screen: Screen, { xi, yi, xl, yl }: Coords): Surface {
  return new Surface(screen.lines, xi, yi, xl - xi, yl - yi);
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
