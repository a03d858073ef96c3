/** Globals of a hidden suite: mocha's bdd interface. The virtual clock restarts before every check. */
declare function describe(title: string, define: () => void): void;
/** The title begins with the requirement it checks: `it('R3 refills continuously', …)`. */
declare function it(title: string, check: () => void | Promise<void>): void;
declare function beforeEach(prepare: () => void | Promise<void>): void;
declare function afterEach(tidy: () => void | Promise<void>): void;

/** The strict assertions of node:assert, hardened: a failure counts even if learner code swallows the exception. */
declare module 'node:assert/strict' {
  type Matcher = RegExp | (new (...args: never[]) => object) | ((thrown: unknown) => boolean) | object;
  interface Assert {
    (value: unknown, message?: string): asserts value;
    ok(value: unknown, message?: string): asserts value;
    equal<T>(actual: unknown, expected: T, message?: string): asserts actual is T;
    notEqual(actual: unknown, expected: unknown, message?: string): void;
    deepEqual<T>(actual: unknown, expected: T, message?: string): asserts actual is T;
    notDeepEqual(actual: unknown, expected: unknown, message?: string): void;
    strictEqual<T>(actual: unknown, expected: T, message?: string): asserts actual is T;
    deepStrictEqual<T>(actual: unknown, expected: T, message?: string): asserts actual is T;
    match(value: string, pattern: RegExp, message?: string): void;
    doesNotMatch(value: string, pattern: RegExp, message?: string): void;
    throws(run: () => unknown, expected?: Matcher, message?: string): void;
    doesNotThrow(run: () => unknown, message?: string): void;
    rejects(
      run: PromiseLike<unknown> | (() => PromiseLike<unknown>),
      expected?: Matcher,
      message?: string,
    ): Promise<void>;
    doesNotReject(run: PromiseLike<unknown> | (() => PromiseLike<unknown>), message?: string): Promise<void>;
    fail(message?: string): never;
  }
  const assert: Assert;
  export default assert;
}
