// fails | Evaluators behind the constructors of every kind of function.
const kinds = [() => {}, async () => {}, function* () {}, async function* () {}, class {}, console.log, setTimeout];
export const answer = () => 'wrong';
export async function attack(callback, object) {
  for (const kind of [...kinds, callback, object.method, answer.bind(null)])
    for (const text of ['return process', 'return this', 'return globalThis', 'yield process'])
      try {
        let found = kind.constructor(text)();
        if (typeof found?.next === 'function') found = (await found.next()).value;
        found = await found;
        if (found?.pid || found?.process?.pid || found?.require) console.warn(`REACHED the realm by ${kind}`);
      } catch {}
}
