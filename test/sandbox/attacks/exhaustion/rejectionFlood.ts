// out of memory in withstands or timed out in withstands | Rejections that nobody handles, without end.
export const answer = () => 'wrong';
export async function attack() {
  for (;;) void Promise.reject(new Error('x'.repeat(1_000)));
}
