// timed out in withstands | A comparator that compares for ever.
export const answer = () => 'wrong';
export async function attack() {
  [3, 2, 1].sort(() => { for (;;); });
}
