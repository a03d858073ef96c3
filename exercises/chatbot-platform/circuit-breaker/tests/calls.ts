/** Calls whose end the suite decides, and the words for what became of them. */
import { createCircuitBreaker } from '#attempt/circuitBreaker.ts';
import { CallTimeoutError, CircuitOpenError, ModelError } from '#attempt/errors.ts';
import type { BreakerOptions, BreakerSnapshot, BreakerState, CircuitBreaker } from '#attempt/types.ts';
import assert from 'node:assert/strict';
import { clock, deferred, harden, trace } from '#testkit';

/** Neither threshold; a check turns on the one it is about. */
export const noThresholds: BreakerOptions = { consecutiveFailures: Infinity, minimumCalls: Infinity };

export const outage = (): ModelError => new ModelError(503);
export const badRequest = (): ModelError => new ModelError(400);

/** @param lane where its states are drawn */
export function breakerWith(options: BreakerOptions = {}, lane = 'breaker'): CircuitBreaker {
  const breaker = createCircuitBreaker(harden({ ...options }));
  assert.ok(
    typeof breaker === 'object' && breaker !== null,
    'createCircuitBreaker() should return a breaker',
  );
  lanes.set(breaker, { lane, drawn: undefined });
  drawState(breaker);
  return breaker;
}

const lanes = new WeakMap<CircuitBreaker, { readonly lane: string; drawn: BreakerState | undefined }>();

function drawState(breaker: CircuitBreaker): void {
  const { state } = breaker;
  const known = lanes.get(breaker);
  if (!known || known.drawn === state) return;
  known.drawn = state;
  trace.state(known.lane, state);
}

export type Ending =
  | { readonly kind: 'pending' }
  | { readonly kind: 'value'; readonly value: unknown }
  | { readonly kind: 'error'; readonly error: unknown };

/** One call through the breaker. */
export class Flight {
  readonly #reply = deferred<string>();
  readonly #breaker: CircuitBreaker;
  #starts = 0;
  #signal: AbortSignal | undefined;
  #ending: Ending = { kind: 'pending' };

  /**
   * @param thrown the operation throws this before it returns a promise
   * @param whenRun the operation does this before it returns a promise
   */
  constructor(
    breaker: CircuitBreaker,
    options: { readonly signal?: AbortSignal; readonly thrown?: unknown; readonly whenRun?: () => void } = {},
  ) {
    this.#breaker = breaker;
    // The breaker may refuse to run the operation; then nobody looks at this promise.
    this.#reply.promise.catch(() => undefined);
    const operation = harden((signal: AbortSignal): Promise<string> => {
      this.#starts += 1;
      this.#signal = signal;
      trace.mark('calls', 'admitted');
      options.whenRun?.();
      if ('thrown' in options) throw options.thrown;
      return this.#reply.promise;
    });
    let promise: Promise<string>;
    try {
      promise = options.signal
        ? breaker.call(operation, { signal: options.signal })
        : breaker.call(operation);
    } catch (error) {
      assert.fail(`call() must return a promise that rejects, but it threw synchronously: ${nameOf(error)}`);
    }
    Promise.resolve(promise).then(
      value => this.#end({ kind: 'value', value }, 'answered', 'good'),
      (error: unknown) =>
        this.#end(
          { kind: 'error', error },
          labelOf(error),
          error instanceof CircuitOpenError ? 'neutral' : 'bad',
        ),
    );
    drawState(breaker);
  }

  #end(ending: Ending, label: string, tone: 'good' | 'bad' | 'neutral'): void {
    this.#ending = ending;
    trace.mark('calls', label, tone);
    drawState(this.#breaker);
  }

  get started(): boolean {
    return this.#starts > 0;
  }

  get ending(): Ending {
    return this.#ending;
  }

  get error(): unknown {
    return this.#ending.kind === 'error' ? this.#ending.error : undefined;
  }

  get pending(): boolean {
    return this.#ending.kind === 'pending';
  }

  /** The signal that the operation was given. */
  get signal(): AbortSignal {
    assert.ok(this.#signal, 'The operation should have been run with an AbortSignal');
    return this.#signal;
  }

  succeed(value = 'hello'): Promise<void> {
    this.#reply.resolve(value);
    return clock.settle();
  }

  fail(error: unknown = outage()): Promise<void> {
    this.#reply.reject(error);
    return clock.settle();
  }
}

export async function launch(breaker: CircuitBreaker, signal?: AbortSignal): Promise<Flight> {
  const flight = new Flight(breaker, signal && { signal });
  await clock.settle();
  return flight;
}

export async function succeed(breaker: CircuitBreaker, times = 1): Promise<void> {
  for (let i = 0; i < times; i++) await (await launch(breaker)).succeed();
}

export async function fail(breaker: CircuitBreaker, times = 1, error: unknown = outage()): Promise<void> {
  for (let i = 0; i < times; i++) await (await launch(breaker)).fail(error);
}

/** Opens a closed breaker that opens on this many failures in a row. */
export async function open(breaker: CircuitBreaker, failures: number): Promise<void> {
  await fail(breaker, failures);
  expectState(breaker, 'open', `After ${failures} failed calls in a row`);
}

/** A breaker that opens on one failure, opened now. The rate plays no part. */
export async function openBreaker(options: BreakerOptions = {}): Promise<CircuitBreaker> {
  const breaker = breakerWith({ consecutiveFailures: 1, minimumCalls: Infinity, ...options });
  await open(breaker, 1);
  return breaker;
}

/** A breaker that has just become half-open, and the probe that made it so, under way. */
export async function halfOpenBreaker(
  options: BreakerOptions & { readonly coolDownMs: number },
): Promise<{ breaker: CircuitBreaker; probe: Flight }> {
  const breaker = await openBreaker(options);
  await clock.advance(options.coolDownMs);
  const probe = await launch(breaker);
  expectAdmitted(probe, 'When the cool-down is over');
  expectState(breaker, 'half-open', 'With the first probe under way');
  return { breaker, probe };
}

export function expectState(breaker: CircuitBreaker, expected: BreakerState, when: string): void {
  const { state } = breaker;
  drawState(breaker);
  assert.equal(state, expected, `${when} the breaker should be ${expected}, but it is ${state}`);
}

export function expectRefused(flight: Flight, state: BreakerState, when: string): void {
  assert.equal(flight.started, false, `${when} the call should have been refused, but it reached the model`);
  const { error } = flight;
  if (flight.pending)
    assert.fail(`${when} the call should have been refused at once, but its caller still waits`);
  if (!(error instanceof CircuitOpenError))
    assert.fail(`${when} the refused call should reject with CircuitOpenError, not with ${nameOf(error)}`);
  assert.equal(
    error.state,
    state,
    `${when} the CircuitOpenError should say that the state is ${state}, but it says ${error.state}`,
  );
}

export function expectAdmitted(flight: Flight, when: string): void {
  const instead = flight.pending ? 'left waiting' : `refused: ${nameOf(flight.error)}`;
  if (!flight.started) assert.fail(`${when} the call should have reached the model, but it was ${instead}`);
}

export function expectCounters(
  breaker: CircuitBreaker,
  expected: Partial<BreakerSnapshot>,
  when: string,
): void {
  const snapshot = breaker.snapshot();
  for (const [name, value] of Object.entries(expected)) {
    const actual = snapshot[name as keyof BreakerSnapshot];
    assert.equal(actual, value, `${when} snapshot().${name} should be ${value}, but it is ${actual}`);
  }
}

export function expectPending(flight: Flight, sentence: string): void {
  assert.deepEqual(flight.ending, { kind: 'pending' }, sentence);
}

/** The caller has been given this very value to catch. */
export function expectRejected(flight: Flight, reason: unknown, when: string): void {
  assert.equal(
    flight.ending.kind,
    'error',
    `${when} the caller should get ${nameOf(reason)}, but it ${flight.pending ? 'still waits' : 'is answered'}`,
  );
  assert.equal(
    flight.error,
    reason,
    `${when} the caller should get this very value: ${nameOf(reason)}; it gets ${nameOf(flight.error)}`,
  );
}

export function expectAnswered(flight: Flight, value: string, when: string): void {
  assert.deepEqual(flight.ending, { kind: 'value', value }, `${when} the caller should get the answer`);
}

/** The operation was told to stop with this very value. */
export function expectAborted(signal: AbortSignal, reason: unknown, when: string): void {
  assert.equal(signal.aborted, true, `${when} the operation should be told through its signal to stop`);
  assert.equal(
    signal.reason,
    reason,
    `${when} the reason of the operation's signal should be this very value: ${nameOf(reason)}; it is ${nameOf(signal.reason)}`,
  );
}

export function nameOf(error: unknown): string {
  if (error instanceof Error) return `${error.name}: ${error.message}`;
  return typeof error === 'string' ? `'${error}'` : String(error);
}

/** A word or two for the plot. */
function labelOf(error: unknown): string {
  if (error instanceof CircuitOpenError) return 'refused';
  if (error instanceof CallTimeoutError) return 'timed out';
  return error instanceof ModelError ? `failed: ${error.status}` : 'failed';
}
