// fails | Sleeps and counts in shared memory, as far as some can be found.
export const answer = () => 'wrong';
export async function attack() {
  const finds = [
    () => globalThis['Shared' + 'ArrayBuffer'],
    () => globalThis['Ato' + 'mics'],
    () => new ArrayBuffer(8, { maxByteLength: 16 }).constructor.prototype.constructor['Shared'],
    () => structuredClone(new ArrayBuffer(8)).constructor.isShared,
    () => new (Object.getPrototypeOf(Int32Array))(8),
    () => Object.getOwnPropertyNames(globalThis).find(name => /shared|atomic|wasm|assembly/i.test(name)),
  ];
  for (const find of finds)
    try {
      if (find() !== undefined) console.warn(`REACHED ${find}`);
    } catch {}
}
