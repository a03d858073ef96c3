// out of memory in withstands or timed out in withstands or fails | Promises that wait for each other, without end.
const kept = [];
export const answer = () => 'wrong';
export async function attack() {
  for (;;) kept.push(new Promise(() => {}).then(() => kept), Promise.all(kept.slice(-3)));
}
