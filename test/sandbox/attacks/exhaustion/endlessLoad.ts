// timed out in loading | Hangs while being loaded.
for (;;);
export const answer = () => 'wrong';
export const attack = async () => undefined;
