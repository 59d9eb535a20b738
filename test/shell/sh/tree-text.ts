// The syntax tree as text, so that a test can compare all of it:
//
//     if(true)then(echo 'a b')      a word's quoted text is in '', "..." stays, expansions are in {}

import type { Assignment, Command, List, Part, Redirect, Word } from '../../../shell/sh/tree.ts';

export function listText(list: List): string {
  return list.map(({ command, background }) => commandText(command) + (background ? ' &' : '')).join('; ');
}

export function commandText(command: Command): string {
  switch (command.is) {
    case 'simple':
      return [
        ...command.assignments.map(assignmentText),
        ...command.words.map(wordText),
        ...redirectTexts(command.redirects),
      ].join(' ');
    case 'pipeline':
      return command.stages.map(commandText).join(' | ');
    case 'not':
      return `! ${commandText(command.command)}`;
    case 'and':
      return `(${commandText(command.left)} && ${commandText(command.right)})`;
    case 'or':
      return `(${commandText(command.left)} || ${commandText(command.right)})`;
    case 'function':
      return `${command.name}() ${commandText(command.body)}`;
    default:
      return [compoundText(command), ...redirectTexts(command.redirects)].join(' ');
  }
}

type Compound = Exclude<Command, { is: 'simple' | 'pipeline' | 'not' | 'and' | 'or' | 'function' }>;

function compoundText(command: Compound): string {
  switch (command.is) {
    case 'group':
      return `{${listText(command.body)}}`;
    case 'subshell':
      return `subshell(${listText(command.body)})`;
    case 'if': {
      const branches = command.branches.map(
        ({ condition, body }) => `if(${listText(condition)})then(${listText(body)})`,
      );
      return branches.join('el') + (command.otherwise ? `else(${listText(command.otherwise)})` : '');
    }
    case 'loop':
      return `${command.until ? 'until' : 'while'}(${listText(command.condition)})do(${listText(command.body)})`;
    case 'for': {
      const words = command.words?.map(wordText).join(' ') ?? 'arguments';
      return `for ${command.name} in(${words})do(${listText(command.body)})`;
    }
    case 'case': {
      const arms = command.arms.map(
        ({ patterns, body, falls }) =>
          `${patterns.map(wordText).join('|')}(${listText(body)})${falls ? '&' : ''}`,
      );
      return `case ${wordText(command.subject)} in(${arms.join(' ')})`;
    }
    default:
      return command satisfies never;
  }
}

function assignmentText({ name, value }: Assignment): string {
  return `${name}=${wordText(value)}`;
}

function redirectTexts(redirects: readonly Redirect[]): string[] {
  return redirects.map((redirect) => {
    if (redirect.is === 'here') return `${redirect.number}<<${wordText(redirect.body)}`;
    const operator = redirect.is === 'file' ? redirect.operator : '&';
    return `${redirect.number}${operator}${wordText(redirect.target)}`;
  });
}

export function wordText({ parts }: Word): string {
  return parts.map(partText).join('');
}

function partText(part: Part): string {
  switch (part.is) {
    case 'text':
      return part.text;
    case 'quoted':
      return `'${part.text}'`;
    case 'double':
      return `"${part.parts.map(partText).join('')}"`;
    case 'command':
      return `{command ${listText(part.body)}}`;
    case 'arithmetic':
      return `{arithmetic ${part.parts.map(partText).join('')}}`;
    case 'parameter': {
      const { name, change } = part;
      if (change === null) return `{${name}}`;
      if (change.is === 'length') return `{length ${name}}`;
      if (change.is === 'trim')
        return `{trim ${change.longest ? 'longest ' : ''}${change.from} ${name} ${wordText(change.pattern)}}`;
      return `{${name} ${change.colon ? ':' : ''}${change.is} ${wordText(change.word)}}`;
    }
    default:
      return part satisfies never;
  }
}
