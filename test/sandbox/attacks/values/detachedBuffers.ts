// fails, judged by comparisons | Buffers that shrink, move away and grow while they are read.
const detach = buffer => { try { (buffer.transfer ?? (() => structuredClone(buffer, { transfer: [buffer] }))).call(buffer); } catch {} return buffer; };
const growing = () => { try { return new ArrayBuffer(8, { maxByteLength: 1_024 }); } catch { return new ArrayBuffer(8); } };
export function make(kind) {
  const buffer = growing();
  const view = new Uint8Array(buffer);
  const word = new DataView(buffer, 2, 4);
  try {
    buffer.resize(1);
  } catch {}
  return { bytes: detach(new ArrayBuffer(8)), buffer: [buffer, view, word, { get x() { try { buffer.resize(0); } catch {} return view; } }], view: word, floats: view }[kind] ?? [view, word, detach(buffer)];
}
