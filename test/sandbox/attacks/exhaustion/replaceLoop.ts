// timed out in withstands | Text operations of quadratic and worse cost.
export const answer = () => 'wrong';
export async function attack() {
  const text = 'a'.repeat(2e6);
  for (;;) void text.replace(/a*?b/g, '').split('').reverse().join('').localeCompare(text, 'de', { numeric: true });
}
