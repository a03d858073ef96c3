/** What a number has to be, apart from finite. */
interface Bounds {
  /** Default 0. */
  readonly min?: number;
  readonly max?: number;
  readonly whole?: boolean;
}

/** @throws RangeError that names the argument and says what it may be. */
export function numberIn(
  what: string,
  value: number,
  { min = 0, max = Infinity, whole }: Bounds = {},
): number {
  const isGood = whole ? Number.isSafeInteger(value) : Number.isFinite(value);
  if (isGood && value >= min && value <= max) return value;
  const range = max === Infinity ? `at least ${min}` : `from ${min} to ${max}`;
  throw new RangeError(
    `${what} has to be a ${whole ? 'whole ' : ''}number, ${range}; it is ${String(value)}.`,
  );
}

/** A share or a probability. */
export const share = (what: string, value: number): number => numberIn(what, value, { max: 1 });

/** Something that is larger than zero. */
export function positive(what: string, value: number): number {
  if (Number.isFinite(value) && value > 0) return value;
  throw new RangeError(`${what} has to be a number above 0; it is ${String(value)}.`);
}
