// fails, judged by objects | Calls what it gets from inside of itself, with itself, and with the strangest arguments.
let depth = 0;
const strange = new Proxy({}, { get: () => { throw 1; }, getPrototypeOf: () => { throw 2; } });
export async function attack(value) {
  const call = (fn, self) => {
    if (typeof fn !== 'function' || depth > 3) return;
    depth++;
    for (const args of [[], [fn], [strange], [{ toString: () => call(fn, self) }], [attack, value], new Array(1_000)])
      try {
        Reflect.apply(fn, self, args);
        new fn(...args);
      } catch {}
    depth--;
  };
  call(value, undefined);
  for (const part of Object.values(Object(value))) call(part, value);
}
