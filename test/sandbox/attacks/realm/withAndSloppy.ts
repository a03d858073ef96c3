// fails | Sloppy code: `with`, undeclared names, octals, and a `this` that is not undefined.
const programs = ['with ({}) { x = 1 }', 'undeclared = 1', 'var leaked = 1; this.leaked', 'function f() { return this } f()', 'delete Object.prototype', 'arguments = 1', '010', 'if (1) function g() {}', '"use sloppy"; (function(){ return !this })()', 'eval("var inner = 1"); inner', '(function () { "use strict" })(...[1])', '<!-- comment\nundeclared2 = 2', 'x = 1 --> 2', 'let undefined; undefined = 1', 'Function("x = 1; return this")()'];
export const answer = () => 'wrong';
export async function attack() {
  const before = Reflect.ownKeys(globalThis).length;
  for (const program of programs)
    for (const evaluate of [eval, Function, text => (0, eval)(text)])
      try {
        const found = evaluate(program);
        const value = typeof found === 'function' ? found() : found;
        if (value && typeof value === 'object' && value !== globalThis) console.warn(`REACHED ${program}`);
      } catch {}
  if (Reflect.ownKeys(globalThis).length !== before) console.warn('REACHED the global scope');
}
