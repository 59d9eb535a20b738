// What must be in every text that matches: most lines can be told not to match by a search for it alone, and the
// host searches for a string faster than any matcher runs.

import type { Node } from './syntax.ts';

/** The longest string that every match contains; it may be empty. */
export function requiredText(node: Node): string {
  switch (node.is) {
    case 'set':
      return node.only ?? '';
    case 'sequence':
      return exactText(node) ?? longestRun(node.parts);
    case 'repeat':
      return node.least > 0 ? requiredText(node.node) : '';
    case 'group':
      return requiredText(node.node);
    case 'choice':
      return node.options.length === 1 ? requiredText(node.options[0] as Node) : '';
    default:
      return '';
  }
}

/** The only string that matches; null if there are others, or where it matters what is around it. */
export function exactText(node: Node): string | null {
  if (node.is === 'set') return node.only ?? null;
  if (node.is === 'group') return exactText(node.node);
  if (node.is === 'choice') return node.options.length === 1 ? exactText(node.options[0] as Node) : null;
  if (node.is !== 'sequence') return null;
  const parts = node.parts.map(exactText);
  return parts.includes(null) ? null : parts.join('');
}

function longestRun(parts: readonly Node[]): string {
  let longest = '';
  let run = '';
  for (const part of parts) {
    const exact = exactText(part);
    run = exact === null ? '' : run + exact;
    for (const text of [run, requiredText(part)]) if (text.length > longest.length) longest = text;
  }
  return longest;
}
