// fails | Ten million timers.
export const answer = () => 'wrong';
export async function attack() {
  for (let index = 0; index < 1e7; index++) setTimeout(() => index, 1e6);
  console.warn('REACHED ten million timers');
}
