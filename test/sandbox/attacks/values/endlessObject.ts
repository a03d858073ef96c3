// fails | A result that grows as it is looked at.
const endless = () => ({ get next() { return endless(); }, get other() { return endless(); } });
export const answer = () => endless();
export const attack = async () => undefined;
