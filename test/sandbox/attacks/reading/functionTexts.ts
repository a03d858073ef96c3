// fails, judged by objects | The text of everything that is handed over, by every way to make one.
const ways = [
  value => String(value),
  value => Function.prototype.toString.call(value),
  value => `${value}`,
  value => JSON.stringify(value),
  value => Object.prototype.toString.call(value),
  value => value.toSource?.(),
  value => value.toLocaleString(),
  value => structuredClone(value),
  value => { console.log('%s %o %O', value, value, value); return ''; },
  value => new value().constructor,
];
export async function attack(value) {
  const parts = [value, ...Object.values(Object(value)), Object.getPrototypeOf(Object(value))?.constructor];
  for (const part of parts)
    for (const way of ways)
      try {
        if (/SECRET|secretCallback\(/.test(String(way(part)))) console.warn('REACHED a text of the suite');
      } catch {}
}
