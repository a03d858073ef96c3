// out of memory in withstands or timed out in withstands or fails | Calls a spy until its memory of calls is full.
export const answer = () => 'wrong';
export async function attack(callback) {
  for (let index = 0; ; index++) callback([index, 'x'.repeat(100) + index]);
}
