// fails | A timer that sets itself again at once.
export const answer = () => 'wrong';
export async function attack() {
  const again = () => setImmediate(again);
  again();
  return 'advance';
}
