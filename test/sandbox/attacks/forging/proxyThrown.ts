// fails, judged by throws | Throws proxies that pose as whatever is looked for.
const yes = () => true;
const pose = new Proxy(Object.assign(() => pose, {}), {
  get: (_, key) => (key === Symbol.toPrimitive ? () => 'anything' : pose),
  has: yes,
  getOwnPropertyDescriptor: (_, key) => Reflect.getOwnPropertyDescriptor(_, key),
  getPrototypeOf: () => null,
  apply: () => true,
});
export class OwnError {}
export const run = () => { throw pose; };
export const later = async () => { throw pose; };
