import type { Test } from './check.ts';

export const tests: readonly Test[] = [];
