// fails, judged by objects | Draws until nothing is left to draw, with bounds that make no sense.
export async function attack(value, kind) {
  if (kind !== 'random') return;
  for (const args of [[NaN, 1], [1, NaN], [5, 1], [-Infinity, Infinity], ['1', '2'], [{ valueOf: () => { throw 1; } }, 2], [0, 2 ** 60], [[]], [null]])
    for (const key of Reflect.ownKeys(value))
      try {
        value[key](...args);
      } catch {}
  for (let index = 0; index < 1e5; index++) value.next();
}
