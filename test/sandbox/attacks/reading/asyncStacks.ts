// fails | Stacks of promise jobs, timers and generators, where nobody expects a reader.
const seen = [];
const look = () => seen.push(new Error('x').stack, (() => { const target = {}; Error.captureStackTrace?.(target, look); return target.stack; })());
export const answer = () => 'wrong';
export async function attack(callback) {
  await null;
  look();
  await new Promise(resolve => queueMicrotask(() => resolve(look())));
  for (const value of (function* () { yield look(); })()) void value;
  for await (const value of (async function* () { yield look(); })()) void value;
  ({ get x() { return look(); } }).x;
  [3, 1, 2].sort(() => (look(), 0));
  JSON.stringify({ toJSON: look });
  'x'.replace(/x/, () => (look(), ''));
  callback({ toString: look });
  Error.stackTraceLimit = 1e9;
  Error.prepareStackTrace = (_, sites) => sites;
  look();
  if (seen.flat().some(text => text && /suite|harness|\d:\d/.test(String(text)))) console.warn(`REACHED ${seen.join()}`);
}
