// timed out in withstands | Comes back at once, and floods the queue of promise jobs from a timer.
const flood = () => queueMicrotask(flood);
export const answer = () => 'wrong';
export async function attack() {
  setTimeout(flood, 10);
  return 'advance';
}
