// fails | Thenables that settle twice, late, never and with themselves.
const once = { then(resolve) { resolve({ then(inner) { inner({ then(last) { last('other'); } }); } }); } };
const twice = { then(resolve, reject) { resolve(once); reject(1); resolve('swallowed'); throw 2; } };
export const answer = () => ({ then: 'SECRET_EXPECTED', toString: () => 'SECRET_EXPECTED' });
export const attack = () => once;
void Promise.resolve(twice).catch(() => {});
