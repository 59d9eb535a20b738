// Run by driver.test.ts on a pseudo-terminal: a screen that ends in the way that a key asks for.

import { createScreen } from '../../../../shell/ui/screen.ts';

const screen = createScreen({
  input: process.stdin,
  output: process.stdout,
  caps: { colors: 256, unicode: true },
  process,
});
screen
  .pane((surface) => surface.put(0, 0, `pid ${process.pid} is ready`))
  .place({ x: 0, y: 0, width: 40, height: 1 });
screen.onEvent((event) => {
  if (event.is === 'key' && event.name === 'q') screen.destroy();
  if (event.is === 'key' && event.name === 'x') process.exit(7);
  if (event.is === 'key' && event.name === 't') throw new Error('thrown in a handler');
  if (event.is === 'key' && event.name === 'r') void Promise.reject(new Error('nobody caught this'));
  screen.render();
});
screen.render();
