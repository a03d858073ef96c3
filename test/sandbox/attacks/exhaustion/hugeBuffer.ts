// fails or out of memory in withstands | The largest buffers that can be asked for.
const kept = [];
export const answer = () => 'wrong';
export async function attack() {
  for (const bytes of [2 ** 53 - 1, 2 ** 33, 2 ** 32, 2 ** 31])
    for (const make of [() => new ArrayBuffer(bytes), () => new Uint8Array(bytes), () => new ArrayBuffer(0, { maxByteLength: bytes }), () => new Array(bytes), () => 'x'.repeat(bytes)])
      try {
        kept.push(make());
      } catch {}
}
