/** Says whether a value that came from elsewhere is one of these. */
export type Is<T> = (value: unknown) => value is T;

/** A guard for every property that an object of this type has; of an optional one, also for `undefined`. */
export type Shape<T> = { readonly [K in keyof T]-?: Is<T[K]> };

export const isText: Is<string> = value => typeof value === 'string';
export const isNumber: Is<number> = (value): value is number =>
  typeof value === 'number' && Number.isFinite(value);
export const isFlag: Is<boolean> = value => typeof value === 'boolean';

/** A line, a column or a count from 1. */
export const isPlace: Is<number> = (value): value is number =>
  Number.isSafeInteger(value) && Number(value) > 0;

export const isOneOf =
  <T extends string>(...known: readonly T[]): Is<T> =>
  (value): value is T =>
    known.some(one => one === value);

export const orUndefined =
  <T>(is: Is<T>): Is<T | undefined> =>
  (value): value is T | undefined =>
    value === undefined || is(value);

export const orNull =
  <T>(is: Is<T>): Is<T | null> =>
  (value): value is T | null =>
    value === null || is(value);

export const isListOf =
  <T>(is: Is<T>): Is<readonly T[]> =>
  (value): value is readonly T[] =>
    // `every` would pass over holes.
    Array.isArray(value) && value.findIndex(item => !is(item)) === -1;

export const isRecordOf =
  <T>(is: Is<T>): Is<Readonly<Record<string, T>>> =>
  (value): value is Readonly<Record<string, T>> =>
    isObject(value) && Object.values(value).every(is);

/** Own properties only; what the shape does not name is not looked at. */
export const isShaped =
  <T extends object>(shape: Shape<T>): Is<T> =>
  (value): value is T =>
    isObject(value) &&
    Object.entries<Is<unknown>>(shape).every(([key, is]) =>
      is(Object.hasOwn(value, key) ? value[key] : undefined),
    );

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
