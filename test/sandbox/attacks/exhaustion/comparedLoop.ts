// timed out in still judges | A getter that never comes back, reached by a comparison.
export const answer = () => ({ get x() { for (;;); } });
export const attack = async () => undefined;
