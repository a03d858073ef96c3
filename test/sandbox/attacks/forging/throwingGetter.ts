// fails, judged by callbacks | Breaks an assertion off from inside of what it compares, and catches what comes out.
const trap = { get 0() { throw 1; }, get length() { throw 2; }, valueOf() { throw 3; }, toString() { throw 4; }, get constructor() { throw 5; } };
export async function attack(call) {
  for (const value of [trap, [trap], Object.create(trap), new Proxy(trap, { get() { throw 6; }, ownKeys() { throw 7; }, getPrototypeOf() { throw 8; } })])
    try {
      await call(value);
    } catch {}
}
