// fails, judged by comparisons | Objects with nothing to see in the place of built-ins whose contents are inside.
const standIns = [() => ({}), () => Object.create(null), () => new WeakMap(), () => new ArrayBuffer(0), () => Promise.resolve(), () => (function* () {})(), () => new Proxy({}, {}), () => () => {}, () => [], () => new Error()];
let turn = 0;
export const make = kind => {
  const value = standIns[turn++ % standIns.length]();
  return ['boxed', 'error', 'missing'].includes(kind) || kind === 'object' ? Object(1n) : value;
};
