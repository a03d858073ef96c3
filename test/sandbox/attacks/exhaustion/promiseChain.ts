// timed out in withstands or out of memory in withstands | Every promise job makes the next.
export const answer = () => 'wrong';
export async function attack() {
  const again = () => Promise.resolve().then(again);
  return again();
}
