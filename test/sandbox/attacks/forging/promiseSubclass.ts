// fails | A promise whose constructor, species and methods are the learner's.
class Own extends Promise {
  constructor(run) { super(run ?? (() => {})); }
  static get [Symbol.species]() { return Own; }
  then(done) { done('swallowed'); return new Own(() => {}); }
  catch() { return this; }
  finally() { return this; }
}
export const answer = () => new Own(resolve => resolve('SECRET'));
export const attack = () => Object.defineProperty(Promise.reject(new Error('x')), 'then', { value: (_, reject) => reject?.('other') });
