/** Defaults and their limits. This file belongs to the exercise and is restored before every run. */
import type { BreakerOptions } from './types';

export type ResolvedOptions = Required<BreakerOptions>;

export const defaults: ResolvedOptions = {
  consecutiveFailures: 5,
  failureRate: 0.5,
  minimumCalls: 20,
  windowMs: 10_000,
  coolDownMs: 30_000,
  maxProbes: 2,
  successesToClose: 3,
  timeoutMs: 10_000,
  countsAsFailure: isModelFailure,
};

/**
 * Everything counts except an HTTP status that blames the request: 4xx, but for 408 (the service took too long) and
 * 429 (it has no room for us). Errors without a `status`, such as a lost connection, count.
 */
export function isModelFailure(error: unknown): boolean {
  const status = (error as { readonly status?: unknown } | null | undefined)?.status;
  if (typeof status !== 'number' || status < 400 || status > 499) return true;
  return status === 408 || status === 429;
}

/** The longest that a timer can wait: 2³¹ − 1 ms, about 24.8 days. */
const longestTimer = 2_147_483_647;

/** @throws RangeError naming the option that makes no sense */
export function resolveOptions(given: BreakerOptions = {}): ResolvedOptions {
  const options = { ...defaults, ...given };
  const count = (
    name: 'consecutiveFailures' | 'minimumCalls' | 'maxProbes' | 'successesToClose',
    max: number,
  ) => {
    const value = options[name];
    if (!(value >= 1 && value <= max && (Number.isInteger(value) || value === Infinity)))
      throw new RangeError(`${name} must be a positive integer, not ${value}`);
  };
  const duration = (name: 'windowMs' | 'coolDownMs' | 'timeoutMs') => {
    const value = options[name];
    if (!(value > 0 && value <= longestTimer))
      throw new RangeError(`${name} must be positive milliseconds, not ${value}`);
  };
  count('consecutiveFailures', Infinity);
  count('minimumCalls', Infinity);
  count('maxProbes', Number.MAX_SAFE_INTEGER);
  count('successesToClose', Number.MAX_SAFE_INTEGER);
  duration('windowMs');
  duration('coolDownMs');
  duration('timeoutMs');
  if (!(options.failureRate > 0 && options.failureRate <= 1))
    throw new RangeError(`failureRate must be above 0 and at most 1, not ${options.failureRate}`);
  return options;
}
