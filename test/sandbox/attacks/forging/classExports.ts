// fails | Classes whose instances and prototypes pose as results.
class Result {
  static answer() { return new Result(); }
  static attack() { return Object.create(Result.prototype); }
  get [Symbol.toStringTag]() { return 'Object'; }
  toJSON() { return 'SECRET_EXPECTED'; }
  [Symbol.iterator]() { return ['SECRET_EXPECTED'][Symbol.iterator](); }
}
Object.setPrototypeOf(Result.prototype, String.prototype);
module.exports = Result;
