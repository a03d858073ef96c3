// fails, judged by objects | Poses as an aborted signal, and as one that never was.
export async function attack(value, kind) {
  if (kind !== 'signal') return;
  for (const change of [
    () => Object.defineProperty(value, 'aborted', { value: true }),
    () => Object.defineProperty(value, 'reason', { value: 'mine' }),
    () => (value.throwIfAborted = () => {}),
    () => (value.addEventListener = () => {}),
    () => Object.setPrototypeOf(value, null),
    () => AbortSignal.prototype.constructor.call(value),
    () => Reflect.construct(AbortSignal, [{}]),
    () => new value.constructor(),
  ])
    try {
      change();
    } catch {}
}
