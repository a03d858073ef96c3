// fails | Changes built-ins so that failures turn into successes.
const changes = [
  () => (Promise.prototype.then = function (fulfilled) { return fulfilled?.(); }),
  () => (Promise.prototype.catch = () => Promise.resolve()),
  () => (Promise.reject = Promise.resolve),
  () => (Object.is = () => true),
  () => (Object.keys = () => []),
  () => (Array.prototype[Symbol.iterator] = function* () {}),
  () => (Array.prototype.push = () => 0),
  () => (Map.prototype.get = () => undefined),
  () => (JSON.stringify = () => '{"passed":true}'),
  () => (Function.prototype.call = () => undefined),
  () => (Reflect.apply = () => undefined),
  () => (RegExp.prototype.exec = () => ['']),
  () => (Error.prepareStackTrace = () => 'nothing'),
  () => (Error.prototype.toString = () => ''),
  () => Object.defineProperty(Object.prototype, 'failure', { get: () => null, set: () => {} }),
  () => Object.defineProperty(Object.prototype, 'passed', { value: true, writable: true }),
];
for (const change of changes)
  try {
    change();
  } catch {}

export const answer = () => 'wrong';
export const attack = async () => {
  if (Object.is(1, 2) || ({}).passed) console.warn('REACHED a built-in');
};
