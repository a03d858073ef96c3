// fails | Names of modules that are computed, odd or not names at all.
const names = ['fs', 'node:fs', 'node:process', 'node:vm', 'process', '../fs', './../../etc/passwd', '/etc/passwd', 'file:///etc/passwd', 'data:text/javascript,1', 'https://example.com/x.js', '__proto__', 'constructor', 'toString', 'hasOwnProperty', '', '.', '..', './', './attack\u0000', './ATTACK', '#testkit', '#services/redis', '#attempt/attack', 'node:events/../fs', 'node:events\u0000fs', 'x'.repeat(1e6), 'a/'.repeat(1e5), '../'.repeat(1e5)];
const odd = [undefined, null, 1, Symbol('x'), {}, { toString: () => 'fs' }, ['fs'], () => 'fs', Object('fs'), { toString() { this.toString = () => 'fs'; return 'node:events'; } }];
export const answer = () => 'wrong';
export async function attack() {
  for (const name of [...names, ...odd])
    try {
      const found = require(name);
      if (found !== module.exports && typeof found !== 'function' && found?.answer === undefined) console.warn(`REACHED ${String(name).slice(0, 100)}`);
    } catch {}
  for (const change of [() => (require.cache = {}), () => (require.resolve = () => 'fs'), () => require.main.require('fs'), () => (module.constructor._load = () => 1), () => module.constructor._load('fs')])
    try {
      change();
      console.warn(`REACHED ${change}`);
    } catch {}
}
