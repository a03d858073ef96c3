// fails | Claims to be what is expected, to whoever asks.
class Lie {
  static [Symbol.hasInstance]() { return true; }
  get [Symbol.toStringTag]() { return 'String'; }
  [Symbol.toPrimitive]() { return 'SECRET_EXPECTED'; }
  valueOf() { return 'SECRET_EXPECTED'; }
  toString() { return 'SECRET_EXPECTED'; }
  equals() { return true; }
}
export const answer = () => new Lie();
export const attack = async () => undefined;
