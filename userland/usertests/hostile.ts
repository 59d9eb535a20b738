// What a program may pass in place of an argument, where a program in C would pass a wild pointer.
//
// To add one: a row in `hostileValues`. The tests pass each of them everywhere.

function refuse(): never {
  throw new Error('hostile');
}

const refuseAll: ProxyHandler<object> = {
  get: refuse,
  has: refuse,
  ownKeys: refuse,
  getPrototypeOf: refuse,
  getOwnPropertyDescriptor: refuse,
};

/** The fields that records which cross the line have. */
const FIELDS =
  'is fd events sec nsec value interval env cwd actions pgid session handler mask flags soft rows icanon length'.split(
    ' ',
  );

class Moody extends Uint8Array {
  looked = 0;
  override get length(): number {
    return this.looked++ < 3 ? 10 : refuse();
  }
  override subarray = refuse;
  override slice = refuse;
  override fill = refuse;
}

/** Bytes whose memory was taken back: they end behind the end of their buffer. */
function outOfBounds(): Uint8Array {
  const resizable = ArrayBuffer as unknown as new (
    length: number,
    options: { maxByteLength: number },
  ) => ArrayBuffer & { resize(length: number): void };
  const buffer = new resizable(64, { maxByteLength: 64 });
  const bytes = new Uint8Array(buffer, 32, 16);
  buffer.resize(8);
  return bytes;
}

function cyclic(): unknown[] {
  const list: unknown[] = [];
  list.push(list, { list });
  return list;
}

function revoked(): unknown {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
}

/** Made anew each time, since some change when they are looked at. By a name that says what it is. */
export function hostileValues(): Record<string, unknown> {
  const conversions = { toString: refuse, valueOf: refuse, [Symbol.toPrimitive]: refuse, toJSON: refuse };
  const getters = Object.fromEntries(FIELDS.map((name) => [name, { get: refuse, enumerable: true }]));
  return {
    ...numbers,
    ...texts,
    undefined: undefined,
    null: null,
    true: true,
    'a bigint': 10n,
    'a symbol': Symbol('s'),
    'a function': refuse,
    'a generator': (function* () {})(),
    'an object': {},
    'an object without a prototype': Object.create(null),
    'a map': new Map([['is', 'dup']]),
    'a list': [],
    'a list of numbers': [1, 2],
    'a cyclic list': cyclic(),
    'a list of holes': new Array(2 ** 32 - 1),
    'a list whose elements throw': Object.defineProperty(['x'], 0, { get: refuse }),
    'a proxy that throws': new Proxy({}, refuseAll),
    'a proxy of a list that throws': new Proxy([], refuseAll),
    'a proxy of bytes': new Proxy(new Uint8Array(4), {}),
    'a proxy that was revoked': revoked(),
    'an object whose conversions throw': conversions,
    'an object whose fields throw': Object.defineProperties({}, getters),
    'wrong options': { env: 5, actions: {}, pgid: -1, sec: -1, nsec: -1, rows: Number.NaN, icanon: 1 },
    'wrong actions': { actions: [null, 5, { is: 'dup' }] },
    'actions that throw': { actions: new Proxy([{}], refuseAll) },
    'an environment that throws': { env: new Proxy({ A: '1' }, refuseAll) },
    'an environment of numbers': { env: { A: 1 } },
    'an environment with odd names': { env: { '': 'x', 'a=b': 'y' } },
    'a handler that is none': { handler: 5, mask: [], flags: [] },
    'a handler with a wrong mask': { handler: refuse, mask: ['x'], flags: 'SA_RESTART' },
    'a time of too many nanoseconds': { sec: 0, nsec: 1e9 },
    'a time without end': { sec: 2 ** 53 - 1, nsec: 0 },
    'a time before all': { sec: -(2 ** 53) + 1, nsec: 0 },
    'bytes that throw when looked at': new Moody(10),
    'bytes whose memory is gone': outOfBounds(),
    'what only says that it is bytes': Object.create(Uint8Array.prototype),
    'numbers that are no bytes': new Float64Array(4),
    'memory without a view': new ArrayBuffer(8),
  };
}

const numbers: Record<string, unknown> = {
  NaN: Number.NaN,
  infinity: Number.POSITIVE_INFINITY,
  'minus zero': -0,
  'minus one': -1,
  'a fraction': 1.5,
  'two to the 31': 2 ** 31,
  'two to the 32': 2 ** 32,
  'the largest safe integer': 2 ** 53 - 1,
  'two to the 53': 2 ** 53,
  'the smallest safe integer': -(2 ** 53) + 1,
  'a number as an object': Object(5),
};

const texts: Record<string, unknown> = {
  'no text': '',
  'text with a NUL': 'a\0b',
  'a megabyte of text': 'x'.repeat(2 ** 20),
  'half a surrogate pair': '\ud800',
  'the name of what every object has': '__proto__',
  'text as an object': Object('f'),
};
