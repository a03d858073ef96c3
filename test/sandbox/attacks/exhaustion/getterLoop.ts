// timed out in answers | A result whose getter never comes back.
export const answer = () => { const value = Object.defineProperty({}, 'x', { enumerable: true, get() { for (;;); } }); return value.x; };
export const attack = async () => undefined;
