// fails | Own objects that override what every object inherits, to be used in the place of the original.
class Own extends Map {
  get(key) { return key; }
  set(key, value) { this.last = value; return this; }
}
Own.prototype.has = () => true;
Own.prototype.toString = () => 'SECRET_EXPECTED';
const list = [];
for (const key of ['push', 'map', 'concat', 'slice', 'join', 'at', 'length', 'constructor', Symbol.iterator])
  try {
    list[key] = () => 'SECRET_EXPECTED';
  } catch {}
const text = Object.defineProperties(Object('x'), { toString: { value: () => 'SECRET_EXPECTED' }, valueOf: { value: () => 'SECRET_EXPECTED' } });
let turn = 0;
export const answer = () => [new Own(), list, text][turn++ % 3];
export const attack = async () => answer();
