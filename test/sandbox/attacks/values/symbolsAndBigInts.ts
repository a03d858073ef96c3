// fails, judged by comparisons | Keys that are symbols, numbers without end and names that mean something to objects.
const vast = 2n ** 200_000n;
const odd = { [Symbol.iterator]: null, [Symbol.asyncIterator]: 1, [Symbol.toPrimitive]: 'x', [Symbol.for('nodejs.util.inspect.custom')]: 5, [Symbol.for('x')]: vast, then: null, toJSON: 1, constructor: null, hasOwnProperty: 1, valueOf: null, toString: null, length: vast, __proto__: null, ['__proto__']: { polluted: true } };
export const make = kind => (kind === 'number' ? vast : kind === 'symbol' ? Symbol(String(vast).slice(0, 20_000)) : odd);
