// out of memory in withstands | Fills memory that the heap's limit does not count.
const kept = [];
export const answer = () => 'wrong';
export async function attack() { for (;;) kept.push(new Uint8Array(32 * 1_024 * 1_024).fill(1)); }
