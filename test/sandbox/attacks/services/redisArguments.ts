// fails, judged by redis | Arguments that answer differently each time, throw, or never end.
let turn = 0;
const shifting = { toString: () => (turn++ % 2 ? 'judge' : 'answer'), valueOf() { throw 1; }, toJSON() { throw 2; }, get length() { throw 3; }, [Symbol.toPrimitive]: hint => `${hint}${turn++}` };
const odd = [shifting, [shifting, [shifting]], new Proxy([], { get() { throw 4; } }), { __proto__: null }, Symbol('x'), 10n ** 100n, () => {}, new Uint8Array(10), new Map([['a', shifting]]), NaN, -0, '\ud800', '\u0000\r\n*1\r\n$4\r\nPING\r\n', 'x'.repeat(1e6), undefined, null, new Date(NaN), Object('x')];
export async function attack(client) {
  for (const value of odd)
    for (const use of [() => client.set(value, value), () => client.get(value), () => client.mset(value), () => client.hset('h', value), () => client.eval(value, 1, value), () => client.call(value, value), () => client.on(value, value), () => client.defineCommand(value, { lua: value, numberOfKeys: value }), () => client.pipeline(value).exec(value), () => client.set('k', 'v', value, value)])
      try {
        await use();
      } catch {}
}
