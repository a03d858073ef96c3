// out of memory in withstands or timed out in withstands or fails | Texts that double until nothing is left.
const kept = [];
export const answer = () => 'wrong';
export async function attack() {
  for (let round = 0; round < 400; round++) {
    let text = String.fromCharCode(97 + (round % 26)) + round;
    while (text.length < 3e7) text += text;
    kept.push(text, text.toUpperCase(), [...text.slice(0, 1e5)].join('-'));
  }
  console.warn('REACHED gigabytes of text');
}
