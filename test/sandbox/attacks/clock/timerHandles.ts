// fails | From a timer's handle to the clock.
export const answer = () => 'wrong';
export async function attack() {
  const handle = setTimeout(() => {}, 1);
  const seen = new Set();
  const walk = value => {
    if ((typeof value !== 'object' && typeof value !== 'function') || value === null || seen.has(value)) return;
    seen.add(value);
    for (const key of Reflect.ownKeys(value)) {
      const { value: inner, get } = Object.getOwnPropertyDescriptor(value, key);
      if (/^(advance|tick|setWallClock|runAll|_onTimeout|_idlePrev)$/.test(String(key))) console.warn(`REACHED ${String(key)}`);
      walk(inner);
      walk(get);
    }
    if (!Object.isFrozen(value) && value !== globalThis) console.warn(`REACHED something that can be changed: ${typeof value}`);
    walk(Object.getPrototypeOf(value));
  };
  for (const value of [handle, setTimeout, Date, performance, crypto, console, process, AbortController, structuredClone, Intl, Math]) walk(value);
}
