// fails | Walks to everything that can be reached from here, and looks for something that can be changed.
const seen = new Set();
const found = [];
const walk = (value, path) => {
  if (value === null || (typeof value !== 'object' && typeof value !== 'function') || seen.has(value)) return;
  seen.add(value);
  if (!Object.isFrozen(value) && !(value instanceof WeakRef)) found.push(path);
  walk(Object.getPrototypeOf(value), `${path}.__proto__`);
  for (const key of Reflect.ownKeys(value)) {
    const { value: inner, get, set } = Object.getOwnPropertyDescriptor(value, key);
    for (const part of [inner, get, set]) walk(part, `${path}.${String(key)}`);
  }
};
/** A fresh object is the learner's own; what it inherits from is everybody's. */
const fresh = (value, path) => value !== null && (typeof value === 'object' || typeof value === 'function') && walk(Object.getPrototypeOf(value), path);
const caught = run => { try { run(); } catch (error) { return error; } };
const makers = {
  segmenter: () => new Intl.Segmenter('en').segment('ab'),
  segments: () => new Intl.Segmenter('en').segment('ab')[Symbol.iterator](),
  numberFormat: () => new Intl.NumberFormat('en'),
  formatFunction: () => new Intl.NumberFormat('en').format,
  dateFormat: () => new Intl.DateTimeFormat('en'),
  collator: () => new Intl.Collator('en').compare,
  locale: () => new Intl.Locale('en'),
  displayNames: () => new Intl.DisplayNames('en', { type: 'region' }),
  matchAll: () => 'a'.matchAll(/a/g),
  stringIterator: () => 'a'[Symbol.iterator](),
  mapIterator: () => new Map().entries(),
  setIterator: () => new Set().values(),
  arrayIterator: () => [].keys(),
  iteratorHelper: () => [1].values().map(x => x),
  wrappedIterator: () => [].values().constructor.from({ next() {} }),
  asyncFunction: () => async () => {},
  generatorFunction: () => function* () {},
  asyncGeneratorFunction: () => async function* () {},
  nativeError: () => caught(() => null.x),
  overflow: () => caught(() => { const forever = () => forever(); forever(); }),
  syntax: () => caught(() => (0, eval)('{')),
  suppressed: () => caught(() => (0, eval)('(() => { using a = { [Symbol.dispose]() { throw 1; } }; throw 2; })()')),
  aggregate: () => new AggregateError([]),
  cloned: () => structuredClone(new RangeError('x')),
  notCloned: () => caught(() => structuredClone(() => 1)),
  notDecoded: () => caught(() => atob('*')),
  timer: () => setTimeout(() => {}, 1),
  signal: () => new AbortController().signal,
  reason: () => { const controller = new AbortController(); controller.abort(); return controller.signal.reason; },
  event: () => new Event('x'),
  target: () => new EventTarget(),
  emitter: () => new (require('node:events'))(),
  promises: () => require('node:timers/promises'),
  sleep: () => require('node:timers/promises').setTimeout(1),
  arguments: () => (function () { return arguments; })(),
  indices: () => /(?<a>x)/d.exec('x').indices,
  template: () => (strings => strings)`x`,
  weakRef: () => new WeakRef({}),
  uuid: () => crypto.randomUUID,
  console: () => console.log,
};
export const answer = () => 'wrong';
export async function attack() {
  for (const [name, make] of Object.entries(makers))
    try {
      fresh(make(), name);
    } catch {}
  for (const name of Reflect.ownKeys(globalThis)) walk(globalThis[name], String(name));
  if (!Object.isFrozen(globalThis)) found.push('globalThis');
  // Each generator function has a prototype of its own.
  const shared = found.filter(path => !/^(asyncG|g)eneratorFunction/.test(path));
  if (shared.length > 0 || seen.size < 500) console.warn(`REACHED ${shared.join(', ')} of ${seen.size}`);
}
