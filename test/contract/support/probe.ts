/**
 * A module for an attempt: it stands between the suites and a solution, hands everything on, and spoils whatever it can
 * of what the suites have handed over. The solution works on copies, so only a suite that relies on what a learner can
 * change notices. What cannot be copied and can be changed is printed: `LEAK`, and where it was.
 */
export const probe = `
type Fn = (...args: unknown[]) => unknown;
const own = new WeakSet<object>();
const wrappers = new WeakMap<object, Fn>();
const spoilt = Symbol('spoilt');

const isObject = (value: unknown): value is any => (typeof value === 'object' && value !== null) || typeof value === 'function';
const platform: readonly Fn[] = [Error, Date, Promise, RegExp, AbortSignal, AbortController, WeakMap, WeakSet] as any;
const isPlain = (value: object) => Array.isArray(value) || [Object.prototype, null].includes(Object.getPrototypeOf(value));

/** What a suite hands over, as the solution gets it. */
function received(value: unknown, where: string, self?: object): any {
  if (!isObject(value) || own.has(value)) return value;
  if (typeof value === 'function') return receivedFunction(value, where, self);
  if (value instanceof Promise) return keep(value.then((result: unknown) => received(result, where + '()')));
  if (platform.some(type => value instanceof type)) return value;
  if (value instanceof Map) return taken(value, new Map([...value].map(([k, v]) => [received(k, where), received(v, where)] as const)), () => value.clear());
  if (value instanceof Set) return taken(value, new Set([...value].map(v => received(v, where))), () => value.clear());
  if (isPlain(value)) return receivedPlain(value, where);
  if (!Object.isFrozen(value)) console.log('LEAK', where, 'is an object of ' + value.constructor?.name + ' that can be changed');
  return value;
}

function receivedPlain(value: any, where: string): any {
  const copy: any = Array.isArray(value) ? [] : Object.create(Object.getPrototypeOf(value));
  let isSame = true;
  for (const key of Reflect.ownKeys(value)) {
    if (Array.isArray(value) && key === 'length') continue;
    const member = value[key];
    const taken = received(member, where + '.' + String(key), value);
    // An assignment would take a field that is called __proto__ for something else.
    Object.defineProperty(copy, key, { value: taken, writable: true, enumerable: true, configurable: true });
    isSame &&= taken === member;
  }
  if (Object.isFrozen(value) && isSame) return value;
  return taken(value, copy, () => {
    for (const key of Reflect.ownKeys(value)) try { value[key] = spoilt; } catch {}
    try { value.added = spoilt; } catch {}
  });
}

/** The copy is the solution's; the original is spoilt. */
function taken<T extends object>(original: object, copy: T, spoil: () => void): T {
  if (!Object.isFrozen(original)) spoil();
  return keep(copy);
}

function keep<T extends object>(value: T): T {
  own.add(value);
  return value;
}

function receivedFunction(fn: any, where: string, self?: object): Fn {
  const known = wrappers.get(fn);
  if (known) return known;
  const wrapper = (...args: unknown[]) => received(Reflect.apply(fn, self, args.map(given)), where + '()');
  wrappers.set(fn, keep(wrapper));
  for (const key of ['call', 'apply', 'bind', 'name', 'added', 'calls', 'count', 'fn', 'then', 'constructor'])
    try { fn[key] = spoilt; } catch {}
  return wrapper;
}

/** What the solution gives to a suite: its own, and every way in through it is watched. */
function given(value: unknown): any {
  if (!isObject(value) || own.has(value)) return value;
  if (value instanceof Promise) return keep(value.then(given));
  if (platform.some(type => value instanceof type)) return keep(value);
  if (typeof value === 'function') return keep(watched(value, 'callback', undefined));
  keep(value);
  if (value instanceof Map || value instanceof Set || Array.isArray(value)) return value;
  const target = Object.isFrozen(value) ? keep(Object.create(Object.getPrototypeOf(value), Object.getOwnPropertyDescriptors({ ...value }))) : value;
  for (let level = value; level && level !== Object.prototype; level = Object.getPrototypeOf(level))
    for (const key of Reflect.ownKeys(level)) {
      const descriptor = Reflect.getOwnPropertyDescriptor(level, key)!;
      if (key === 'constructor' || typeof descriptor.value !== 'function' || (level !== value && Object.hasOwn(target, key))) continue;
      const enumerable = level === value && descriptor.enumerable === true;
      try { Object.defineProperty(target, key, { value: watched(descriptor.value, String(key), value), enumerable, configurable: true, writable: true }); } catch {}
    }
  return target;
}

const watched = (fn: Fn, name: string, self: unknown): Fn => (...args) =>
  given(Reflect.apply(fn, self, args.map((arg, i) => received(arg, name + '(' + i + ')'))));

/** The exports of a module of the solution. */
export function probed(exports: Record<string, any>): Record<string, unknown> {
  const shown: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(exports)) {
    const isClass = typeof value === 'function' && Reflect.getOwnPropertyDescriptor(value, 'prototype')?.writable === false;
    shown[name] = isClass
      ? new Proxy(value, { construct: (type, args, target) => given(Reflect.construct(type, args.map((arg, i) => received(arg, name + '(' + i + ')')), target)) })
      : typeof value === 'function' ? watched(value, name, undefined) : value;
  }
  return shown;
}
`;
