// fails, judged by throws | Throws everything that can be thrown.
const things = [undefined, null, 0, '', 1n, Symbol('thrown'), () => {}, [], {}, new Map(), Promise.reject(1), new Proxy(new Error(), {}), Object.create(Error.prototype), Object.assign(Object.create(null), { message: 1 }), new AggregateError([new Error('in')], 'out'), Object.freeze(new Error('frozen')), new Error('e'.repeat(1e6), { cause: new Error('c'.repeat(1e6)) }), class {}, globalThis];
for (const thing of things) if (thing instanceof Promise) thing.catch(() => {});
let turn = 0;
const next = () => things[turn++ % things.length];
export class OwnError extends Error { get name() { return next(); } get message() { return next(); } }
export const run = () => { throw turn % 3 ? next() : (turn++, null); };
export const later = async () => { throw next(); };
