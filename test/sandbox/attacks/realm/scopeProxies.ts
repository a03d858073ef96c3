// fails | The objects behind free names: scope terminators, getters and unscopables.
export const answer = () => 'wrong';
export async function attack() {
  const tricks = [
    () => Object.defineProperty(Object.prototype, Symbol.unscopables, { value: { Map: true } }),
    () => (globalThis[Symbol.unscopables] = { Object: true }),
    () => Object.setPrototypeOf(globalThis, new Proxy({}, { has: (_, key) => { console.warn(`REACHED a lookup of ${String(key)}`); return false; } })),
    () => Object.defineProperty(globalThis, 'eval', { value: text => text }),
    () => (0, eval)('(function(){ return this?.scopeTerminator ?? moduleLexicals ?? evalScope })()'),
    () => new Function('a', '}); console.warn("REACHED the wrapper"); ({')(),
    () => (0, eval)('}); console.warn("REACHED the wrapper"); ({'),
    () => (0, eval)('}}})()}}; console.warn("REACHED the wrapper"); ({ a() {{{('),
    () => new Function('/*', '*/){')(),
  ];
  for (const trick of tricks)
    try {
      if (trick() === true) console.warn(`REACHED ${trick}`);
    } catch {}
}
