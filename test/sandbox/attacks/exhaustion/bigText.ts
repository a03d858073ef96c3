// timed out in withstands or fails | Turns a number of a million digits into text, again and again.
export const answer = () => 'wrong';
export async function attack() {
  for (let exponent = 2_000_000n; ; exponent++) if ((7n ** exponent).toString().length < 0) return;
}
