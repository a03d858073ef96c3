// fails | A promise whose own hooks would run inside the harness.
class Hooked extends Promise {
  static get [Symbol.species]() { return Hooked; }
  then(fulfilled) { return super.then(fulfilled, fulfilled); }
}
export const answer = () => 'wrong';
export const attack = () => Hooked.reject(new Error('hooked'));
