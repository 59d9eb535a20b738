import type { Coroutine } from '../../kernel/abi.ts';
import type { Shell } from './state.ts';
export function* runInteractive(_shell: Shell): Coroutine<number> {
  return 0;
}
