// out of memory in withstands or timed out in withstands or fails | Keeps millions of closures alive in a chain.
export const answer = () => 'wrong';
export async function attack() {
  let chain = () => 0;
  for (;;) { const inner = chain; chain = () => inner; }
}
