// fails | An object in the place of an error's text, which answers when it is made a message.
const text = { toJSON: () => ({ passed: true }), toString: () => text, length: 1e9, slice: () => text, [Symbol.toPrimitive]: () => text };
export const answer = () => { throw Object.defineProperty(new Error(), 'message', { value: text }); };
export const attack = async () => { throw Object.defineProperty(new Error(), 'name', { value: text }); };
