import { types } from 'node:util';

/** How much is shown. Enough to tell two results apart, little enough to read. */
const limits = { depth: 5, items: 50, string: 2_000, nodes: 500, characters: 40_000, width: 90 };

/**
 * Text of any value, without running any of its code: no getters, no methods, no traps. Node's own `inspect` differs
 * between versions, so that a report would depend on where it was made, and cannot name the classes of a hardened realm.
 */
export const inspectValue = (value: unknown): string => new Inspector().text(value, 0);

class Inspector {
  private nodes = 0;
  private characters = 0;
  private readonly open = new Set<object>();

  text(value: unknown, depth: number): string {
    if (typeof value === 'string') return this.quoted(value);
    if (typeof value === 'bigint') return `${value}n`;
    if (Object.is(value, -0)) return '-0';
    if (value === null || (typeof value !== 'object' && typeof value !== 'function')) return String(value);
    if (types.isProxy(value)) return '[Proxy]';
    if (typeof value === 'function') return functionText(value);
    return simpleText(value) ?? this.composite(value, depth);
  }

  private quoted(text: string): string {
    if (this.characters > limits.characters) return '…';
    this.characters += Math.min(text.length, limits.string);
    return quote(text);
  }

  private composite(value: object, depth: number): string {
    if (this.open.has(value)) return '[Circular]';
    const name = className(value);
    if (depth >= limits.depth || ++this.nodes > limits.nodes) return `[${name || 'Object'}]`;
    this.open.add(value);
    const text = this.contents(value, name, depth + 1);
    this.open.delete(value);
    return text;
  }

  private contents(value: object, name: string, depth: number): string {
    const properties = this.properties(value, depth);
    if (Array.isArray(value)) {
      const prefix = name === 'Array' ? '' : `${name}(${value.length}) `;
      return layOut(prefix, '[', [...this.elements(value, depth), ...properties], ']');
    }
    if (types.isTypedArray(value)) {
      const length = typedArrayLength(value);
      const shown = Array.from({ length: Math.min(length, limits.items) }, (_, index) =>
        String(value[index]),
      );
      return layOut(`${name}(${length}) `, '[', [...shown, ...rest(length)], ']');
    }
    if (types.isMap(value)) {
      const entries: string[] = [];
      Map.prototype.forEach.call(value, (item, key) => {
        if (entries.length < limits.items)
          entries.push(`${this.text(key, depth)} => ${this.text(item, depth)}`);
      });
      const size = sizeOf(Map.prototype, value);
      return layOut(`${name}(${size}) `, '{', [...entries, ...rest(size), ...properties], '}');
    }
    if (types.isSet(value)) {
      const items: string[] = [];
      Set.prototype.forEach.call(value, item => {
        if (items.length < limits.items) items.push(this.text(item, depth));
      });
      const size = sizeOf(Set.prototype, value);
      return layOut(`${name}(${size}) `, '{', [...items, ...rest(size), ...properties], '}');
    }
    if (types.isNativeError(value)) return layOut(`[${errorHead(value)}] `, '{', properties, '}', true);
    return layOut(name === 'Object' ? '' : `${name} `, '{', properties, '}');
  }

  private elements(array: readonly unknown[], depth: number): string[] {
    const shown: string[] = [];
    for (let index = 0; index < Math.min(array.length, limits.items); index++) {
      const descriptor = Reflect.getOwnPropertyDescriptor(array, index);
      shown.push(descriptor ? this.propertyText(descriptor, depth) : '<empty>');
    }
    return [...shown, ...rest(array.length)];
  }

  private properties(value: object, depth: number): string[] {
    const isIndexed = Array.isArray(value) || types.isTypedArray(value);
    const shown: string[] = [];
    let hidden = 0;
    for (const key of Reflect.ownKeys(value)) {
      if (isIndexed && typeof key === 'string' && /^\d+$/.test(key)) continue;
      const descriptor = Reflect.getOwnPropertyDescriptor(value, key);
      if (!descriptor?.enumerable) continue;
      if (shown.length < limits.items) shown.push(`${keyText(key)}: ${this.propertyText(descriptor, depth)}`);
      else hidden++;
    }
    return hidden > 0 ? [...shown, `… ${hidden} more`] : shown;
  }

  private propertyText(descriptor: PropertyDescriptor, depth: number): string {
    if ('value' in descriptor) return this.text(descriptor.value, depth);
    return descriptor.set ? (descriptor.get ? '[Getter/Setter]' : '[Setter]') : '[Getter]';
  }
}

const rest = (length: number): string[] => (length > limits.items ? [`… ${length - limits.items} more`] : []);

/** One line when it fits, or one line for each part. An error without properties has no braces at all. */
function layOut(prefix: string, open: string, parts: readonly string[], close: string, bare = false): string {
  if (parts.length === 0) return bare ? prefix.trimEnd() : `${prefix}${open}${close}`;
  const pad = open === '{' ? ' ' : '';
  const line = `${prefix}${open}${pad}${parts.join(', ')}${pad}${close}`;
  if (line.length <= limits.width && !line.includes('\n')) return line;
  const lines = parts.map(part => `  ${part.replaceAll('\n', '\n  ')},`);
  return `${prefix}${open}\n${lines.join('\n')}\n${close}`;
}

const keyText = (key: string | symbol): string =>
  typeof key === 'symbol'
    ? `[${String(key)}]`
    : /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(key)
      ? key
      : quote(key);

const escapes: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t', '\\': '\\\\' };

function quote(text: string): string {
  const shown = text.length > limits.string ? `${text.slice(0, limits.string)}…` : text;
  const mark = shown.includes("'") && !shown.includes('"') ? '"' : "'";
  const escaped = shown.replace(/[\\\p{Cc}\p{Cs}]/gu, character => {
    const code = character.charCodeAt(0);
    return escapes[character] ?? `\\u${code.toString(16).padStart(4, '0')}`;
  });
  return `${mark}${escaped.replaceAll(mark, `\\${mark}`)}${mark}`;
}

/** Values without parts; undefined for the others. */
function simpleText(value: object): string | undefined {
  if (types.isDate(value)) {
    const time = Date.prototype.getTime.call(value);
    return Number.isNaN(time) ? 'Invalid Date' : new Date(time).toISOString();
  }
  if (types.isRegExp(value))
    return `/${getter(RegExp.prototype, 'source', value)}/${getter(RegExp.prototype, 'flags', value)}`;
  if (types.isPromise(value)) return '[Promise]';
  if (types.isWeakMap(value)) return '[WeakMap]';
  if (types.isWeakSet(value)) return '[WeakSet]';
  if (types.isGeneratorObject(value)) return '[Generator]';
  if (types.isArrayBuffer(value)) return `ArrayBuffer(${getter(ArrayBuffer.prototype, 'byteLength', value)})`;
  if (types.isBigIntObject(value)) return `[BigInt: ${BigInt.prototype.valueOf.call(value)}n]`;
  if (types.isNumberObject(value)) return `[Number: ${Number.prototype.valueOf.call(value)}]`;
  if (types.isStringObject(value)) return `[String: ${quote(String.prototype.valueOf.call(value))}]`;
  if (types.isBooleanObject(value)) return `[Boolean: ${Boolean.prototype.valueOf.call(value)}]`;
  return undefined;
}

/** Of the built-in itself: a subclass may have overridden it. */
function getter(prototype: object, key: string, value: object): string {
  const get = Reflect.getOwnPropertyDescriptor(prototype, key)?.get;
  try {
    return get ? String(Reflect.apply(get, value, [])) : '?';
  } catch {
    return '?';
  }
}

const sizeOf = (prototype: object, value: object): number => Number(getter(prototype, 'size', value));

function functionText(value: object): string {
  const isClass = Reflect.getOwnPropertyDescriptor(value, 'prototype')?.writable === false;
  const name = ownText(value, 'name');
  return isClass ? `[class ${name || '(anonymous)'}]` : `[Function: ${name || '(anonymous)'}]`;
}

/** An own data property that is text; empty otherwise, and for a proxy, which would be asked by its own code. */
export function ownText(value: object, key: string): string {
  if (types.isProxy(value)) return '';
  const found: unknown = Reflect.getOwnPropertyDescriptor(value, key)?.value;
  return typeof found === 'string' ? found.slice(0, 200) : '';
}

/** The name of the nearest class. On hardened built-ins `constructor` is an accessor: those are known by their kind. */
function className(value: object): string {
  const prototype = prototypeOf(value);
  if (prototype === null) return '[Object: null prototype]';
  for (let level: object | null = prototype; level && !types.isProxy(level); level = prototypeOf(level)) {
    const constructor: unknown = Reflect.getOwnPropertyDescriptor(level, 'constructor')?.value;
    const name = typeof constructor === 'function' ? ownText(constructor, 'name') : '';
    if (name !== '' && name !== 'Object') return name;
  }
  return builtInName(value);
}

const prototypeOf = (value: object): object | null => Object.getPrototypeOf(value) as object | null;

const typedArrayPrototype = Object.getPrototypeOf(Uint8Array.prototype) as object;
const typedArrayTag = Reflect.getOwnPropertyDescriptor(typedArrayPrototype, Symbol.toStringTag)!.get!;

/** Of the built-in itself, as are the elements; 0 when its buffer is gone. */
const typedArrayLength = (value: object): number => Number(getter(typedArrayPrototype, 'length', value));

function builtInName(value: object): string {
  if (Array.isArray(value)) return 'Array';
  if (types.isMap(value)) return 'Map';
  if (types.isSet(value)) return 'Set';
  if (types.isTypedArray(value)) return String(Reflect.apply(typedArrayTag, value, []));
  return 'Object';
}

/** `RangeError: message`, from plain properties only. */
function errorHead(error: object): string {
  const name = nameOf(error);
  const message = ownText(error, 'message');
  return message === '' ? name : `${name}: ${message}`;
}

function nameOf(error: object): string {
  for (let level: object | null = error; level && !types.isProxy(level); level = prototypeOf(level)) {
    const name = ownText(level, 'name');
    if (name !== '') return name;
  }
  return 'Error';
}
