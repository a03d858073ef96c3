// timed out in withstands or out of memory in withstands or fails | Arithmetic with numbers of millions of digits.
export const answer = () => 'wrong';
export async function attack() {
  let value = 3n ** 500_000n;
  for (;;) value = (value * value) % (2n ** 4_000_000n + 1n);
}
