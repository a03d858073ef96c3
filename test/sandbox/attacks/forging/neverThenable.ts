// fails | Hands out promises that never answer.
export const answer = () => 'wrong';
export const attack = () => ({ then() {} });
