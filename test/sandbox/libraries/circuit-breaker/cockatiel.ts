import { CircuitState, circuitBreaker, handleWhen, isBrokenCircuitError, type IBreaker } from 'cockatiel';
import { runWithDeadline } from './deadline';
import { CallTimeoutError, CircuitOpenError } from './errors';
import { FailureWindow } from './failureWindow';
import { resolveOptions, type ResolvedOptions } from './options';
import { StateEvents } from './stateEvents';
import type { BreakerOptions, BreakerSnapshot, BreakerState, ChangeReason, CircuitBreaker } from './types';

const stateOf: Readonly<Record<CircuitState, BreakerState>> = {
  [CircuitState.Closed]: 'closed',
  [CircuitState.Open]: 'open',
  [CircuitState.HalfOpen]: 'half-open',
  [CircuitState.Isolated]: 'forced-open',
};

/** What a caller gave up, apart from what the model answered. */
class Cancelled extends Error {
  constructor(readonly reason: unknown) {
    super('cancelled');
  }
}

/** When to open: the two rules of the exercise, counted as in its reference solution. */
class BothRules implements IBreaker {
  state: unknown;
  reason: ChangeReason = 'consecutive-failures';
  #inARow = 0;
  #window: FailureWindow;
  readonly #options: ResolvedOptions;

  constructor(options: ResolvedOptions) {
    this.#options = options;
    this.#window = new FailureWindow(options.windowMs, performance.now());
  }

  success(state: CircuitState): void {
    this.#inARow = 0;
    // As cockatiel's own rules do: it closes now.
    if (state === CircuitState.HalfOpen)
      this.#window = new FailureWindow(this.#options.windowMs, performance.now());
    else this.#window.record(false, performance.now());
  }

  failure(): boolean {
    this.#inARow += 1;
    this.#window.record(true, performance.now());
    const { consecutiveFailures, minimumCalls, failureRate } = this.#options;
    const { calls, failures } = this.#window.counts(performance.now());
    this.reason = this.#inARow >= consecutiveFailures ? 'consecutive-failures' : 'failure-rate';
    return this.#inARow >= consecutiveFailures || (calls >= minimumCalls && failures / calls >= failureRate);
  }

  counters(): Pick<BreakerSnapshot, 'consecutiveFailures' | 'windowCalls' | 'windowFailures'> {
    const { calls, failures } = this.#window.counts(performance.now());
    return { consecutiveFailures: this.#inARow, windowCalls: calls, windowFailures: failures };
  }
}

/** `circuitBreaker.ts` with cockatiel's states. Rules, time-outs and listeners are those of the reference solution. */
export function createCircuitBreaker(given?: BreakerOptions): CircuitBreaker {
  const options = resolveOptions(given);
  const events = new StateEvents();
  let state: BreakerState = 'closed';
  let openedAt = 0;
  let probes = 0;

  const moveTo = (to: BreakerState, reason: ChangeReason): void => {
    const from = state;
    state = to;
    if (to === 'open') openedAt = performance.now();
    if (from !== to) events.emit({ from, to, reason, at: performance.now() });
  };
  const begin = () => {
    const rules = new BothRules(options);
    const policy = circuitBreaker(handleWhen(counts), { halfOpenAfter: options.coolDownMs, breaker: rules });
    policy.onStateChange(next => {
      if (current.policy !== policy || state.startsWith('forced')) return;
      const to = stateOf[next];
      if (to === 'half-open') moveTo(to, 'cool-down-over');
      else if (to === 'closed') moveTo(to, 'probes-succeeded');
      else moveTo(to, state === 'half-open' ? 'probe-failed' : rules.reason);
    });
    return { policy, rules };
  };
  const counts = (error: unknown): boolean => {
    if (error instanceof Cancelled) return false;
    if (error instanceof CallTimeoutError) return true;
    try {
      return options.countsAsFailure(error);
    } catch {
      return true;
    }
  };
  let current = begin();
  const refused = (): CircuitOpenError =>
    new CircuitOpenError(state, state === 'open' ? openedAt + options.coolDownMs - performance.now() : null);

  return {
    async call<T>(operation: (signal: AbortSignal) => Promise<T>, { signal }: { signal?: AbortSignal } = {}) {
      if (signal?.aborted) throw signal.reason;
      if (state === 'forced-open') throw refused();
      const run = async (): Promise<T> => {
        probes += 1;
        const outcome = await runWithDeadline(operation, options.timeoutMs, signal);
        probes -= 1;
        if (outcome.kind === 'succeeded') return outcome.value;
        throw outcome.kind === 'cancelled' ? new Cancelled(outcome.reason) : outcome.error;
      };
      try {
        return await (state === 'forced-closed' ? run() : current.policy.execute(run));
      } catch (error) {
        if (error instanceof Cancelled) throw error.reason;
        throw isBrokenCircuitError(error) ? refused() : error;
      }
    },
    get state() {
      return state;
    },
    snapshot: () => ({
      ...{ state, consecutiveFailures: 0, windowCalls: 0, windowFailures: 0 },
      ...(state === 'closed' ? current.rules.counters() : {}),
      probesInFlight: state === 'half-open' ? probes : 0,
    }),
    onStateChange: listener => events.add(listener),
    forceOpen: () => moveTo('forced-open', 'manual'),
    forceClosed: () => moveTo('forced-closed', 'manual'),
    reset() {
      current = begin();
      moveTo('closed', 'manual');
    },
  };
}
