// fails | Registered symbols and shared objects as a channel to the suite.
const key = Symbol.for('shared');
export const answer = () => 'wrong';
export async function attack(callback, object) {
  for (const target of [Object, Object.prototype, Array, Promise.prototype, Math, JSON, console, process, callback, object, object.method, AbortController, Symbol, globalThis, require, require('node:events')])
    for (const change of [() => (target[key] = 1), () => Object.defineProperty(target, key, { value: 1 }), () => Object.preventExtensions(target) && Reflect.set(target, 'x', 1)])
      try {
        change();
        if (target[key] === 1 || target.x === 1) console.warn('REACHED a shared object');
      } catch {}
}
