// From the options of sort: in which order, from where and to where.

import { type Coroutine, Errno, type Fd, O_CREAT, O_RDONLY, O_TRUNC, O_WRONLY } from '../../../kernel/abi.ts';
import { sys } from '../../sys.ts';
import { fail, quote, quoteIfNeeded } from '../errors.ts';
import type { Flags } from '../getopt.ts';
import { KeyError, lineKey, MODIFIERS, parseKey } from './keys.ts';
import type { Order } from './sort.ts';

export function* orderOf(flags: Flags): Coroutine<Order> {
  const letters = Array.from(MODIFIERS).filter(flags.has).join('');
  const separator = flags.value('t') === '\\0' ? '\0' : (flags.value('t') ?? null);
  if (separator === '') return yield* fail('sort', 'empty tab', 2);
  if (separator !== null && Array.from(separator).length > 1) {
    return yield* fail('sort', `multi-character tab ${quote(separator)}`, 2);
  }
  try {
    const given = flags.values('k').map((text) => parseKey(text, letters));
    return {
      keys: given.length > 0 ? given : [lineKey(letters)],
      separator,
      reverse: flags.has('r'),
      lastResort: !flags.has('u') && !flags.has('s'),
      unique: flags.has('u'),
    };
  } catch (error) {
    if (!(error instanceof KeyError)) throw error;
    return yield* fail('sort', error.message, 2);
  }
}

export function* openInput(file: string): Coroutine<Fd> {
  try {
    return file === '-' ? 0 : yield* sys.open(file, O_RDONLY);
  } catch (error) {
    return yield* failWith('cannot read', file, error);
  }
}

export function* openOutput(file: string): Coroutine<Fd> {
  try {
    return yield* sys.open(file, O_WRONLY | O_CREAT | O_TRUNC);
  } catch (error) {
    return yield* failWith('open failed', file, error);
  }
}

export function* failWith(what: string, file: string, error: unknown): Coroutine<never> {
  if (!(error instanceof Errno)) throw error;
  return yield* fail('sort', `${what}: ${quoteIfNeeded(file)}: ${error.message}`, 2);
}
