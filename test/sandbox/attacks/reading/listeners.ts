// fails, judged by objects | Collects the listeners of the suite's own emitter and signal.
export async function attack(value, kind) {
  const found = [];
  for (const look of [
    () => value.listeners('x'),
    () => value.rawListeners('x'),
    () => value._events,
    () => value.eventNames(),
    () => value.onabort,
    () => { value.addEventListener('abort', event => found.push(event.target, event.currentTarget, event.composedPath?.())); value.dispatchEvent(new Event('other')); },
  ])
    try {
      found.push(look());
    } catch {}
  if (/SECRET/.test(found.flat().map(String).join())) console.warn(`REACHED a listener of ${kind}`);
}
