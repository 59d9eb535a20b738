// The system calls, as programs call them:
//
//     const data = yield* sys.read(0, 512);
//
// The stubs are made from the table in kernel/abi.ts. A call that fails throws an Errno, whose `code` is 'ENOENT'
// and so on. Every `yield` of userland is in here: the only way into the kernel.

import {
  CALL,
  type CallName,
  type Coroutine,
  callNames,
  type Prototype,
  syscalls,
  Trap,
} from '../kernel/abi.ts';

type Stubs = {
  readonly [N in keyof typeof syscalls]: (
    ...args: Parameters<Prototype<N>>
  ) => Trap<ReturnType<Prototype<N>>>;
};

function stub(name: CallName) {
  const { nr, params } = syscalls[name];
  if (params.length === 0) {
    const trap = Object.freeze(new Trap(nr, [])); // one does for all: nothing in it ever differs
    return () => trap;
  }
  return (...args: unknown[]) => new Trap(nr, args);
}

/**
 * Runs a subroutine on the process's own stack of coroutines: `const n = yield* sys.call(sub())`. It behaves as
 * `yield* sub()` does, but a system call inside costs the same however deep it is.
 */
function call<T>(subroutine: Coroutine<T>): Trap<T> {
  return new Trap<T>(CALL, [subroutine]);
}

export const sys = {
  ...(Object.fromEntries(callNames.map((name) => [name, stub(name)])) as unknown as Stubs),
  call,
};
