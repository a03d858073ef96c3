/**
 * A learner's module that makes values nobody expects, by the seeded `Math.random` of its world: `oddValue()` is another
 * one each time. Nothing in it runs for ever; what does is among the attacks.
 */
export const oddValues = `
const draw = (n: number) => Math.floor(Math.random() * n);
const pick = <T>(items: readonly T[]): T => items[draw(items.length)]!;
const boom = (): never => { throw pick([new Error('trap'), 'trap', null, undefined, 7, Object.create(null)]); };
const keys = ['name', 'message', 'stack', 'cause', 'constructor', 'toString', 'valueOf', 'then', 'toJSON', '__proto__',
  'length', 'expected', 'actual', 'code', 'prototype', 'get', 'size', 'source', 'flags', 'errors', '0', '', 'a b', '\\n'];
const symbols = [Symbol.toPrimitive, Symbol.toStringTag, Symbol.iterator, Symbol.hasInstance, Symbol.species, Symbol('x'), Symbol()];
const traps = ['get', 'has', 'ownKeys', 'getOwnPropertyDescriptor', 'getPrototypeOf', 'apply', 'construct', 'isExtensible'];
const text = () => pick(['', 'x', 'x'.repeat(draw(40_000)), '\\u001b[31m', '\\ud800', '\\0', '🧨'.repeat(draw(50)), 'watchdog: check', '%s%d%o']);
const primitive = () => pick<unknown>([undefined, null, true, false, 0, -0, NaN, Infinity, -1, 1e308, 5n, -(10n ** 400n), Symbol('s'), Symbol.iterator, Symbol(), text(), text()]);

function decorate(target: any, depth: number): any {
  for (let n = draw(4); n > 0; n--) {
    const key: PropertyKey = Math.random() < 0.75 ? pick(keys) : pick(symbols);
    const how = draw(4);
    try {
      if (how === 0) Object.defineProperty(target, key, { get: boom, enumerable: Math.random() < 0.7, configurable: true });
      else if (how === 1) Object.defineProperty(target, key, { get: () => oddValue(depth - 1), enumerable: true, configurable: true });
      else if (how === 2) Object.defineProperty(target, key, { value: boom, enumerable: true, configurable: true });
      else Object.defineProperty(target, key, { value: Math.random() < 0.2 ? target : oddValue(depth - 1), enumerable: true, configurable: true, writable: true });
    } catch {}
  }
  if (Math.random() < 0.15) try { Object.setPrototypeOf(target, pick<any>([null, new Proxy({}, {}), Array.prototype, Error.prototype, class A { get x() { return boom(); } }.prototype])); } catch {}
  if (Math.random() < 0.1) try { Object.freeze(target); } catch {}
  return target;
}

function proxy(depth: number): any {
  const handler: any = {};
  for (let n = draw(5); n > 0; n--) handler[pick(traps)] = Math.random() < 0.5 ? boom : () => oddValue(depth - 1);
  const target = pick<any>([{}, [], () => 1, class {}, new Error('inside'), Promise.resolve(1), new Map()]);
  if (Math.random() < 0.2) { const { proxy, revoke } = Proxy.revocable(target, handler); revoke(); return proxy; }
  return new Proxy(target, handler);
}

const classes: any[] = [Error, TypeError, RangeError, SyntaxError, class Mine extends Error { get name(): string { return boom(); } },
  class Own extends TypeError { override toString() { return boom(); } }];

function chain(length: number): unknown {
  let error: any = new Error('last');
  for (let n = 0; n < length; n++) error = new Error('cause ' + n, { cause: error });
  return error;
}
function nested(levels: number): unknown {
  let value: any = draw(2) ? [] : {};
  for (let n = 0; n < levels; n++) value = draw(2) ? [value] : { value };
  return value;
}

const makers: ((depth: number) => any)[] = [
  () => primitive(), () => primitive(),
  depth => decorate({}, depth), depth => decorate(Object.create(null), depth),
  depth => decorate(new (pick(classes))(text()), depth), depth => decorate(new (pick(classes))(text()), depth),
  depth => decorate(new Error(text(), { cause: oddValue(depth - 1) }), depth),
  () => { const error: any = new Error('self'); error.cause = error; error.errors = [error]; return error; },
  depth => decorate(new AggregateError([oddValue(depth - 1), new Error('b')], text()), depth),
  () => chain(draw(300)), () => nested(draw(3_000)),
  depth => proxy(depth), depth => proxy(depth),
  depth => decorate([oddValue(depth - 1), , oddValue(depth - 1)], depth),
  // Inside of something else the longest of all would be joined, for ever, by whoever takes it for text.
  depth => { const list: any[] = []; list.length = pick([depth === 3 ? 4_294_967_295 : 4, 60_000, 3]); list[1] = list; return list; },
  depth => decorate(new Map<any, any>([[oddValue(depth - 1), oddValue(depth - 1)], [NaN, {}]]), depth),
  depth => decorate(new Set<any>([oddValue(depth - 1), [], {}]), depth),
  depth => decorate(new Date(pick([0, NaN, 8.64e15])), depth), depth => decorate(/a(?<b>c)/gi, depth),
  depth => decorate(pick([new Uint8Array(draw(20_000)), new Float64Array([NaN, -0]), new ArrayBuffer(8), new BigInt64Array(2), new DataView(new ArrayBuffer(4))]), depth),
  depth => decorate(Object(pick<any>([1, 'text', true, Symbol('boxed'), 3n])), depth),
  depth => decorate(pick<any>([() => 1, class Named { static override = 1 }, function named() {}, async () => 1, function* () {}]), depth),
  depth => decorate((function* () { yield 1; })(), depth), depth => decorate(new WeakMap(), depth), depth => decorate(new WeakRef({}), depth),
  depth => ({ then: (resolve: any, reject: any) => pick([() => resolve(oddValue(0)), () => reject(oddValue(0)), boom, () => { resolve(1); reject(2); }])() }),
  () => ({ get then() { return boom(); } }),
  depth => decorate(Object.assign(Object.create(new Error('parent')), { message: 'child' }), depth),
  depth => decorate(Reflect.construct(Error, ['odd'], Object.assign(function () {}, { prototype: pick<any>([Array.prototype, null, {}]) }) as any), depth),
  () => decorate((() => { class Liar { static [Symbol.hasInstance]() { return boom(); } } return new Liar(); })(), 1),
];

export function oddValue(depth = 3): any {
  return depth <= 0 ? primitive() : pick(makers)(depth);
}
export const throwIt = () => { throw oddValue(); };
export const rejectIt = async () => { throw oddValue(); };
export const throwLater = () => void setTimeout(() => { throw oddValue(); }, 1);
export const throwSoon = () => queueMicrotask(() => { throw oddValue(); });
export const rejectUnheard = () => void Promise.reject(oddValue());
export const printIt = () => { console.log(oddValue(), oddValue()); console.error('%s %d %o', oddValue(), oddValue(), oddValue()); };
export const inside = (run: () => unknown) => { try { run(); } catch {} };
`;
