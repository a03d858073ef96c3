// fails, judged by comparisons | Iterators that return twice, never end and throw when closed.
const endless = { [Symbol.iterator]: () => ({ next: () => ({ done: false, value: endless }), return() { throw new Error('closed'); }, throw: null }) };
class Own extends Array { static get [Symbol.species]() { throw 1; } get [Symbol.iterator]() { throw 2; } get length() { return 7; } at() { throw 3; } }
export const make = kind => ({ list: new Own(), map: Object.assign(new Map(), endless), set: Object.assign(new Set(), { forEach: null, [Symbol.iterator]: null }) })[kind] ?? endless;
