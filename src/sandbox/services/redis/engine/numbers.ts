import { formatG } from '../lua/values';
import { error, notAnInteger, type RedisError } from './reply';

const minimum = -(2n ** 63n);
const maximum = 2n ** 63n - 1n;

/** The 64-bit integer that a text is, in Redis's strict notation; undefined otherwise. */
export function integerOf(text: string): bigint | undefined {
  if (!/^(?:0|-?[1-9]\d{0,18})$/.test(text)) return undefined;
  const value = BigInt(text);
  return value >= minimum && value <= maximum ? value : undefined;
}

/** As a number, exact up to 2^53. @throws RedisError */
export function integer(text: string, failure: () => RedisError = notAnInteger): number {
  const value = integerOf(text);
  if (value === undefined) throw failure();
  return Number(value);
}

/** @throws RedisError */
export function bigInteger(text: string, failure: () => RedisError = notAnInteger): bigint {
  const value = integerOf(text);
  if (value === undefined) throw failure();
  return value;
}

/** @throws RedisError if the sum does not fit into 64 bits */
export function sum(a: bigint, b: bigint): bigint {
  const result = a + b;
  if (result < minimum || result > maximum) throw error('increment or decrement would overflow');
  return result;
}

export const short = (value: bigint): number | bigint =>
  value >= BigInt(Number.MIN_SAFE_INTEGER) && value <= BigInt(Number.MAX_SAFE_INTEGER)
    ? Number(value)
    : value;

/** A double in C's notation; undefined if it is none, or NaN. */
export function floatOf(text: string): number | undefined {
  if (/^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/.test(text)) {
    const value = Number(text);
    return Number.isFinite(value) ? value : undefined;
  }
  const infinite = /^([+-]?)inf(?:inity)?$/i.exec(text);
  if (infinite) return infinite[1] === '-' ? -Infinity : Infinity;
  return /^[+-]?0x[0-9a-f]+$/i.test(text) ? Number(text.replace(/^\+/, '')) : undefined;
}

export function float(text: string, failure = () => error('value is not a valid float')): number {
  const value = floatOf(text);
  if (value === undefined) throw failure();
  return value;
}

/** How Redis writes a score. */
export const scoreText = (score: number): string => formatG(score, 17);

interface Decimal {
  readonly digits: bigint;
  /** Decimal places. */
  readonly scale: number;
}

const maxScale = 400;

function decimal(text: string): Decimal | undefined {
  const parts = /^([+-]?)(\d*)\.?(\d*)(?:[eE]([+-]?\d+))?$/.exec(text);
  if (!parts || (parts[2] === '' && parts[3] === '')) return undefined;
  const [, sign, whole = '', fraction = '', power = '0'] = parts;
  const exponent = Number(power);
  if (Math.abs(exponent) > maxScale || fraction.length > maxScale) return undefined;
  const digits = BigInt(`${whole}${fraction}` || '0') * (sign === '-' ? -1n : 1n);
  const scale = fraction.length - exponent;
  return scale >= 0 ? { digits, scale } : { digits: digits * 10n ** BigInt(-scale), scale: 0 };
}

const places = 17;

/**
 * The sum of two decimal numbers with 17 decimal places, as INCRBYFLOAT prints its long double.
 *
 * @returns undefined if one of them is not a finite decimal number
 */
export function decimalSum(a: string, b: string): string | undefined {
  const [left, right] = [decimal(a), decimal(b)];
  if (!left || !right) return undefined;
  const scale = Math.max(left.scale, right.scale, places);
  const at = ({ digits, scale: own }: Decimal): bigint => digits * 10n ** BigInt(scale - own);
  const total = at(left) + at(right);
  const unit = 10n ** BigInt(scale - places);
  const magnitude = ((total < 0n ? -total : total) + unit / 2n) / unit;
  const text = magnitude.toString().padStart(places + 1, '0');
  const shown = `${text.slice(0, -places)}.${text.slice(-places)}`.replace(/\.?0+$/, '');
  return total < 0n && magnitude > 0n ? `-${shown}` : shown;
}
