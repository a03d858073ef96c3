// fails or out of memory in withstands or timed out in withstands | Calls with a hundred million arguments.
export const answer = () => 'wrong';
export async function attack() {
  for (const size of [1e5, 1e6, 5e6])
    for (const call of [list => Math.max(...list), list => String.fromCharCode.apply(null, list), list => Reflect.construct(Array, list), list => [].concat(...list), list => (() => {}).bind(null, ...list)()])
      try {
        call(new Array(size).fill(65));
      } catch {}
}
