// Which part of a long list is on the screen.

/** What a pane remembers of its list: the first row shown, and whether the chosen row must come into view. */
export interface Scroll {
  readonly top: number;
  readonly reveal: boolean;
}

/** The first row to show of `total` rows in `height`, so that row `chosen` is seen if it is to be revealed. */
export function firstRow(scroll: Scroll, height: number, total: number, chosen: number): number {
  let top = scroll.top;
  if (scroll.reveal && chosen >= 0) top = Math.min(Math.max(top, chosen - height + 1), chosen);
  return Math.max(0, Math.min(top, total - height));
}
