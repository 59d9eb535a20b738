// Makes a stack trace of the host speak of the program's own files: `    at main (userland/bin/cat.ts:12:3)`.
//
// Under tsx and vitest the trace names the source files already. In the bundle it names dist/*.js, and the source map
// beside it tells where that came from; it is read only when a program fails. Only the program's own
// frames are told: those in this project's sources, down to the kernel that called it.

import { readFileSync } from 'node:fs';
import { SourceMap } from 'node:module';
import { dirname, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

interface Frame {
  name: string;
  file: string;
  line: number;
  column: number;
}

/** Returns a function that keeps the source maps it has read. */
export function createSymbolizer(): (stack: string) => string {
  const maps = new Map<string, SourceMap | null>();
  const here = fileURLToPath(import.meta.url);
  // This file is shell/host/symbolize.ts, or part of dist/*.js.
  const root = dirname(here.endsWith('.ts') ? dirname(dirname(here)) : dirname(here));

  function original(frame: Frame): Frame {
    const map = mapOf(frame.file);
    const entry = map?.findEntry(frame.line - 1, frame.column - 1);
    if (!entry || !('originalSource' in entry)) return frame;
    return {
      name: frame.name.replace(/^main\d+$/, 'main'), // the bundle numbers what has the same name
      file: resolve(dirname(frame.file), entry.originalSource),
      line: entry.originalLine + 1,
      column: entry.originalColumn + 1,
    };
  }

  function mapOf(file: string): SourceMap | null {
    let map = maps.get(file);
    if (map === undefined) {
      map = readMap(file);
      maps.set(file, map);
    }
    return map;
  }

  /** A frame as it is told: the path from the root of the project; null if it is not one of the project's own. */
  function told(frame: Frame): { path: string; text: string } | null {
    const { name, file, line, column } = original(frame);
    const path = relative(root, file).split(sep).join('/');
    if (path.startsWith('..') || path.startsWith('node_modules/')) return null;
    return { path, text: `    at ${name} (${path}:${line}:${column})` };
  }

  return (stack) => {
    const frames = stack.split('\n').flatMap((line) => parseFrame(line) ?? []);
    const own = frames.flatMap((frame) => told(frame) ?? []);
    const isKernel = ({ path }: { path: string }) => path.startsWith('kernel/');
    const first = own.findIndex((frame) => !isKernel(frame)); // before it, where a system call has failed
    const program = own.slice(Math.max(first, 0));
    const caller = program.findIndex(isKernel);
    return program
      .slice(0, caller === -1 ? undefined : caller)
      .map(({ text }) => text)
      .join('\n');
  };
}

function parseFrame(line: string): Frame | null {
  const found = /^\s+at (?:(?:async )?(.+?) \()?((?:file:\/\/)?\/[^()]*):(\d+):(\d+)\)?$/.exec(line);
  if (!found) return null;
  const [, name = '<anonymous>', place = '', row, column] = found;
  const file = place.startsWith('file:') ? fileURLToPath(place) : place;
  return { name: name.replace(/^Object\.|\.next$/g, ''), file, line: Number(row), column: Number(column) };
}

function readMap(file: string): SourceMap | null {
  if (!file.endsWith('.js')) return null;
  try {
    return new SourceMap(JSON.parse(readFileSync(`${file}.map`, 'utf8')));
  } catch {
    return null; // the build came without it: better a frame in the bundle than none
  }
}
