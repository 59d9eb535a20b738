// The hash of a trace: SHA-256 over its lines, each ended by a newline, so `sha256sum` of a --trace file gives the
// same. Lines are gathered and hashed in blocks, which is what makes it cheap enough to be on in every recording.

import { createHash } from 'node:crypto';

const BLOCK = 1 << 16;

export interface TraceHash {
  add(line: string): void;
  /** The hash of all lines so far, in hexadecimal. Nothing may be added afterwards. */
  digest(): string;
}

export function createTraceHash(): TraceHash {
  const hash = createHash('sha256');
  let block = '';
  return {
    add(line) {
      block += line + '\n';
      if (block.length < BLOCK) return;
      hash.update(block);
      block = '';
    },
    digest: () => hash.update(block).digest('hex'),
  };
}
