// fails, judged by comparisons | Own classes and prototypes shaped like what is expected.
const shapes = {
  text: () => Object.setPrototypeOf(['SECRET_TEXT'], String.prototype),
  number: () => Object.setPrototypeOf(Object(42), Object.prototype),
  map: () => Object.setPrototypeOf({ k: 'SECRET_MAP', size: 1 }, Map.prototype),
  set: () => Object.setPrototypeOf(['SECRET_SET'], Set.prototype),
  date: () => Object.setPrototypeOf({}, Date.prototype),
  pattern: () => Object.create(RegExp.prototype, { source: { value: 'SECRET_PATTERN' } }),
  bytes: () => Object.setPrototypeOf([4, 5, 6], Uint8Array.prototype),
  buffer: () => Object.create(ArrayBuffer.prototype),
  error: () => Object.create(RangeError.prototype, { message: { value: 'SECRET_ERROR' } }),
  symbol: () => Object(Symbol.for('SECRET_SYMBOL')),
  big: () => Object(10n ** 30n),
  yes: () => Object(true),
  boxed: () => 'SECRET_BOXED',
  object: () => Object.create({ a: { b: 'SECRET_OBJECT' } }),
  list: () => ({ 0: 1, 1: [2, 'SECRET_LIST'], length: 2 }),
};
export const make = kind => (shapes[kind] ?? (() => 'nothing'))();
