import { describe, expect, test } from 'vitest';
import { type Facts, parseFilter } from '../../../../shell/ui/vm/filter.ts';

const read: Facts = {
  pid: 4,
  name: 'philo1',
  sys: 'read',
  ret: 64,
  err: null,
  state: null,
  blocked: true,
  failed: false,
  text: () => '4 philo1 read(0, 512) 64 pipe#3: pipe empty',
};

const open: Facts = {
  pid: 9,
  name: 'cat',
  sys: 'open',
  ret: -1,
  err: 'ENOENT',
  state: null,
  blocked: false,
  failed: true,
  text: () => '9 cat open("/x", O_RDONLY) -1 ENOENT (No such file or directory) null',
};

function matches(text: string): string {
  const filter = parseFilter(text);
  if (typeof filter !== 'function') return filter.error;
  return [read, open]
    .filter(filter)
    .map((facts) => facts.sys)
    .join(' ');
}

describe('a filter', () => {
  test.each([
    ['', 'read open'],
    ['pid=4', 'read'],
    ['pid=4,9', 'read open'],
    ['pid=4|9 sys=open', 'open'],
    ['sys!=open', 'read'],
    ['ret<0', 'open'],
    ['ret>=64', 'read'],
    ['err=enoent', 'open'],
    ['err~ENO', 'open'],
    ['name~phil', 'read'],
    ['blocked', 'read'],
    ['failed', 'open'],
    ['!failed', 'read'],
    ['!pid=4', 'open'],
    ['PIPE', 'read'],
    ['"/x"', 'open'],
    ['pipe failed', ''],
    ['!', ''],
  ])('"%s" lets through: %s', (text, expected) => expect(matches(text)).toBe(expected));

  test('that means nothing says what is wrong', () => {
    expect(matches('size>3')).toBe('no field "size": there are pid, name, sys, ret, err, state');
    expect(matches('ret<x')).toBe('ret< wants a number');
    expect(matches('pid<')).toBe('pid< wants a number');
  });
});
