// out of memory in withstands or timed out in withstands | Millions of weak references and registrations.
const registry = new FinalizationRegistry(() => {});
const kept = [];
export const answer = () => 'wrong';
export async function attack() {
  for (;;) { const object = {}; kept.push(new WeakRef(object), object); registry.register(object, kept.length); }
}
