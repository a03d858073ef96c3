// fails | A result whose every look at it takes for ever.
const forever = () => {
  for (;;);
};
const slow = new Proxy({}, { get: forever, has: forever, ownKeys: forever, getOwnPropertyDescriptor: forever, getPrototypeOf: forever });
export const answer = () => ({ x: [slow] });
export const attack = async () => undefined;
