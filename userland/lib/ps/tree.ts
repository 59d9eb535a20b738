// The order and the indentation of a list of processes that is shown as a tree.

import type { Pid } from '../../../kernel/abi.ts';
import type { Row } from './columns.ts';

export type TreeStyle = 'forest' | 'hierarchy'; // with lines ( \_ ), or by indentation alone

/** Children after their parent. Who has no parent in the list is a root. */
export function treeOrder(rows: readonly Row[], style: TreeStyle): Row[] {
  const children = new Map<Pid, Row[]>(rows.map(({ pid }) => [pid, []]));
  for (const row of rows) children.get(row.ppid)?.push(row);
  const ordered: Row[] = [];

  function visit(siblings: readonly Row[], above: string | null): void {
    for (const row of siblings) {
      const stem = style === 'forest' && row !== siblings.at(-1) ? ' |  ' : STEM[style];
      ordered.push({ ...row, indent: above === null ? '' : above + BRANCH[style] });
      visit(children.get(row.pid) ?? [], above === null ? '' : above + stem);
    }
  }

  const roots = rows.filter(({ ppid }) => !children.has(ppid));
  visit(roots, null);
  return ordered;
}

const BRANCH: Record<TreeStyle, string> = { forest: ' \\_ ', hierarchy: '  ' };
const STEM: Record<TreeStyle, string> = { forest: '    ', hierarchy: '  ' };
