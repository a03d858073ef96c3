// fails, judged by throws | Classes that claim every value, by every hook that `instanceof` has.
import { QuotaError } from './errors';
class Everything { static [Symbol.hasInstance]() { return true; } }
for (const change of [
  () => Object.defineProperty(QuotaError, Symbol.hasInstance, { value: () => true }),
  () => Object.defineProperty(Error, Symbol.hasInstance, { value: () => true }),
  () => Object.setPrototypeOf(QuotaError, Everything),
  () => (QuotaError.prototype = Object.prototype),
  () => Object.setPrototypeOf(QuotaError.prototype, null),
])
  try {
    change();
  } catch {}
export const OwnError = new Proxy(Everything, { get: (_, key) => (key === 'prototype' ? Object.prototype : () => true) });
export const run = kind => { throw { kind }; };
export const later = kind => ({ then: (_, reject) => reject({ kind }) });
