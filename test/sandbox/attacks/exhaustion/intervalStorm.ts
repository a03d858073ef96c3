// fails | A timer every millisecond for a year, with more timers in each.
export const answer = () => 'wrong';
export async function attack() {
  setInterval(() => { for (let index = 0; index < 2_000; index++) setTimeout(() => {}, 1e9); }, 1);
  return 'advance';
}
