// A first-in first-out queue in a ring: adding and taking cost the same, and allocate nothing, for any length.

export interface Ring<T> {
  slots: (T | null)[]; // a power of two of them
  head: number; // the first one's slot
  length: number;
}

export function newRing<T>(): Ring<T> {
  return { slots: new Array<T | null>(16).fill(null), head: 0, length: 0 };
}

export function push<T>(ring: Ring<T>, item: T): void {
  if (ring.length === ring.slots.length) grow(ring);
  ring.slots[(ring.head + ring.length) & (ring.slots.length - 1)] = item;
  ring.length++;
}

export function shift<T>(ring: Ring<T>): T | null {
  if (ring.length === 0) return null;
  const item = ring.slots[ring.head] as T;
  ring.slots[ring.head] = null;
  ring.head = (ring.head + 1) & (ring.slots.length - 1);
  ring.length--;
  return item;
}

/** In order, first to last. */
export function items<T>(ring: Ring<T>): T[] {
  return Array.from(
    { length: ring.length },
    (_, i) => ring.slots[(ring.head + i) & (ring.slots.length - 1)] as T,
  );
}

/** Takes one out of the middle; the others keep their order. */
export function remove<T>(ring: Ring<T>, item: T): void {
  const rest = items(ring).filter((one) => one !== item);
  Object.assign(ring, newRing<T>());
  for (const one of rest) push(ring, one);
}

function grow<T>(ring: Ring<T>): void {
  const all = items(ring);
  ring.slots = [...all, ...new Array<T | null>(all.length).fill(null)];
  ring.head = 0;
}
