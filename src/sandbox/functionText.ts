/**
 * Must be evaluated before `ses`, which keeps whatever `Function.prototype.toString` it finds.
 *
 * From here on nobody in this realm can read the source of a function: a hidden suite hands callbacks to the learner's
 * code, and their text would give the check away.
 */
const original = Function.prototype.toString;

const replacement = {
  toString(this: unknown): string {
    const text = Reflect.apply(original, this, []) as string; // throws for non-functions, as it should
    if (text.endsWith(') { [native code] }')) return text;
    const name = Reflect.getOwnPropertyDescriptor(this as object, 'name')?.value as unknown;
    return `function ${typeof name === 'string' ? name : ''}() { [native code] }`;
  },
};

Object.defineProperty(Function.prototype, 'toString', {
  value: replacement.toString,
  writable: true,
  configurable: true,
  enumerable: false,
});

export {};
