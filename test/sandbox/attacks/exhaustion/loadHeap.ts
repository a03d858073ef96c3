// out of memory in loading | Fills the heap while being loaded.
const kept = [];
for (;;) kept.push(new Array(100_000).fill({}));
export const answer = () => kept;
export const attack = async () => undefined;
