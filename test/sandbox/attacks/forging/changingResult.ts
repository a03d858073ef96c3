// fails | Results that are different at every look.
let looks = 0;
const shifting = () => ({
  get x() { return looks++ % 2 ? [1, 2, { y: 'other' }] : []; },
  get length() { return looks++; },
});
export const answer = () => shifting();
export const attack = async () => shifting();
