import './realm';
import { isDeepStrictEqual, types } from 'node:util';
import type { Failure } from '../core/run/report';
import { isOfAttempt } from './attemptView';
import { current } from './checkRecord';
import { failAssertion } from './failures';
import { NotComparable, plainCopy } from './plainCopy';
import { errorName, headOf, isError, read, show, textOf } from './shownText';

type Matcher = unknown;

/**
 * The strict assertions of node:assert. Values of the learner are compared as plain copies, so that none of their code
 * runs while comparing, and a failure is on record before anything is thrown.
 */
export function createAssertions(): object {
  const assert = onRecord((value: unknown, message?: string): void => ok(value, message));
  const fail = (message = 'Failed'): never => {
    throw failAssertion(textOf(message));
  };
  const [isEqual, isNotEqual, isDeepEqual, isNotDeepEqual] = [
    ...[onRecord(equal), onRecord(notEqual)],
    ...[onRecord(deepEqual), onRecord(notDeepEqual)],
  ];
  return harden(
    Object.assign(assert, {
      ok: onRecord(ok),
      equal: isEqual,
      notEqual: isNotEqual,
      strictEqual: isEqual,
      notStrictEqual: isNotEqual,
      deepEqual: isDeepEqual,
      notDeepEqual: isNotDeepEqual,
      deepStrictEqual: isDeepEqual,
      notDeepStrictEqual: isNotDeepEqual,
      match: onRecord(match),
      doesNotMatch: onRecord(doesNotMatch),
      throws: onRecord(throws),
      doesNotThrow: onRecord(doesNotThrow),
      rejects,
      doesNotReject,
      fail: onRecord(fail),
    } satisfies Record<string, unknown>),
  );
}

/** The failure of an assertion that broke off: nobody knows what it would have said. */
const brokenOff: Failure = harden({
  message: 'An assertion broke off before it could compare anything.',
  frames: [],
});

/**
 * An assertion that does not come to its end has failed, whatever is thrown in it: the learner's code may have called
 * it, through a callback, with next to no stack left, and catch what comes out.
 */
function onRecord<A extends unknown[]>(assertion: (...args: A) => void): (...args: A) => void {
  return (...args) => {
    let isDone = false;
    try {
      assertion(...args);
      isDone = true;
    } finally {
      // No call in here: there may be no stack left for one.
      if (!isDone) current.record.failedAssertion ??= brokenOff;
    }
  };
}

/** Of a comparison, only the message says something: that it was `false` goes without saying. */
function ok(value: unknown, message?: string): void {
  if (value) return;
  throw failAssertion(
    message ?? `Expected a truthy value, got ${show(value)}.`,
    value === false ? {} : { expected: 'a truthy value', actual: show(value) },
  );
}

function equal(actual: unknown, expected: unknown, message?: string): void {
  if (Object.is(actual, expected)) return;
  const values = { expected: show(expected), actual: show(actual) };
  const same = values.expected === values.actual;
  throw failAssertion(
    message ??
      (same
        ? `Expected the very same object, got another that looks like it: ${values.actual}.`
        : `Expected ${values.expected}, got ${values.actual}.`),
    values,
  );
}

function notEqual(actual: unknown, expected: unknown, message?: string): void {
  if (Object.is(actual, expected))
    throw failAssertion(message ?? `Expected anything but ${show(expected)}.`, {
      expected: `not ${show(expected)}`,
      actual: show(actual),
    });
}

function deepEqual(actual: unknown, expected: unknown, message?: string): void {
  const [left, right] = [comparable(actual), comparable(expected)];
  if (isDeepStrictEqual(left, right)) return;
  const values = { expected: show(right), actual: show(left) };
  const isShort = [values.expected, values.actual].every(text => text.length <= 80 && !text.includes('\n'));
  const difference = isShort ? `Expected ${values.expected}, got ${values.actual}.` : 'The values differ.';
  throw failAssertion(message ?? difference, values);
}

function notDeepEqual(actual: unknown, expected: unknown, message?: string): void {
  if (isDeepStrictEqual(comparable(actual), comparable(expected)))
    throw failAssertion(message ?? `Expected anything but ${show(expected)}.`, {
      expected: `not ${show(expected)}`,
      actual: show(actual),
    });
}

function match(value: string, pattern: RegExp, message?: string): void {
  if (typeof value === 'string' && pattern.test(value)) return;
  throw failAssertion(message ?? `Expected text that matches ${pattern}, got ${show(value)}.`, {
    expected: String(pattern),
    actual: show(value),
  });
}

function doesNotMatch(value: string, pattern: RegExp, message?: string): void {
  if (typeof value === 'string' && !pattern.test(value)) return;
  throw failAssertion(message ?? `Expected text that does not match ${pattern}, got ${show(value)}.`, {
    expected: `not ${pattern}`,
    actual: show(value),
  });
}

type Outcome = { readonly threw: false } | { readonly threw: true; readonly thrown: unknown };

function throws(run: () => unknown, expected?: Matcher, message?: string): void {
  let outcome: Outcome = { threw: false };
  try {
    run();
  } catch (thrown) {
    outcome = { threw: true, thrown };
  }
  judge(outcome, 'exception', expected, message);
}

async function rejects(run: unknown, expected?: Matcher, message?: string): Promise<void> {
  judge(await outcomeOf(run), 'rejection', expected, message);
}

function doesNotThrow(run: () => unknown, message?: string): void {
  try {
    run();
  } catch (thrown) {
    throw unwanted('exception', thrown, message);
  }
}

async function doesNotReject(run: unknown, message?: string): Promise<void> {
  const outcome = await outcomeOf(run);
  if (outcome.threw) throw unwanted('rejection', outcome.thrown, message);
}

async function outcomeOf(run: unknown): Promise<Outcome> {
  try {
    await (typeof run === 'function' ? (run as () => unknown)() : run);
    return { threw: false };
  } catch (thrown) {
    return { threw: true, thrown };
  }
}

const unwanted = (what: string, thrown: unknown, message: string | undefined): Error =>
  failAssertion(
    message ?? `Expected no ${what}, got ${show(thrown)}.`,
    { expected: `no ${what}`, actual: show(thrown) },
    thrown,
  );

/** The second argument of `throws` and `rejects` may also be the message, as in node:assert. */
function judge(outcome: Outcome, what: string, matcher: Matcher, text: string | undefined): void {
  const [expected, message] = typeof matcher === 'string' ? [undefined, matcher] : [matcher, text];
  if (!outcome.threw)
    throw failAssertion(message ?? `Expected ${wanted(expected, what)}, got none.`, {
      expected: wanted(expected, what),
      actual: `no ${what}`,
    });
  if (matches(outcome.thrown, expected)) return;
  const values = { expected: wanted(expected, what), actual: show(outcome.thrown) };
  throw failAssertion(
    message ?? `Expected ${values.expected}, got ${values.actual}.`,
    values,
    outcome.thrown,
  );
}

function wanted(expected: Matcher, what: string): string {
  if (expected === undefined) return `an ${what}`.replace('an r', 'a r');
  if (typeof expected === 'function')
    return expected.prototype === undefined ? `another ${what}` : functionName(expected);
  return types.isRegExp(expected)
    ? `an ${what} that matches ${expected}`.replace('an r', 'a r')
    : show(expected);
}

const functionName = (value: object): string =>
  textOf(Reflect.getOwnPropertyDescriptor(value, 'name')?.value);

/** `instanceof` without a class's own `Symbol.hasInstance`, which a learner may define. False when a trap throws. */
function isInstance(value: unknown, constructor: object): boolean {
  try {
    return Reflect.apply(Function.prototype[Symbol.hasInstance], constructor, [value]);
  } catch {
    return false;
  }
}

function matches(thrown: unknown, expected: Matcher): boolean {
  if (expected === undefined) return true;
  if (types.isRegExp(expected)) return expected.test(isError(thrown) ? headOf(thrown) : show(thrown));
  if (typeof expected === 'function') return matchesFunction(thrown, expected as (value: unknown) => unknown);
  return isObject(expected) && isObject(thrown)
    ? Object.entries(expected).every(([key, want]) => matchesProperty(readForMatch(thrown, key), want))
    : false;
}

function matchesFunction(thrown: unknown, expected: (value: unknown) => unknown): boolean {
  // A class that a learner exports is asked for its instances, never whether it likes what was thrown.
  if (types.isProxy(expected)) return false;
  if (isOfAttempt(expected)) return isObject(expected.prototype) && isInstance(thrown, expected);
  const prototype: unknown = expected.prototype;
  if (!isObject(prototype)) return expected(thrown) === true;
  if (isInstance(thrown, expected)) return true;
  // A class cannot be called; a `function` may be a validator.
  const isClass = Reflect.getOwnPropertyDescriptor(expected, 'prototype')?.writable === false;
  return isClass || isError(prototype) ? false : expected(thrown) === true;
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

const readForMatch = (thrown: object, key: string): unknown =>
  key === 'name' && isError(thrown) ? errorName(thrown) : read(thrown, key);

const matchesProperty = (value: unknown, want: unknown): boolean =>
  types.isRegExp(want) && typeof value === 'string'
    ? want.test(value)
    : isDeepStrictEqual(comparable(value), comparable(want));

function comparable(value: unknown): unknown {
  try {
    return plainCopy(value);
  } catch (error) {
    if (error instanceof NotComparable) throw failAssertion(`The value cannot be compared. ${error.message}`);
    throw error;
  }
}
