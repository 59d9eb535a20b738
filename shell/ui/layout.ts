// Which pane is where.
//
// The smallest layout keeps all 80 columns for the console and puts the others behind tabs; the standard one holds a
// console of exactly 80x24 on a screen of 120x40. A place that has several panes shows the one focused last. The size
// of the console depends on the screen and the layout alone, never on the focus: its programs would get a SIGWINCH
// each time.

import type { Rect } from './render/surface.ts';
import { type PaneId, paneIds, type UiState } from './state.ts';

export const layoutNames = ['wide', 'standard', 'lens'] as const;
export type LayoutName = (typeof layoutNames)[number];

export interface Place {
  rect: Rect;
  panes: readonly PaneId[]; // in the order of their tabs
  shown: PaneId;
  edge: 'frame' | 'bar'; // around it, or a line above it
}

export interface Layout {
  name: LayoutName | 'single' | 'too small'; // single: one pane at a time, behind tabs
  status: Rect;
  hints: Rect;
  places: Place[];
  console: { columns: number; rows: number };
}

export const LEAST = { width: 60, height: 16 };

const needs: Record<LayoutName, { width: number; height: number }> = {
  wide: { width: 180, height: 50 },
  standard: { width: 118, height: 38 },
  lens: LEAST,
};

/** The layouts that fit, largest first. */
export function fitting(width: number, height: number): LayoutName[] {
  return layoutNames.filter((name) => width >= needs[name].width && height >= needs[name].height);
}

type Spot = Omit<Place, 'shown'>;

export function layOut(width: number, height: number, state: UiState): Layout {
  const fits = fitting(width, height);
  const wanted = state.layout && fits.includes(state.layout) ? state.layout : fits[0];
  const name = wanted ? (state.zoomed ? 'single' : wanted) : 'too small';
  const body = { x: 0, y: 1, width, height: Math.max(0, height - 2) };
  const places = spotsOf(name, body).map((spot) => ({
    ...spot,
    shown: state.focused.find((pane) => spot.panes.includes(pane))!,
  }));
  return {
    name,
    status: { x: 0, y: 0, width, height: 1 },
    hints: { x: 0, y: height - 1, width, height: 1 },
    places,
    console: consoleSize(places),
  };
}

function spotsOf(name: Layout['name'], body: Rect): Spot[] {
  switch (name) {
    case 'wide':
      return wide(body);
    case 'standard':
      return standard(body);
    case 'lens':
      return lens(body);
    case 'single':
      return [{ rect: body, panes: paneIds, edge: 'bar' }];
    case 'too small':
      return [];
    default:
      return name satisfies never;
  }
}

const others = paneIds.filter((pane) => pane !== 'console');

function lens(body: Rect): Spot[] {
  const below = Math.min(16, Math.max(6, Math.floor(body.height * 0.37)));
  const [top, bottom] = rows(body, body.height - below);
  return [
    { rect: top, panes: ['console'], edge: 'bar' },
    { rect: bottom, panes: others, edge: 'bar' },
  ];
}

// 82 columns and 26 rows are a console of 80x24 with its frame. Rows to spare go to the panes below it first.
function standard(body: Rect): Spot[] {
  const below = Math.max(body.height - 26, 10);
  const [top, bottom] = rows(body, body.height - Math.min(below, 16));
  const left = Math.max(82, body.width - 64);
  const [screen, right] = columns(top, left);
  const [table, log] = rows(right, Math.ceil(right.height / 2));
  const [lanes, details] = columns(bottom, left);
  return [
    { rect: screen, panes: ['console'], edge: 'frame' },
    { rect: table, panes: ['processes'], edge: 'frame' },
    { rect: log, panes: ['traps'], edge: 'frame' },
    { rect: lanes, panes: ['timeline'], edge: 'frame' },
    { rect: details, panes: ['queues', 'inspect'], edge: 'frame' },
  ];
}

function wide(body: Rect): Spot[] {
  const [top, bottom] = rows(body, Math.max(32, Math.floor(body.height * 0.62)));
  const [screen, right] = columns(top, 102);
  const [table, details] = rows(right, Math.floor(right.height * 0.45));
  const [queues, inspect] = columns(details, Math.ceil(details.width / 2));
  const [lanes, log] = columns(bottom, Math.floor(body.width * 0.62));
  return [
    { rect: screen, panes: ['console'], edge: 'frame' },
    { rect: table, panes: ['processes'], edge: 'frame' },
    { rect: queues, panes: ['queues'], edge: 'frame' },
    { rect: inspect, panes: ['inspect'], edge: 'frame' },
    { rect: lanes, panes: ['timeline'], edge: 'frame' },
    { rect: log, panes: ['traps'], edge: 'frame' },
  ];
}

function rows({ x, y, width, height }: Rect, first: number): [Rect, Rect] {
  return [
    { x, y, width, height: first },
    { x, y: y + first, width, height: height - first },
  ];
}

function columns({ x, y, width, height }: Rect, first: number): [Rect, Rect] {
  return [
    { x, y, width: first, height },
    { x: x + first, y, width: width - first, height },
  ];
}

/** The place that shows a pane, if one does. */
export function placeShowing(layout: Layout, pane: PaneId): Place | undefined {
  return layout.places.find(({ shown }) => shown === pane);
}

/** What is left of a place inside its edge. */
export function inside({ rect, edge }: Pick<Place, 'rect' | 'edge'>): Rect {
  const { x, y, width, height } = rect;
  if (edge === 'bar') return { x, y: y + 1, width, height: Math.max(0, height - 1) };
  return { x: x + 1, y: y + 1, width: Math.max(0, width - 2), height: Math.max(0, height - 2) };
}

// Also if another pane is in front of it.
function consoleSize(places: readonly Place[]): Layout['console'] {
  const place = places.find(({ panes }) => panes.includes('console'));
  if (!place) return { columns: 0, rows: 0 };
  const { width, height } = inside(place);
  return { columns: width, rows: height };
}
