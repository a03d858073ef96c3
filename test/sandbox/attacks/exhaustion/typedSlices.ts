// out of memory in withstands or timed out in withstands or fails | Copies of a buffer that fit one by one, and not together.
const kept = [];
export const answer = () => 'wrong';
export async function attack() {
  const block = new Float64Array(1e6).fill(1.5);
  for (;;) kept.push(block.slice(), block.map(x => x * 2).buffer, structuredClone(block));
}
