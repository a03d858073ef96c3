// fails, judged by throws | Replaces globals before a file of the exercise is evaluated.
for (const name of ['Object', 'Array', 'Error', 'Number', 'Math', 'Promise', 'Map', 'Date', 'setTimeout', 'console', 'performance'])
  for (const change of [
    () => (globalThis[name] = new Proxy(globalThis[name], { get: () => () => true })),
    () => Object.defineProperty(globalThis, name, { get: () => undefined }),
    () => delete globalThis[name],
  ])
    try {
      change();
      console.warn(`REACHED ${name}`);
    } catch {}
const { QuotaError } = require('./errors');
export class OwnError extends QuotaError {}
export const run = kind => { if (kind === 'none') throw 1; };
export const later = async kind => { if (kind === 'none') throw 1; };
