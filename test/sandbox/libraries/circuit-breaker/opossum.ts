import Opossum from 'opossum';
import { runWithDeadline } from './deadline';
import { CallTimeoutError, CircuitOpenError } from './errors';
import { resolveOptions } from './options';
import { StateEvents } from './stateEvents';
import type { BreakerOptions, BreakerState, ChangeReason, CircuitBreaker, Operation } from './types';

/** What a caller gave up, apart from what the model answered. */
class Cancelled extends Error {
  constructor(readonly reason: unknown) {
    super('cancelled');
  }
}

/**
 * `circuitBreaker.ts` on opossum: its states, its window and its rate. It knows no failures in a row: they are counted
 * here, and open it. Time-outs and listeners are the reference's.
 */
export function createCircuitBreaker(given?: BreakerOptions): CircuitBreaker {
  const options = resolveOptions(given);
  const events = new StateEvents();
  let state: BreakerState = 'closed';
  let openedAt = 0;
  let probes = 0;
  let inARow = 0;

  const moveTo = (to: BreakerState, reason: ChangeReason): void => {
    const from = state;
    state = to;
    if (to === 'open') openedAt = performance.now();
    if (to === 'closed') inARow = 0;
    if (from !== to) events.emit({ from, to, reason, at: performance.now() });
  };
  const counts = (error: unknown): boolean => {
    try {
      return options.countsAsFailure(error);
    } catch {
      return true;
    }
  };
  const run = async (operation: Operation<unknown>, signal: AbortSignal | undefined): Promise<unknown> => {
    probes += 1;
    const outcome = await runWithDeadline(operation, options.timeoutMs, signal);
    probes -= 1;
    if (outcome.kind === 'succeeded') {
      inARow = 0;
      return outcome.value;
    }
    if (outcome.kind === 'cancelled') throw new Cancelled(outcome.reason);
    if (outcome.kind === 'timed-out' || counts(outcome.error)) inARow += 1;
    if (inARow >= options.consecutiveFailures && state === 'closed') current.open();
    throw outcome.error;
  };
  const begin = () => {
    const breaker = new Opossum(run, {
      timeout: false,
      errorThresholdPercentage: 100 * options.failureRate,
      volumeThreshold: Math.min(options.minimumCalls, Number.MAX_SAFE_INTEGER),
      rollingCountTimeout: options.windowMs,
      rollingPercentilesEnabled: false,
      resetTimeout: options.coolDownMs,
      errorFilter: (error: unknown) =>
        error instanceof Cancelled || (!(error instanceof CallTimeoutError) && !counts(error)),
    });
    const follow = (to: BreakerState, reason: ChangeReason): void => {
      if (current === breaker && !state.startsWith('forced')) moveTo(to, reason);
    };
    breaker.on('open', () => {
      const byRow = inARow >= options.consecutiveFailures ? 'consecutive-failures' : 'failure-rate';
      follow('open', state === 'half-open' ? 'probe-failed' : byRow);
    });
    breaker.on('halfOpen', () => follow('half-open', 'cool-down-over'));
    breaker.on('close', () => follow('closed', 'probes-succeeded'));
    return breaker;
  };
  let current: Opossum<[Operation<unknown>, AbortSignal | undefined]> = begin();
  const refused = (): CircuitOpenError =>
    new CircuitOpenError(state, state === 'open' ? openedAt + options.coolDownMs - performance.now() : null);

  return {
    async call<T>(operation: Operation<T>, { signal }: { signal?: AbortSignal | undefined } = {}) {
      if (signal?.aborted) throw signal.reason;
      if (state === 'forced-open') throw refused();
      try {
        const answer = state === 'forced-closed' ? run(operation, signal) : current.fire(operation, signal);
        return (await answer) as T;
      } catch (error) {
        if (error instanceof Cancelled) throw error.reason;
        throw (error as { readonly code?: unknown } | null)?.code === 'EOPENBREAKER' ? refused() : error;
      }
    },
    get state() {
      return state;
    },
    snapshot: () => ({
      state,
      consecutiveFailures: state === 'closed' ? inARow : 0,
      windowCalls: state === 'closed' ? current.stats.successes + current.stats.failures : 0,
      windowFailures: state === 'closed' ? current.stats.failures : 0,
      probesInFlight: state === 'half-open' ? probes : 0,
    }),
    onStateChange: listener => events.add(listener),
    forceOpen: () => moveTo('forced-open', 'manual'),
    forceClosed: () => moveTo('forced-closed', 'manual'),
    reset() {
      current.shutdown();
      inARow = 0;
      current = begin();
      moveTo('closed', 'manual');
    },
  };
}
