// timed out in withstands | Patterns with nested repetitions behind and ahead.
export const answer = () => 'wrong';
export const attack = async () => [/(?<=(x+x+)+y)z/.test('x'.repeat(40_000) + 'z'), /^(?=(a+)+$)(?:\w|\d)*!$/.test('a'.repeat(50) + 'b'), /(.*)*[^a]\1\1\1\1$/.test('a'.repeat(200))];
