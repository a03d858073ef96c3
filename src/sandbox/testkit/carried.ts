import { types } from 'node:util';

const maxValues = 50_000;
const maxDepth = 100;

/**
 * What arrives at the other end of a network: a copy of plain data (arrays, and objects without a class), so that
 * neither side can change what the other one holds. Everything else, such as a signal or a function, goes as it is.
 *
 * @throws TypeError for a Proxy, and for what is too large to be sent.
 */
export function carried<T>(value: T): T {
  let count = 0;
  const copies = new Map<object, unknown>();
  const copy = (item: unknown, depth: number): unknown => {
    if (typeof item !== 'object' || item === null) return item;
    if (types.isProxy(item)) throw new TypeError('A Proxy cannot be sent over a network.');
    const isArray = Array.isArray(item);
    if (!isArray && !isPlain(item)) return item;
    const known = copies.get(item);
    if (known !== undefined) return known;
    if (depth > maxDepth) throw new TypeError(`A message is nested more than ${maxDepth} levels deep.`);
    const fresh: unknown[] | Record<string, unknown> = isArray ? [] : {};
    copies.set(item, fresh);
    if (isArray && item.length > maxValues) throw tooLarge();
    for (const key of isArray ? item.keys() : Object.keys(item)) {
      if (++count > maxValues) throw tooLarge();
      // Defined rather than assigned: `__proto__` is a key like any other.
      Object.defineProperty(fresh, key, {
        value: copy(Reflect.get(item, key), depth + 1),
        writable: true,
        enumerable: true,
        configurable: true,
      });
    }
    return fresh;
  };
  return copy(value, 0) as T;
}

const tooLarge = (): TypeError => new TypeError(`A message holds more than ${maxValues} values.`);

function isPlain(item: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(item);
  return prototype === Object.prototype || prototype === null;
}
