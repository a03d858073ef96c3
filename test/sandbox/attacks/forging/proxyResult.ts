// fails | Says yes to every question.
const yes = new Proxy(function () {}, { get: (_, key) => (key === Symbol.toPrimitive ? () => 'SECRET_EXPECTED' : yes), has: () => true, apply: () => yes });
export const answer = () => yes;
export const attack = async () => undefined;
