/** What an estimate can be asked for. */
export const quantityKinds = [
  'count',
  'rate',
  'bytes',
  'bandwidth',
  'duration',
  'share',
  'availability',
  'ratio',
  'money',
] as const;
export type QuantityKind = (typeof quantityKinds)[number];

/**
 * A number with its dimension, in the base unit of its kind: things, things per second, bytes, bytes per second, seconds, a
 * part of one (`share`, `availability`), times (`ratio`), units of a currency.
 */
export interface Quantity {
  readonly kind: QuantityKind;
  /** Above 0. */
  readonly value: number;
  /** Of money; absent where a number stands alone. ISO 4217. */
  readonly currency?: string;
  /** Of money that is spent again and again: `value` is for one of these. */
  readonly per?: Period;
}

export type Period = 'second' | 'minute' | 'hour' | 'day' | 'week' | 'month' | 'year';

const day = 86_400;

/** A year has 365 days and twelve equal months, which is near enough for every estimate. */
export const secondsIn: Readonly<Record<Period, number>> = {
  second: 1,
  minute: 60,
  hour: 3_600,
  day,
  week: 7 * day,
  month: (365 / 12) * day,
  year: 365 * day,
};

/** How many times the true value an answer may be above or below it; 1.1 for 10 %. */
export type Tolerance = number;

/** `factor 2` or `10 %`. */
export const tolerancePattern =
  /^(?:factor (?:[2-9]|[1-9]\d|100|[1-9]\.\d{1,2})|(?:[1-9]|[1-9]\d)(?:\.\d)? ?%)$/;

/** @param text matches `tolerancePattern` */
export function toleranceOf(text: string): Tolerance {
  const factor = /^factor (.*)$/.exec(text)?.[1];
  return factor === undefined ? 1 + Number.parseFloat(text) / 100 : Number(factor);
}
