import type { Coroutine } from '../../kernel/abi.ts';
import { sys } from '../sys.ts';
export default function* cat(): Coroutine<number> {
  for (let data = yield* sys.read(0, 512); data.length > 0; data = yield* sys.read(0, 512)) {
    yield* sys.write(1, data);
    const s = yield* sys.stat('x');
    const p = yield* sys.spawn('/x', [], { pgid: 0 });
    yield* sys.call(cat());
    s.mode + p;
  }
  return 0;
}
