// fails | Changes what the suite relies on.
export const answer = () => 'wrong';
export async function attack(callback, object) {
  const changes = [
    () => (object.limit = 1e9),
    () => (object.box.n = 1e9),
    () => (callback.calls = () => []),
    () => Object.setPrototypeOf(callback, null),
    () => Object.defineProperty(callback, 'length', { value: 9 }),
    () => delete object.limit,
  ];
  for (const change of changes)
    try {
      change();
    } catch {}
  if (object.limit !== 3 || object.box.n !== 1) console.warn('REACHED an object of the suite');
}
