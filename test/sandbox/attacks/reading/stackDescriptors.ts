// fails | The parts of an error's stack: getters, copies, causes and aggregates.
const texts = [];
const keep = value => texts.push(String(value ?? ''));
export const answer = () => 'wrong';
export async function attack(callback) {
  const errors = [new Error('x', { cause: new Error('y') }), new AggregateError([new Error('z')]), structuredClone(new TypeError('c'))];
  try {
    callback('assert');
  } catch (error) {
    errors.push(error, structuredClone(error));
  }
  for (const error of errors)
    for (let level = error; level; level = Object.getPrototypeOf(level))
      for (const key of Reflect.ownKeys(level)) {
        const { value, get } = Object.getOwnPropertyDescriptor(level, key);
        if (typeof value === 'string' && key !== 'message') keep(value);
        if (get)
          try {
            keep(Reflect.apply(get, error, []));
          } catch {}
        if (get && !Object.isFrozen(get)) console.warn(`REACHED ${String(key)}`);
      }
  if (/suite:|harness|SECRET|:\d+:\d+/.test(texts.join())) console.warn(`REACHED ${texts.join()}`);
}
