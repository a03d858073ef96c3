// fails, judged by comparisons | Built-ins whose own properties claim what is expected, and hold something else.
const lie = (value, claims) => {
  for (const [key, claim] of Object.entries(claims)) Object.defineProperty(value, key, { get: () => claim, configurable: true });
  return value;
};
const made = {
  pattern: () => lie(/other/, { source: 'SECRET_PATTERN', flags: 'gi' }),
  date: () => lie(new Date(0), { getTime: () => 86_400_000, valueOf: () => 86_400_000 }),
  bytes: () => { class Lying extends Uint8Array { get length() { return 3; } get [Symbol.toStringTag]() { return 'Uint8Array'; } } return new Lying([9]); },
  buffer: () => lie(new ArrayBuffer(0), { byteLength: 3, slice: () => new Uint8Array([9, 8, 7]).buffer }),
  view: () => lie(new DataView(new ArrayBuffer(1)), { byteLength: 3, getUint8: () => 9 }),
  boxed: () => lie(Object('x'), { valueOf: () => 'SECRET_BOXED', toString: () => 'SECRET_BOXED' }),
  map: () => { class Lying extends Map { get size() { return 1; } get() { return 'SECRET_MAP'; } forEach(f) { f('SECRET_MAP', 'k'); } *[Symbol.iterator]() { yield ['k', 'SECRET_MAP']; } } return new Lying(); },
  set: () => { class Lying extends Set { get size() { return 1; } has() { return true; } forEach(f) { f('SECRET_SET'); } *[Symbol.iterator]() { yield 'SECRET_SET'; } } return new Lying(); },
  error: () => lie(new Error(''), { name: { toString: () => 'RangeError' }, message: { toString: () => 'SECRET_ERROR' } }),
  list: () => { class Lying extends Array { *[Symbol.iterator]() { yield 1; yield [2, 'SECRET_LIST']; } } return new Lying(); },
  floats: () => new Float32Array([0.25]),
};
export const make = kind => made[kind]?.() ?? new (class { valueOf() { return true; } [Symbol.toPrimitive]() { return 42; } toString() { return 'SECRET_TEXT'; } })();
