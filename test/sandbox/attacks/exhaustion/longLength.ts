// timed out in withstands or out of memory in withstands or fails | Arrays made from objects that claim to be endless.
export const answer = () => 'wrong';
export async function attack() {
  for (const length of [2 ** 53 - 1, Infinity])
    for (const use of [value => Array.prototype.indexOf.call(value, 1), value => Array.from(value), value => Array.prototype.fill.call(value, 0), value => Reflect.apply(Math.max, null, value)])
      try {
        use({ length });
      } catch {}
}
