// fails | From a call to the function that made it.
const text = value => { try { return String(value); } catch { return ''; } };
export const answer = () => 'wrong';
export async function attack(callback) {
  const found = [];
  const looks = [
    () => (0, eval)('(function () { return arguments.callee.caller; })()'),
    () => new Function('return arguments.callee.caller.arguments')(),
    () => Reflect.get(callback, 'arguments'),
    () => Reflect.get(attack, 'caller'),
    () => Object.getOwnPropertyDescriptor(Function.prototype, 'caller').get.call(callback),
    () => Object.getOwnPropertyDescriptor(Function.prototype, 'arguments').get.call(attack),
    () => ({ __proto__: callback }).caller,
    () => (function () { return this; })(),
  ];
  for (const look of looks)
    try {
      found.push(text(look()));
    } catch {}
  if (/SECRET|native code/.test(found.join())) console.warn(`REACHED ${found.join()}`);
}
