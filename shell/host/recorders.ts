// What a run leaves behind: its tape, its trace, and the hash of the trace.
//
//     const recorders = await openRecorders(settings);
//     const session = createSession({ machine, output, ...recorders.session });
//     ...
//     recorders.finish(status);
//
// However the command exits, the recordings are finished, and once only. A tape is written at once, line by line: if
// the host is cut off, what it lacks is the end. A trace is far longer, and is written in blocks.

import { closeSync, openSync, writeSync } from 'node:fs';
import { reasonOf } from './host-error.ts';
import { type Settings, UsageError } from './options.ts';
import type { Session, SessionOptions } from './session.ts';

const BLOCK = 1 << 16;

export interface Recorders {
  session: Pick<SessionOptions, 'tape' | 'trace' | 'hash' | 'started'>;
  finish(status: number): void;
}

type Files = Pick<Settings, 'record' | 'trace' | 'hash'>;

/** `replaying`: a hash is needed to compare with. */
export async function openRecorders({ record, trace, hash }: Files, replaying = false): Promise<Recorders> {
  const tapeFile = record === null ? null : openLines(record, 0);
  const traceFile = trace === null ? null : openLines(trace, BLOCK);
  const hashing = hash || replaying || tapeFile !== null;
  const traceHash = hashing ? (await import('./trace-hash.ts')).createTraceHash() : undefined;
  let session: Session | null = null;
  let finished = false;

  function finish(status: number): void {
    if (finished || !session) return;
    finished = true;
    const ending = session.finish(status);
    tapeFile?.close();
    traceFile?.close();
    if (hash) writeSync(2, `hash: ${ending.hash}\n`);
  }

  process.on('exit', finish);
  return {
    session: {
      tape: tapeFile?.line,
      trace: traceFile?.line,
      hash: traceHash,
      started(started) {
        session = started;
      },
    },
    finish,
  };
}

/** A file that is written line by line, in blocks of at least so many characters. */
function openLines(path: string, block: number): { line(line: string): void; close(): void } {
  const fd = orComplain(path, () => openSync(path, 'w'));
  let pending = '';
  const flush = () => {
    const data = Buffer.from(pending);
    pending = '';
    orComplain(path, () => {
      for (let sent = 0; sent < data.length; ) sent += writeSync(fd, data, sent);
    });
  };
  return {
    line(line) {
      pending += line + '\n';
      if (pending.length >= block) flush();
    },
    close() {
      flush();
      closeSync(fd);
    },
  };
}

function orComplain<T>(path: string, write: () => T): T {
  try {
    return write();
  } catch (error) {
    throw new UsageError(`cannot write '${path}': ${reasonOf(error)}`);
  }
}
