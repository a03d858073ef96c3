import { types } from 'node:util';

const maxNodes = 50_000;
const maxDepth = 200;

/** Says why a value cannot be compared. */
export class NotComparable extends Error {}

/**
 * A copy of a guest's value that is safe to compare and to print: own enumerable string keys of objects, elements of
 * arrays, maps, sets and typed arrays. Classes are lost on purpose. Proxies are refused, because each look at one may
 * answer differently or never end; so are results beyond 50,000 nodes.
 */
export const plainCopy = (value: unknown): unknown => new Copier().copy(value, 0);

class Copier {
  private nodes = 0;
  private readonly seen = new Map<object, unknown>();

  copy(value: unknown, depth: number): unknown {
    if (value === null || (typeof value !== 'object' && typeof value !== 'function')) return value;
    const known = this.seen.get(value);
    if (known !== undefined) return known;
    if (++this.nodes > maxNodes) throw new NotComparable(`It holds more than ${maxNodes} values.`);
    if (depth > maxDepth) throw new NotComparable(`It is nested more than ${maxDepth} levels deep.`);
    if (types.isProxy(value)) throw new NotComparable('It holds a Proxy.');
    if (typeof value === 'function' || types.isPromise(value)) return value;
    if (Array.isArray(value)) return this.copyArray(value, depth);
    if (types.isMap(value)) return this.copyMap(value, depth);
    if (types.isSet(value)) return this.copySet(value, depth);
    return this.keep(value, copyExotic(value)) ?? this.copyObject(value, depth);
  }

  private keep<T>(original: object, copy: T): T {
    if (copy !== undefined) this.seen.set(original, copy);
    return copy;
  }

  private copyArray(value: unknown[], depth: number): unknown[] {
    if (value.length > maxNodes) throw new NotComparable(`It holds more than ${maxNodes} values.`);
    const copy: unknown[] = this.keep(value, []);
    for (let index = 0; index < value.length; index++) copy[index] = this.copy(value[index], depth + 1);
    return copy;
  }

  private copyMap(value: Map<unknown, unknown>, depth: number): Map<unknown, unknown> {
    const copy = this.keep(value, new Map<unknown, unknown>());
    // The prototype's own method: a guest's subclass may have overridden it.
    Map.prototype.forEach.call(value, (item, key) =>
      copy.set(this.copy(key, depth + 1), this.copy(item, depth + 1)),
    );
    return copy;
  }

  private copySet(value: Set<unknown>, depth: number): Set<unknown> {
    const copy = this.keep(value, new Set<unknown>());
    Set.prototype.forEach.call(value, item => copy.add(this.copy(item, depth + 1)));
    return copy;
  }

  private copyObject(value: object, depth: number): object {
    const copy: object = this.keep(value, {});
    for (const key of Reflect.ownKeys(value)) {
      if (typeof key !== 'string' || !Reflect.getOwnPropertyDescriptor(value, key)?.enumerable) continue;
      Object.defineProperty(copy, key, {
        value: this.copy(Reflect.get(value, key), depth + 1),
        enumerable: true,
        writable: true,
        configurable: true,
      });
    }
    return copy;
  }
}

const typedArrayPrototype = Object.getPrototypeOf(Uint8Array.prototype) as object;
const tagOfTypedArray = Reflect.getOwnPropertyDescriptor(typedArrayPrototype, Symbol.toStringTag)!.get!;

/** Built-ins with inner state; undefined for an ordinary object. */
function copyExotic(value: object): unknown {
  if (types.isDate(value)) return new Date(Date.prototype.getTime.call(value));
  if (types.isRegExp(value)) return new RegExp(value.source, value.flags);
  if (types.isTypedArray(value)) {
    const name = Reflect.apply(tagOfTypedArray, value, []) as 'Uint8Array';
    return new globalThis[name](value as Uint8Array);
  }
  if (types.isNativeError(value)) return copyError(value);
  if (types.isBoxedPrimitive(value)) return value.valueOf();
  return undefined;
}

/** A guest may have put anything in the place of the two texts. */
function copyError(value: { readonly name: unknown; readonly message: unknown }): Error {
  const copy = new Error(String(value.message));
  Object.defineProperty(copy, 'name', { value: String(value.name), enumerable: false });
  return copy;
}
