import { Agenda } from './agenda';
import { CancelledError, HardLimitError, LaneFullError, SoftLimitError, UnknownJobError } from './errors';
import type { Job, Lane, LaneLoad, LaneScheduler, Outcome, SchedulerOptions } from './types';

/**
 * The same contract with workers that have names, or rather places: the first belong to the fast lane, the others to the
 * slow one. A fast job that was let into a slow place moves to a fast one as soon as one is free, so what is left over
 * is always the right kind. One agenda knows all moments to come: limits, pauses, and when outcomes are forgotten.
 *
 * A job is one of five things, each with what belongs to it and nothing else.
 */
type Phase =
  | { readonly kind: 'waiting'; readonly since: number }
  | { readonly kind: 'running'; readonly since: number; readonly stop: (reason: unknown) => void }
  | { readonly kind: 'pausing'; readonly wake: () => void }
  | { readonly kind: 'over'; readonly outcome: Outcome };

interface Case {
  readonly key: string;
  readonly work: Job['work'];
  lane: Lane;
  phase: Phase;
  attempts: number;
  failures: number;
  readonly over: Promise<Outcome>;
  readonly settle: (outcome: Outcome) => void;
}

type Verdict = { readonly value: unknown } | { readonly error: unknown; readonly mayRepeat: boolean };

const both = <T>(make: (lane: Lane) => T): Record<Lane, T> => ({ fast: make('fast'), slow: make('slow') });

export function createLaneScheduler(options: SchedulerOptions): LaneScheduler {
  const { workers, limits, maxWaiting, retry, keepMs, scale } = options;
  const agenda = new Agenda();
  const cases = new Map<string, Case>();
  const queues = both<Case[]>(() => []);
  const places = both<(Case | undefined)[]>(lane =>
    new Array<Case | undefined>(workers[lane]).fill(undefined),
  );
  const lengths = both<number[]>(() => []);
  const start = performance.now();
  /** Since when each lane's backlog is where it is: too much, little, or in between. */
  const mood = both(() => ({ of: 'little', since: start }));

  const meanOf = (lane: Lane): number => {
    const known = lengths[lane];
    return known.length ? known.reduce((a, b) => a + b) / known.length : scale.typicalMs[lane];
  };
  const backlogOf = (lane: Lane): number => (queues[lane].length * meanOf(lane)) / workers[lane];
  const freePlace = (lane: Lane): number => places[lane].indexOf(undefined);

  function leavePlace(gone: Case): void {
    for (const lane of ['fast', 'slow'] as const) {
      const place = places[lane].indexOf(gone);
      if (place < 0) continue;
      // A guest in the slow lane's places goes home.
      const guest = lane === 'fast' ? places.slow.findIndex(one => one?.lane === 'fast') : -1;
      places[lane][place] = guest < 0 ? undefined : places.slow[guest];
      if (guest >= 0) places.slow[guest] = undefined;
    }
  }

  function fillPlaces(): void {
    for (const lane of ['fast', 'slow'] as const)
      for (let place = freePlace(lane); place >= 0 && queues[lane].length > 0; place = freePlace(lane))
        begin(queues[lane].shift()!, lane, place);
    for (let place = freePlace('slow'); place >= 0 && queues.fast.length > 0; place = freePlace('slow'))
      begin(queues.fast.shift()!, 'slow', place);
    const now = performance.now();
    for (const lane of ['fast', 'slow'] as const) {
      const backlog = backlogOf(lane);
      const of = backlog >= scale.outMs ? 'much' : backlog <= scale.inMs ? 'little' : 'some';
      if (mood[lane].of !== of) mood[lane] = { of, since: now };
    }
  }

  function begin(one: Case, home: Lane, place: number): void {
    const { lane } = one;
    const { softMs, hardMs } = limits[lane];
    const since = performance.now();
    const [hurry, kill] = [new AbortController(), new AbortController()];
    const callOff = [
      agenda.at(since + softMs, () => hurry.abort(new SoftLimitError(lane, softMs))),
      agenda.at(since + hardMs, () => {
        const error = new HardLimitError(lane, hardMs);
        leave();
        if (lane === 'fast') queueUp(one, 'slow');
        else finish(one, { state: 'failed', error });
        kill.abort(error);
        fillPlaces();
      }),
    ];
    const stop = (reason: unknown): void => {
      for (const each of callOff) each();
      kill.abort(reason);
    };
    const phase: Phase = { kind: 'running', since, stop };
    const leave = (): void => {
      for (const each of callOff) each();
      lengths[lane] = [...lengths[lane], performance.now() - since].slice(-20);
      leavePlace(one);
    };
    const report = (verdict: Verdict): void => {
      if (one.phase !== phase) return; // stopped, or in another attempt by now
      leave();
      judge(one, verdict);
      fillPlaces();
    };
    places[home][place] = one;
    one.phase = phase;
    one.attempts += 1;
    const attempt = { number: one.attempts, lane, hurry: hurry.signal, signal: kill.signal };
    void Promise.resolve()
      .then(() => (one.phase === phase ? one.work(attempt) : undefined))
      .then(
        value => report({ value }),
        (error: unknown) => report({ error, mayRepeat: retry.isRetryable(error) }),
      );
  }

  function judge(one: Case, verdict: Verdict): void {
    if ('value' in verdict) return finish(one, { state: 'done', value: verdict.value });
    one.failures += 1;
    if (!verdict.mayRepeat || one.failures >= retry.maxFailures)
      return finish(one, { state: 'failed', error: verdict.error });
    const pause = Math.min(retry.capMs, retry.baseMs * 2 ** (one.failures - 1));
    const wake = agenda.at(performance.now() + pause, () => {
      queueUp(one, one.lane);
      fillPlaces();
    });
    one.phase = { kind: 'pausing', wake };
  }

  function queueUp(one: Case, lane: Lane): void {
    one.lane = lane;
    one.phase = { kind: 'waiting', since: performance.now() };
    queues[lane].push(one);
  }

  function finish(one: Case, outcome: Outcome): void {
    one.phase = { kind: 'over', outcome };
    one.settle(outcome);
    agenda.at(performance.now() + keepMs, () => cases.delete(one.key));
  }

  function loadOf(lane: Lane): LaneLoad {
    const first = queues[lane][0]?.phase;
    return {
      waiting: queues[lane].length,
      running: [...places.fast, ...places.slow].filter(one => one?.lane === lane).length,
      oldestWaitMs: first?.kind === 'waiting' ? performance.now() - first.since : 0,
      meanMs: meanOf(lane),
      backlogMs: backlogOf(lane),
    };
  }

  return {
    submit({ key, lane, work }) {
      if (cases.has(key)) return 'known';
      if (queues[lane].length >= maxWaiting[lane]) throw new LaneFullError(lane);
      let settle!: (outcome: Outcome) => void;
      const over = new Promise<Outcome>(resolve => (settle = resolve));
      const phase: Phase = { kind: 'waiting', since: performance.now() };
      const one: Case = { key, work, lane, phase, attempts: 0, failures: 0, over, settle };
      cases.set(key, one);
      queueUp(one, lane);
      fillPlaces();
      return 'accepted';
    },

    status(key) {
      const one = cases.get(key);
      if (!one) return undefined;
      const { phase, lane, attempts } = one;
      return { state: phase.kind === 'over' ? phase.outcome.state : phase.kind, lane, attempts };
    },

    wait(key, signal) {
      const one = cases.get(key);
      if (!one) return Promise.reject(new UnknownJobError(key));
      if (!signal) return one.over;
      return new Promise((resolve, reject) => {
        const leave = (): void => reject(signal.reason);
        if (signal.aborted) return leave();
        signal.addEventListener('abort', leave, { once: true });
        void one.over.then(resolve).finally(() => signal.removeEventListener('abort', leave));
      });
    },

    cancel(key) {
      const one = cases.get(key);
      if (!one || one.phase.kind === 'over') return false;
      const { phase } = one;
      if (phase.kind === 'waiting') queues[one.lane].splice(queues[one.lane].indexOf(one), 1);
      if (phase.kind === 'pausing') phase.wake();
      if (phase.kind === 'running') leavePlace(one);
      finish(one, { state: 'cancelled' });
      if (phase.kind === 'running') phase.stop(new CancelledError(key));
      fillPlaces();
      return true;
    },

    load() {
      const now = performance.now();
      const has = (lane: Lane, of: string): boolean =>
        mood[lane].of === of && now - mood[lane].since >= scale.forMs;
      const advice =
        has('fast', 'much') || has('slow', 'much')
          ? 'out'
          : has('fast', 'little') && has('slow', 'little')
            ? 'in'
            : 'hold';
      return { fast: loadOf('fast'), slow: loadOf('slow'), advice };
    },
  };
}
