import { parseQuantity, type Refusal } from './parseQuantity';
import { secondsIn, type Quantity, type QuantityKind, type Tolerance } from './quantity';
import type { DecimalSign } from './readNumber';

/** What was asked for, and how far off an answer may be. */
export interface Expected {
  readonly quantity: Quantity;
  readonly tolerance: Tolerance;
}

/** What somebody may have done, if the factor between the two numbers is no accident. */
export type Slip =
  /** A prefix: kilo for mega, milli for micro. `by` is 1000 or a power of it. */
  | { readonly slip: 'prefix'; readonly by: number }
  /** Per second for per minute, per hour, per day, or hours for seconds. */
  | { readonly slip: 'time'; readonly by: 60 | 3600 | 86_400 | 1440 | 24 }
  | { readonly slip: 'bits' }
  /** The part that is left: 5 % for 95 %. */
  | { readonly slip: 'complement' }
  /** The number of digits. `powers` of ten lie between the two. */
  | { readonly slip: 'magnitude'; readonly powers: number }
  /** The order of magnitude is right. */
  | { readonly slip: 'factor' };

export type Verdict =
  | { readonly kind: 'right'; readonly read: Quantity }
  | {
      readonly kind: 'off';
      readonly read: Quantity;
      readonly direction: 'high' | 'low';
      /** How many times too high or too low; above 1. */
      readonly factor: number;
      readonly slip: Slip;
    }
  /** The person has to say which of the two is meant. */
  | { readonly kind: 'unclear'; readonly readings: readonly [Quantity, Quantity] }
  | ({ readonly kind: 'refused' } & (
      | Refusal
      /** Money of another country; nobody knows the rate of exchange here. */
      | { readonly why: 'currency'; readonly currency: string }
      /** Money for a while, or for ever: the question means the other. */
      | { readonly why: 'period'; readonly wanted: Quantity['per'] | 'none' }
    ));

/** Compares what somebody wrote with what was worked out. */
export function judgeEstimate(expected: Expected, written: string, decimal: DecimalSign): Verdict {
  const { quantity, tolerance } = expected;
  const parsed = parseQuantity(quantity.kind, written, decimal);
  switch (parsed.kind) {
    case 'refused':
      return parsed;
    case 'unclear':
      return parsed;
    case 'read': {
      const mismatch = moneyMismatch(quantity, parsed.quantity);
      if (mismatch) return { kind: 'refused', ...mismatch };
      if (isWithin(quantity, parsed.quantity, tolerance)) return { kind: 'right', read: parsed.quantity };
      // 1,200 was taken for 1200 and would be right as 1.2: who wrote it has to say.
      if (parsed.other && isWithin(quantity, parsed.other, tolerance))
        return { kind: 'unclear', readings: [parsed.quantity, parsed.other] };
      return offBy(quantity, parsed.quantity, tolerance);
    }
  }
}

/** Whether one is at most `tolerance` times the other, whichever is larger. */
export const isWithin = (a: Quantity, b: Quantity, tolerance: Tolerance): boolean =>
  distance(a, b) <= tolerance * (1 + 1e-9);

/** How many times the larger is the smaller; of availabilities, what they leave. */
export function distance(a: Quantity, b: Quantity): number {
  const [x, y] = [comparable(a), comparable(b)];
  return x === y ? 1 : Math.max(x / y, y / x);
}

function comparable({ kind, value, per }: Quantity): number {
  if (kind === 'availability') return 1 - value;
  return per ? value / secondsIn[per] : value;
}

function moneyMismatch(wanted: Quantity, got: Quantity) {
  if (wanted.currency && got.currency && wanted.currency !== got.currency)
    return { why: 'currency', currency: wanted.currency } as const;
  if ((wanted.per === undefined) !== (got.per === undefined))
    return { why: 'period', wanted: wanted.per ?? 'none' } as const;
  return undefined;
}

function offBy(wanted: Quantity, got: Quantity, tolerance: Tolerance): Verdict {
  const factor = distance(wanted, got);
  const isHigh =
    got.kind === 'availability' ? got.value > wanted.value : comparable(got) > comparable(wanted);
  return {
    kind: 'off',
    read: got,
    direction: isHigh ? 'high' : 'low',
    factor,
    slip: slipOf(wanted, got, factor, Math.min(tolerance, 1.25)),
  };
}

const timeFactors = [24, 60, 1440, 3600, 86_400] as const;
const timed: readonly QuantityKind[] = ['rate', 'bandwidth', 'duration', 'money'];
const sized: readonly QuantityKind[] = ['bytes', 'bandwidth'];

function slipOf(wanted: Quantity, got: Quantity, factor: number, near: number): Slip {
  const isNear = (a: number, b: number): boolean => Math.max(a / b, b / a) <= near;
  if (wanted.kind === 'share' && isNear(1 - wanted.value, got.value)) return { slip: 'complement' };
  if (wanted.kind === 'availability' && isNear(1 - wanted.value, got.value)) return { slip: 'complement' };
  for (const powers of [1, 2, 3]) {
    const by = 1000 ** powers;
    if (isNear(factor, by)) return { slip: 'prefix', by };
  }
  if (timed.includes(wanted.kind))
    for (const by of timeFactors) if (isNear(factor, by)) return { slip: 'time', by };
  if (sized.includes(wanted.kind) && isNear(factor, 8)) return { slip: 'bits' };
  const powers = Math.round(Math.log10(factor));
  return factor > 5 ? { slip: 'magnitude', powers: Math.max(1, powers) } : { slip: 'factor' };
}
