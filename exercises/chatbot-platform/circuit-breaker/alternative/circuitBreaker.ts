import { withDeadline } from './deadline';
import { CallTimeoutError, CircuitOpenError } from './errors';
import { createWindow } from './failureWindow';
import { resolveOptions } from './options';
import { createAnnouncer } from './stateEvents';
import type { BreakerOptions, BreakerState, ChangeReason, CircuitBreaker } from './types';

/** One closure, one flat record of counters, and a generation number that each call carries along. */
export function createCircuitBreaker(given?: BreakerOptions): CircuitBreaker {
  const options = resolveOptions(given);
  const announcer = createAnnouncer();

  let state: BreakerState = 'closed';
  let generation = 0;
  let since = performance.now();
  let counters = freshCounters();

  function freshCounters() {
    return { inARow: 0, probes: 0, recovered: 0, window: createWindow(options.windowMs) };
  }

  /** Every counter starts again with the generation: nothing can be carried over by accident. */
  function begin(next: BreakerState, reason: ChangeReason, probes = 0): void {
    const change = { from: state, to: next, reason, at: performance.now() };
    state = next;
    generation += 1;
    since = change.at;
    counters = { ...freshCounters(), probes };
    if (change.from !== change.to) announcer.announce(change);
  }

  function admitOrThrow(): void {
    if (state === 'open') {
      const left = since + options.coolDownMs - performance.now();
      if (left > 0) throw new CircuitOpenError(state, left);
      const probing = generation + 1;
      begin('half-open', 'cool-down-over', 1);
      if (generation === probing) return; // otherwise a listener has had its say about this call too
    }
    if (state === 'forced-open') throw new CircuitOpenError(state, null);
    if (state === 'half-open') {
      if (counters.probes >= options.maxProbes) throw new CircuitOpenError(state, null);
      counters.probes += 1;
    }
  }

  function succeeded(): void {
    if (state === 'closed') {
      counters.inARow = 0;
      counters.window.add(0);
    } else if (state === 'half-open') {
      counters.recovered += 1;
      if (counters.recovered >= options.successesToClose) begin('closed', 'probes-succeeded');
    }
  }

  function failed(): void {
    if (state === 'half-open') begin('open', 'probe-failed');
    if (state !== 'closed') return;
    counters.inARow += 1;
    counters.window.add(1);
    const { calls, failures } = counters.window.total();
    if (counters.inARow >= options.consecutiveFailures) begin('open', 'consecutive-failures');
    else if (calls >= options.minimumCalls && failures / calls >= options.failureRate)
      begin('open', 'failure-rate');
  }

  function counts(error: unknown): boolean {
    if (error instanceof CallTimeoutError) return true;
    try {
      return options.countsAsFailure(error);
    } catch {
      return true;
    }
  }

  return {
    async call(operation, { signal } = {}) {
      if (signal?.aborted) throw signal.reason;
      admitOrThrow();
      const mine = generation;
      const release = (): boolean => {
        if (mine !== generation) return false;
        if (state === 'half-open') counters.probes -= 1;
        return true;
      };
      try {
        const value = await withDeadline(operation, options.timeoutMs, signal);
        if (release()) succeeded();
        return value;
      } catch (error) {
        const cancelled = signal?.aborted === true && error === signal.reason;
        if (release() && !cancelled && counts(error)) failed();
        throw error;
      }
    },
    get state() {
      return state;
    },
    snapshot() {
      const { calls, failures } = counters.window.total();
      return {
        state,
        consecutiveFailures: counters.inARow,
        windowCalls: calls,
        windowFailures: failures,
        probesInFlight: counters.probes,
      };
    },
    onStateChange: announcer.listen,
    forceOpen() {
      if (state !== 'forced-open') begin('forced-open', 'manual');
    },
    forceClosed() {
      if (state !== 'forced-closed') begin('forced-closed', 'manual');
    },
    reset() {
      begin('closed', 'manual');
    },
  };
}
