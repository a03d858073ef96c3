// fails | Errors that throw, lie or never end when somebody looks at them.
class Hostile extends Error {
  get message() { throw new Hostile(); }
  get name() { throw new Hostile(); }
  get stack() { throw new Hostile(); }
  get cause() { throw new Hostile(); }
  get [Symbol.toStringTag]() { throw new Hostile(); }
  toString() { throw new Hostile(); }
  [Symbol.toPrimitive]() { throw new Hostile(); }
}
export function answer() {
  throw new Hostile();
}
export function attack() {
  throw new Proxy(new Hostile(), { get() { for (;;); }, getPrototypeOf() { for (;;); } });
}
