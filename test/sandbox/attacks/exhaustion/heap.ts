// out of memory in withstands | Fills the heap.
const kept = [];
export const answer = () => 'wrong';
export async function attack() { for (;;) kept.push(new Array(100_000).fill({})); }
