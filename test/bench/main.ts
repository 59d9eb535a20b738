// Prints the rows as they are measured; with --json all at the end. With words, only the rows that contain one.
//
// Exits with 1 if a row could not be measured. A target that is missed is told, and is no failure of the bench.

import { cpus } from 'node:os';
import { RELEASE } from '../../kernel/abi.ts';
import { type Row, rows } from './rows.ts';

interface Result {
  name: string;
  value: number | null;
  unit: Row['unit'];
  target?: number;
  ok?: boolean;
  error?: string;
}

const [json, words] = parse(process.argv.slice(2));
const host = {
  tinyos: RELEASE,
  node: process.version,
  cpu: cpus()[0]?.model.trim() ?? 'unknown',
  cores: cpus().length,
  platform: `${process.platform} ${process.arch}`,
};
const results: Result[] = [];

if (!json)
  console.log(`tinyos ${host.tinyos}, Node ${host.node}, ${host.cores} x ${host.cpu}, ${host.platform}\n`);
for (const row of rows.filter(
  ({ name }) => words.length === 0 || words.some((word) => name.includes(word)),
)) {
  const result = await measured(row);
  results.push(result);
  if (!json) console.log(line(result));
}
if (json) console.log(JSON.stringify({ host, rows: results }, null, 2));
process.exitCode = results.some(({ value }) => value === null) ? 1 : 0;

function parse(args: string[]): [boolean, string[]] {
  return [args.includes('--json'), args.filter((arg) => arg !== '--json')];
}

async function measured({ name, unit, measure, target }: Row): Promise<Result> {
  const about = { name, unit, ...(target === undefined ? {} : { target }) };
  try {
    const value = await measure();
    return { ...about, value, ...(target === undefined ? {} : { ok: value <= target }) };
  } catch (error) {
    return { ...about, value: null, error: error instanceof Error ? error.message : String(error) };
  }
}

function line({ name, value, unit, target, ok, error }: Result): string {
  if (value === null) return `${name.padEnd(44)} not measured: ${error}`;
  const bound =
    target === undefined ? '' : `   at most ${show(target, unit).padEnd(10)} ${ok ? 'ok' : 'MISSED'}`;
  const each = unit === 'a second' ? `   ${(1e9 / value).toFixed(1)} ns each` : '';
  return `${name.padEnd(44)} ${show(value, unit).padStart(18)}${each}${bound}`;
}

function show(value: number, unit: Row['unit']): string {
  switch (unit) {
    case 'a second':
      return `${grouped(value)} /s`;
    case 'B a second':
      return value >= 1e7 ? `${(value / 1e6).toFixed(0)} MB/s` : `${grouped(value)} B/s`;
    case 'times':
      return `${value.toFixed(2)} x`;
    case 'B':
      return `${grouped(value)} B`;
    case 'ms':
    case 's':
      return `${value.toFixed(1)} ${unit}`;
    default:
      return unit satisfies never;
  }
}

function grouped(value: number): string {
  return Math.round(value).toLocaleString('en-US');
}
