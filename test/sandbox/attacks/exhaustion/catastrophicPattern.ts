// timed out in withstands | A regular expression that V8 will not finish in our lifetime.
export const answer = () => 'wrong';
export const attack = async () => /^(a+)+$/.test(`${'a'.repeat(60)}b`);
