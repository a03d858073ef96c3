// fails | Changes classes of the host that errors lead to.
const throwing = [
  () => structuredClone(Symbol('x')),
  () => structuredClone(() => 1),
  () => structuredClone({ get x() { throw 1; } }),
  () => atob('***'),
  () => btoa('\u{1F600}'),
  () => setTimeout('code', 1),
  () => crypto.getRandomValues({}),
  () => new Intl.DateTimeFormat('en', { timeZone: 'nowhere' }),
  () => new Array(-1),
  () => 'x'.repeat(-1),
  () => JSON.parse('{'),
  () => null.x,
];
export const answer = () => 'wrong';
export async function attack() {
  for (const way of throwing)
    try {
      way();
    } catch (error) {
      for (const object of [error?.constructor, Object.getPrototypeOf(error ?? {})])
        try {
          object.changed = true;
          if (Object.hasOwn(object, 'changed')) console.warn(`REACHED ${error.constructor.name}`);
        } catch {}
    }
}
