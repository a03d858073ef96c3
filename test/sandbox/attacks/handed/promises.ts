// fails, judged by objects | Overrides the methods of promises that are handed over.
export async function attack(value, kind) {
  const promise = kind === 'sleep' ? value.sleep(1) : value;
  if (typeof promise?.then !== 'function') return;
  for (const change of [
    () => (promise.then = resolve => resolve('forged')),
    () => Object.defineProperty(promise, 'constructor', { value: class { static [Symbol.species] = null; } }),
    () => (Promise.prototype.then = () => promise),
    () => Object.setPrototypeOf(promise, { then: done => done('forged') }),
  ])
    try {
      change();
    } catch {}
}
