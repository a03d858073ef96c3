// fails | Structured clones of what cannot be cloned, with options and transfers.
export const answer = () => 'wrong';
export async function attack(callback, object) {
  const values = [object, callback, globalThis, process, console, new Proxy({}, {}), new WeakMap(), Symbol(), Promise.resolve(), new AbortController(), setTimeout(() => {}, 1), { get x() { return callback; } }, Object.create({ y: 1 }), new (class Own extends Error { secret = 1; })(), [callback]];
  for (const value of values)
    for (const options of [undefined, { transfer: [value] }, { transfer: { [Symbol.iterator]: () => { throw 1; } } }])
      try {
        const copy = structuredClone(value, options);
        for (let level = copy; level && typeof level === 'object'; level = Object.getPrototypeOf(level)) if (level !== copy && !Object.isFrozen(level)) console.warn('REACHED a prototype of the host');
        if (/suite:|harness|SECRET/.test(`${copy?.stack} ${JSON.stringify(copy)}`)) console.warn('REACHED a stack');
      } catch (error) {
        if (!Object.isFrozen(error.constructor)) console.warn(`REACHED ${error.constructor.name}`);
      }
}
