// timed out in withstands | Never comes back from a call.
export const answer = () => 'wrong';
export function attack() { for (;;); }
