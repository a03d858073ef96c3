import { types } from 'node:util';

const maxNodes = 50_000;
const maxDepth = 200;
/** Of a buffer or a typed array. */
const maxBytes = 10_000_000;

/** Says why a value cannot be compared. */
export class NotComparable extends Error {}

/**
 * A copy of a guest's value that is safe to compare and to print: own enumerable string keys of objects, elements of
 * arrays, maps, sets and typed arrays, bytes of buffers. Classes are lost on purpose. Built-ins are asked for what they
 * hold, never for what a property of theirs claims. Refused are proxies, because each look at one may answer differently
 * or never end; built-ins whose contents nobody can see; and results beyond 50,000 nodes.
 */
export function plainCopy(value: unknown): unknown {
  try {
    return new Copier().copy(value, 0);
  } catch (error) {
    if (error instanceof NotComparable) throw error;
    // A getter of the guest's. What it threw is not passed on: it would not be on record as a failed assertion.
    throw new NotComparable('Reading one of its properties throws an error.');
  }
}

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
    if (typeof value === 'function') return value;
    refuseOpaque(value);
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
    refuseLarge(value.length);
    const copy: unknown[] = this.keep(value, []);
    for (let index = 0; index < value.length; index++) copy[index] = this.copy(value[index], depth + 1);
    return copy;
  }

  private copyMap(value: Map<unknown, unknown>, depth: number): Map<unknown, unknown> {
    refuseLarge(sizeOfMap(value));
    const copy = this.keep(value, new Map<unknown, unknown>());
    // The prototype's own method: a guest's subclass may have overridden it.
    Map.prototype.forEach.call(value, (item, key) =>
      copy.set(this.copy(key, depth + 1), this.copy(item, depth + 1)),
    );
    return copy;
  }

  private copySet(value: Set<unknown>, depth: number): Set<unknown> {
    refuseLarge(sizeOfSet(value));
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

function refuseLarge(size: number): void {
  if (size > maxNodes) throw new NotComparable(`It holds more than ${maxNodes} values.`);
}

function refuseOpaque(value: object): void {
  const kind = opaqueKinds.find(([is]) => is(value))?.[1];
  if (kind !== undefined) throw new NotComparable(`It holds ${kind}, whose contents cannot be seen.`);
}

const opaqueKinds: readonly (readonly [(value: unknown) => boolean, string])[] = [
  [types.isPromise, 'a Promise'],
  [types.isWeakMap, 'a WeakMap'],
  [types.isWeakSet, 'a WeakSet'],
  [types.isGeneratorObject, 'a Generator'],
];

/** What a built-in's own getter says, whatever a subclass or a property of the object says. */
const builtInGetter = (prototype: object, key: string | symbol): ((value: object) => unknown) => {
  const get = Reflect.getOwnPropertyDescriptor(prototype, key)!.get!;
  return value => Reflect.apply(get, value, []) as unknown;
};

const sizeOfMap = builtInGetter(Map.prototype, 'size') as (value: object) => number;
const sizeOfSet = builtInGetter(Set.prototype, 'size') as (value: object) => number;
const sourceOfPattern = builtInGetter(RegExp.prototype, 'source') as (value: object) => string;
const flagsOfPattern = Object.entries({
  ...{ d: 'hasIndices', g: 'global', i: 'ignoreCase', m: 'multiline' },
  ...{ s: 'dotAll', u: 'unicode', v: 'unicodeSets', y: 'sticky' },
}).map(([letter, name]) => [letter, builtInGetter(RegExp.prototype, name)] as const);
const typedArrayPrototype = Object.getPrototypeOf(Uint8Array.prototype) as object;
const tagOfTypedArray = builtInGetter(typedArrayPrototype, Symbol.toStringTag) as (value: object) => string;
const bytesOfTypedArray = builtInGetter(typedArrayPrototype, 'byteLength') as (value: object) => number;
const viewed = {
  buffer: builtInGetter(DataView.prototype, 'buffer') as (value: object) => ArrayBuffer,
  offset: builtInGetter(DataView.prototype, 'byteOffset') as (value: object) => number,
  length: builtInGetter(DataView.prototype, 'byteLength') as (value: object) => number,
};

/** Built-ins with inner state; undefined for an ordinary object. */
function copyExotic(value: object): unknown {
  if (types.isDate(value)) return new Date(Date.prototype.getTime.call(value));
  if (types.isRegExp(value)) return copyPattern(value);
  if (types.isTypedArray(value)) return copyTypedArray(value);
  if (types.isArrayBuffer(value)) return copyBytes(value);
  if (types.isDataView(value)) return copyView(value);
  if (types.isNativeError(value)) return copyError(value);
  return types.isBoxedPrimitive(value) ? copyBoxed(value) : undefined;
}

function copyPattern(value: object): RegExp {
  const flags = flagsOfPattern.map(([letter, has]) => (has(value) ? letter : '')).join('');
  return new RegExp(sourceOfPattern(value), flags);
}

function copyTypedArray(value: object): unknown {
  refuseManyBytes(bytesOfTypedArray(value));
  return new globalThis[tagOfTypedArray(value) as 'Uint8Array'](value as Uint8Array);
}

/** Neither `slice` nor anything else that would ask the object for its species. */
function copyBytes(buffer: ArrayBuffer, offset = 0, length?: number): ArrayBuffer {
  const bytes = new Uint8Array(buffer, offset, length);
  refuseManyBytes(bytesOfTypedArray(bytes));
  return new Uint8Array(bytes).buffer;
}

const copyView = (value: object): DataView =>
  new DataView(copyBytes(viewed.buffer(value), viewed.offset(value), viewed.length(value)));

function refuseManyBytes(bytes: number): void {
  if (bytes > maxBytes) throw new NotComparable(`It holds more than ${maxBytes} bytes.`);
}

function copyBoxed(value: object): object {
  if (types.isNumberObject(value)) return Object(Number.prototype.valueOf.call(value)) as object;
  if (types.isStringObject(value)) return Object(String.prototype.valueOf.call(value)) as object;
  if (types.isBooleanObject(value)) return Object(Boolean.prototype.valueOf.call(value)) as object;
  if (types.isBigIntObject(value)) return Object(BigInt.prototype.valueOf.call(value)) as object;
  return Object(Symbol.prototype.valueOf.call(value)) as object;
}

/** A guest may have put anything in the place of the two texts. */
function copyError(value: { readonly name: unknown; readonly message: unknown }): Error {
  const text = (found: unknown): string => (typeof found === 'string' ? found : '');
  const copy = new Error(text(value.message));
  Object.defineProperty(copy, 'name', { value: text(value.name), enumerable: false });
  return copy;
}
