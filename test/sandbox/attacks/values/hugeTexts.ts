// fails, judged by comparisons | Texts of millions of characters, in results, keys, names and errors.
const huge = 'SE'.repeat(4 * 1_024 * 1_024);
const ways = [() => huge, () => [huge, huge], () => ({ [huge.slice(0, 1e6)]: huge }), () => Symbol(huge), () => Object.defineProperty(() => {}, 'name', { value: huge }), () => new Error(huge), () => new (Object.defineProperty(class {}, 'name', { value: huge }))(), () => new RegExp('x'.repeat(1e5)), () => Object(huge)];
let turn = 0;
export function make() {
  const value = ways[turn++ % ways.length]();
  if (turn < 12) console.log(value, '%s', value);
  return value;
}
