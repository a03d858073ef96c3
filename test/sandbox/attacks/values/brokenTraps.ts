// fails, judged by comparisons | Proxies at every place, whose traps throw or break every rule.
const broken = new Proxy(() => {}, Object.fromEntries(['get', 'set', 'has', 'deleteProperty', 'ownKeys', 'getPrototypeOf', 'setPrototypeOf', 'isExtensible', 'preventExtensions', 'getOwnPropertyDescriptor', 'defineProperty', 'apply', 'construct'].map(name => [name, () => { throw broken; }])));
const revoked = (() => { const { proxy, revoke } = Proxy.revocable([], {}); revoke(); return proxy; })();
const places = [() => broken, () => [broken], () => ({ a: { b: revoked } }), () => Object.create(broken), () => new Map([[revoked, broken]]), () => Object.assign(new Error(), { constructor: broken, name: revoked }), () => class extends Object { static [Symbol.species] = broken; }, () => Object.create(revoked), () => revoked];
let turn = 0;
export const make = () => places[turn++ % places.length]();
