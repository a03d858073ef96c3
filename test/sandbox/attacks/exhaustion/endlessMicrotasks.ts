// timed out in withstands | Never lets the event loop turn.
export const answer = () => 'wrong';
export async function attack() { for (;;) await null; }
