// timed out in answers | An error whose text takes for ever.
export const answer = () => { throw { __proto__: Error.prototype }; };
const endless = new Error();
Object.defineProperty(endless, 'message', { get() { for (;;); } });
module.exports.answer = () => { throw endless; };
export const attack = async () => undefined;
