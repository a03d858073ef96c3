// fails | Prints the source of what the suite hands over, and of whoever calls.
export const answer = () => 'wrong';
export async function attack(callback, object) {
  const texts = [
    () => String(callback),
    () => Function.prototype.toString.call(callback),
    () => `${object.method}`,
    () => callback.caller,
    () => attack.caller,
    () => callback.arguments,
    () => new Function('return arguments.callee.caller')(),
  ];
  for (const text of texts)
    try {
      const found = String(text() ?? '');
      console.log(found);
      if (/SECRET/.test(found)) console.warn('REACHED the source of the suite');
    } catch {}
}
