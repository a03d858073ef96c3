// fails | Prints without end.
export const answer = () => 'wrong';
export async function attack() {
  for (let index = 0; index < 20_000; index++) console.log('x'.repeat(1_000), { index });
}
