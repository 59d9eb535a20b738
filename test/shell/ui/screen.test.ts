import { expect, test } from 'vitest';
import { createScreen } from '../../../shell/ui/screen.ts';
import { fakeTty } from './fake-tty.ts';

test('smoke', async () => {
  const tty = fakeTty({ columns: 20, rows: 4 });
  const screen = createScreen({ ...tty, caps: { colors: 16, unicode: true }, escapeDelay: 0 });
  const pane = screen.pane((surface) => surface.put(0, 0, 'hello'));
  pane.place({ x: 2, y: 1, width: 10, height: 2 });
  screen.render();
  expect(await tty.text()).toEqual(['', '  hello', '', '']);
  screen.destroy();
});
