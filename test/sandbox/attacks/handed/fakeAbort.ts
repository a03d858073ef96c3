// fails, judged by objects | Dispatches events of its own on the suite's signal.
export async function attack(value, kind) {
  if (kind !== 'signal') return;
  for (const event of [new Event('other'), { type: 'abort' }, Object.create(Event.prototype), { get type() { return 'other'; } }, new Proxy(new Event('x'), {})])
    try {
      value.dispatchEvent(event);
    } catch {}
  value.onabort = () => { throw new Error('in a handler'); };
  for (let index = 0; index < 10_000; index++) value.addEventListener(`x${index}`, () => {});
}
