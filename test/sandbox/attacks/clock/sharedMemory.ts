// fails | A counter in another thread would be a clock.
export const answer = () => 'wrong';
export async function attack() {
  for (const name of ['SharedArrayBuffer', 'WebAssembly', 'Atomics'])
    if (globalThis[name] !== undefined) console.warn(`REACHED ${name}`);
}
