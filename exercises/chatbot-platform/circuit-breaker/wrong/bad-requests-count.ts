import { runWithDeadline, type Outcome } from './deadline';
import { CircuitOpenError } from './errors';
import { FailureWindow } from './failureWindow';
import { resolveOptions, type ResolvedOptions } from './options';
import { StateEvents } from './stateEvents';
import type {
  BreakerOptions,
  BreakerSnapshot,
  BreakerState,
  CallOptions,
  ChangeReason,
  CircuitBreaker,
  Operation,
  StateListener,
} from './types';

export function createCircuitBreaker(options?: BreakerOptions): CircuitBreaker {
  return new Breaker(resolveOptions(options));
}

/** What a call says about the health of the model. `nothing`: a bad request, a user who left. */
type Verdict = 'success' | 'failure' | 'nothing';

/**
 * The time between two changes of state, with everything that is counted in it. A call keeps the period that admitted
 * it; a result reported to a period that is over is lost, which is exactly what should happen to it. No generation
 * numbers, and no counter that somebody could forget to reset.
 */
interface Period {
  readonly state: BreakerState;
  /** Takes one call in, or gives the error to refuse it with. */
  admit(now: number): CircuitOpenError | undefined;
  /** One admitted call has ended. Gives the change that follows from it, if any. */
  settle(verdict: Verdict, now: number): Move | undefined;
  counters(now: number): Partial<BreakerSnapshot>;
}

interface Move {
  readonly to: Period;
  readonly reason: ChangeReason;
}

class ClosedPeriod implements Period {
  readonly state = 'closed';
  readonly #options: ResolvedOptions;
  readonly #window: FailureWindow;
  #failuresInARow = 0;

  constructor(options: ResolvedOptions, now: number) {
    this.#options = options;
    this.#window = new FailureWindow(options.windowMs, now);
  }

  admit(): undefined {}

  settle(verdict: Verdict, now: number): Move | undefined {
    if (verdict === 'nothing') return undefined;
    this.#window.record(verdict === 'failure', now);
    if (verdict === 'success') {
      this.#failuresInARow = 0;
      return undefined;
    }
    this.#failuresInARow += 1;
    const reason = this.#tripped(now);
    return reason && { to: new OpenPeriod(this.#options, now), reason };
  }

  #tripped(now: number): ChangeReason | undefined {
    const { consecutiveFailures, minimumCalls, failureRate } = this.#options;
    if (this.#failuresInARow >= consecutiveFailures) return 'consecutive-failures';
    const { calls, failures } = this.#window.counts(now);
    return calls >= minimumCalls && failures / calls >= failureRate ? 'failure-rate' : undefined;
  }

  counters(now: number): Partial<BreakerSnapshot> {
    const { calls, failures } = this.#window.counts(now);
    return { consecutiveFailures: this.#failuresInARow, windowCalls: calls, windowFailures: failures };
  }
}

class OpenPeriod implements Period {
  readonly state = 'open';
  readonly #options: ResolvedOptions;
  readonly #endsAt: number;

  constructor(options: ResolvedOptions, now: number) {
    this.#options = options;
    this.#endsAt = now + options.coolDownMs;
  }

  admit(now: number): CircuitOpenError {
    return new CircuitOpenError('open', this.#endsAt - now);
  }

  settle(): undefined {}

  /** Asked when a call arrives: no timer is needed to notice that the cool-down is over. */
  next(now: number): Move | undefined {
    return now >= this.#endsAt
      ? { to: new HalfOpenPeriod(this.#options), reason: 'cool-down-over' }
      : undefined;
  }

  counters(): Partial<BreakerSnapshot> {
    return {};
  }
}

class HalfOpenPeriod implements Period {
  readonly state = 'half-open';
  readonly #options: ResolvedOptions;
  #inFlight = 0;
  #successes = 0;

  constructor(options: ResolvedOptions) {
    this.#options = options;
  }

  admit(): CircuitOpenError | undefined {
    if (this.#inFlight >= this.#options.maxProbes) return new CircuitOpenError('half-open', null);
    this.#inFlight += 1;
    return undefined;
  }

  settle(verdict: Verdict, now: number): Move | undefined {
    this.#inFlight -= 1; // whatever the verdict: a probe that told us nothing still gives its place back
    switch (verdict) {
      case 'failure':
        return { to: new OpenPeriod(this.#options, now), reason: 'probe-failed' };
      case 'success':
        this.#successes += 1;
        return this.#successes < this.#options.successesToClose
          ? undefined
          : { to: new ClosedPeriod(this.#options, now), reason: 'probes-succeeded' };
      case 'nothing':
        return undefined;
    }
  }

  counters(): Partial<BreakerSnapshot> {
    return { probesInFlight: this.#inFlight };
  }
}

class ForcedPeriod implements Period {
  constructor(readonly state: 'forced-open' | 'forced-closed') {}

  admit(): CircuitOpenError | undefined {
    return this.state === 'forced-open' ? new CircuitOpenError('forced-open', null) : undefined;
  }

  settle(): undefined {}

  counters(): Partial<BreakerSnapshot> {
    return {};
  }
}

/** O(1) time and memory a call, apart from the listeners. */
class Breaker implements CircuitBreaker {
  readonly #options: ResolvedOptions;
  readonly #events = new StateEvents();
  #period: Period;

  constructor(options: ResolvedOptions) {
    this.#options = options;
    this.#period = new ClosedPeriod(options, performance.now());
  }

  get state(): BreakerState {
    return this.#period.state;
  }

  /** Up to the first `await` everything happens before `call` returns: admission, and the start of the operation. */
  async call<T>(operation: Operation<T>, { signal }: CallOptions = {}): Promise<T> {
    signal?.throwIfAborted();
    const period = this.#admit();
    const outcome = await runWithDeadline(operation, this.#options.timeoutMs, signal);
    if (period === this.#period) {
      const now = performance.now();
      const move = period.settle(this.#verdict(outcome), now);
      if (move) this.#enter(move.to, move.reason, now);
    }
    switch (outcome.kind) {
      case 'succeeded':
        return outcome.value;
      case 'failed':
      case 'timed-out':
        throw outcome.error;
      case 'cancelled':
        throw outcome.reason;
    }
  }

  /** @throws CircuitOpenError */
  #admit(): Period {
    const now = performance.now();
    const move = this.#period instanceof OpenPeriod ? this.#period.next(now) : undefined;
    if (move) {
      move.to.admit(now); // before the listeners hear of it: one of them may make a call of its own
      this.#enter(move.to, move.reason, now);
      if (this.#period === move.to) return move.to;
    }
    const period = this.#period; // read here: a listener may have forced another state just now
    const refusal = period.admit(now);
    if (refusal) throw refusal;
    return period;
  }

  #verdict(outcome: Outcome<unknown>): Verdict {
    switch (outcome.kind) {
      case 'succeeded':
        return 'success';
      case 'timed-out':
        return 'failure';
      case 'cancelled':
        return 'nothing';
      case 'failed':
        return 'failure';
    }
  }

  #enter(period: Period, reason: ChangeReason, now: number): void {
    const from = this.#period.state;
    this.#period = period;
    if (from !== period.state) this.#events.emit({ from, to: period.state, reason, at: now });
  }

  snapshot(): BreakerSnapshot {
    const none = { consecutiveFailures: 0, windowCalls: 0, windowFailures: 0, probesInFlight: 0 };
    return { state: this.state, ...none, ...this.#period.counters(performance.now()) };
  }

  onStateChange(listener: StateListener): () => void {
    return this.#events.add(listener);
  }

  forceOpen(): void {
    this.#force('forced-open');
  }

  forceClosed(): void {
    this.#force('forced-closed');
  }

  #force(state: 'forced-open' | 'forced-closed'): void {
    if (this.state !== state) this.#enter(new ForcedPeriod(state), 'manual', performance.now());
  }

  reset(): void {
    const now = performance.now();
    this.#enter(new ClosedPeriod(this.#options, now), 'manual', now);
  }
}
