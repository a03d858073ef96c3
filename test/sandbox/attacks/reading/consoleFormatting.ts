// fails | Objects that read along while the console formats something.
const inspect = Symbol.for('nodejs.util.inspect.custom');
const spy = Object.defineProperties({}, Object.getOwnPropertyDescriptors({
  [inspect](...args) { console.warn(`REACHED ${args.length} arguments of inspect`); return 'x'; },
  get [Symbol.toStringTag]() { console.warn('REACHED toStringTag'); return 'x'; },
  toJSON() { console.warn('REACHED toJSON'); },
  get constructor() { console.warn('REACHED constructor'); return Object; },
}));
for (const key of Reflect.ownKeys(spy)) Object.defineProperty(spy, key, { enumerable: false });
export const answer = () => spy;
export async function attack() {
  console.log(spy, [spy], new Map([[spy, spy]]), '%s %j %o', spy, spy, spy);
  return spy;
}
