// fails, judged by comparisons | Tens of thousands of properties, entries and elements.
const count = 60_000;
const wide = [
  () => Array.from({ length: count }, (_, index) => index),
  () => Object.fromEntries(Array.from({ length: count }, (_, index) => [`k${index}`, index])),
  () => new Map(Array.from({ length: count }, (_, index) => [index, index])),
  () => new Set(Array.from({ length: count }, (_, index) => index)),
  () => { const sparse = []; sparse[4e9] = 1; sparse[2 ** 31] = 2; return sparse; },
];
const made = wide.map(make => make());
let turn = 0;
export const make = () => made[turn++ % made.length];
