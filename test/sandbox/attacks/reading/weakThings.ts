// fails, judged by objects | Holds on to everything weakly, and waits for the collector to say what became of it.
const kept = [];
const registry = new FinalizationRegistry(held => kept.push(held));
export async function attack(value, kind) {
  const things = [value, ...Object.values(Object(value))].filter(one => typeof one === 'object' || typeof one === 'function');
  for (const thing of things) {
    if (thing === null) continue;
    kept.push(new WeakRef(thing));
    registry.register(thing, kind);
  }
  for (const one of kept) {
    const alive = one instanceof WeakRef ? one.deref() : one;
    if (/SECRET/.test(String(alive))) console.warn('REACHED something that was kept');
  }
  for (let index = 0; index < 200; index++) kept.push(new Array(1_000));
}
