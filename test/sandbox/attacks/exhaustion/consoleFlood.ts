// fails or timed out in withstands | Prints objects as wide and as deep as the console takes them, thousands of times.
const wide = Object.fromEntries(Array.from({ length: 60 }, (_, index) => [`key${index}`, Array.from({ length: 60 }, () => 'x'.repeat(2_000))]));
export const answer = () => 'wrong';
export async function attack() {
  for (let index = 0; index < 20; index++) console.log(wide, [wide], new Map([[wide, wide]]));
  for (let index = 0; index < 5_000; index++) console.error(index, { index });
  for (let index = 0; index < 20_000; index++) console.debug('x');
}
