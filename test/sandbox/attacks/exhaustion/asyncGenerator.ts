// timed out in withstands | An asynchronous iteration without end.
const endless = async function* () { for (;;) yield 1; };
export const answer = () => 'wrong';
export async function attack() { for await (const value of endless()) void value; }
