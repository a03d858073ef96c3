// timed out in withstands | A generator that yields for ever, spread into an array of nothing.
const endless = function* () { for (;;) yield; };
export const answer = () => 'wrong';
export async function attack() { for (const value of endless()) void value; }
