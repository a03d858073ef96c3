import { createCircuitBreaker } from '#attempt/circuitBreaker.ts';
import { CallTimeoutError, CircuitOpenError, ModelError } from '#attempt/errors.ts';
import type { CircuitBreaker, Operation } from '#attempt/types.ts';
import { clock, harden, latency, play, random, trace, traffic, type Played } from '#testkit';

interface Settings {
  readonly breaker: 'yours' | 'none';
  /** Questions a second. */
  readonly rate: number;
  /** Per cent. */
  readonly failures: number;
  /** Median, in milliseconds. */
  readonly latency: number;
  /** Seconds. */
  readonly timeout: number;
  /** Seconds. */
  readonly coolDown: number;
  /** Seconds. */
  readonly outage: number;
}

type Ending = 'answered' | 'refused at once' | 'timed out' | 'failed' | 'found no worker';

const second = 1_000;
const [workers, forMs, outageAt] = [40, 120 * second, 30 * second];
/** What the HTTP client waits for, where no breaker is in front of it. */
const clientGivesUpMs = 60 * second;

/** One server with 40 workers and the model that it asks; a worker is busy until its question is over. */
export async function playground(settings: Settings): Promise<void> {
  const { rate, failures, outage, timeout, coolDown } = settings;
  const arrivals = traffic.poisson({ perSecond: rate, forMs });
  const takes = latency.logNormal({ median: settings.latency, p99: settings.latency * 5.4 });
  // How each question would fare is decided beforehand: a design that asks less often changes nobody else's luck.
  const fates = arrivals.map(() => ({ ms: takes(), fails: random.chance(failures / 100) }));
  const isSilent = (): boolean => clock.elapsed() >= outageAt && clock.elapsed() < outageAt + outage * second;

  const options = harden({ timeoutMs: timeout * second, coolDownMs: coolDown * second });
  const breaker = settings.breaker === 'yours' ? createCircuitBreaker(options) : undefined;
  if (breaker) drawStates(breaker);
  const counts = new Map<Ending, number>();
  let [busy, next, toSilence] = [0, 0, 0];
  trace.limit('workers busy', workers);
  const gauges = [
    trace.gauge('workers busy', second, () => busy),
    rateOf('answered per second', () => counts.get('answered')),
    rateOf('refused at once per second', () => counts.get('refused at once')),
    rateOf('lost per second', () => {
      const lost = ['timed out', 'failed', 'found no worker'] as const;
      return lost.reduce((sum, ending) => sum + (counts.get(ending) ?? 0), 0);
    }),
  ];

  const unexpected: unknown[] = [];
  const ask = async ({ ms, fails }: { readonly ms: number; readonly fails: boolean }): Promise<Ending> => {
    if (busy >= workers) return 'found no worker';
    busy++;
    try {
      const operation: Operation<string> = async () => {
        if (isSilent()) {
          toSilence++;
          return new Promise<never>(() => undefined);
        }
        await clock.sleep(ms);
        if (fails) throw new ModelError(503);
        return 'an answer';
      };
      const { signal } = new AbortController();
      await (breaker ? breaker.call(harden(operation)) : patiently(operation(signal)));
      return 'answered';
    } catch (error) {
      if (error instanceof CircuitOpenError) return 'refused at once';
      if (error instanceof CallTimeoutError) return 'timed out';
      if (!(error instanceof ModelError)) unexpected.push(error);
      return 'failed';
    } finally {
      busy--;
    }
  };
  const played = await play(
    arrivals,
    async () => {
      const ending = await ask(fates[next++] ?? { ms: 0, fails: false });
      counts.set(ending, (counts.get(ending) ?? 0) + 1);
      return ending;
    },
    { draw: false, patienceMs: 2 * clientGivesUpMs, isDenied: ending => ending !== 'answered' },
  );
  for (const stop of gauges) stop();
  // A breaker that cannot be asked at all is no picture of anything.
  if (unexpected.length > 0 && unexpected.length === played.count()) throw unexpected[0];
  sumUp(settings, played, counts, toSilence);
}

function sumUp(
  { outage }: Settings,
  played: Played<Ending>,
  counts: ReadonlyMap<Ending, number>,
  toSilence: number,
): void {
  const all = Math.max(1, played.count());
  const reading = (ending: Ending, more: { readonly note: string; readonly isBad?: boolean }): void => {
    const count = counts.get(ending) ?? 0;
    const tone = more.isBad && count > 0 ? 'bad' : 'neutral';
    trace.reading(ending, count, { unit: 'questions', tone, note: count > 0 ? more.note : '' });
  };
  trace.reading('answered', (100 * (counts.get('answered') ?? 0)) / all, { unit: '%' });
  if (played.count('admitted') > 0) {
    trace.reading('answer, median', played.percentile(50, 'admitted'), { unit: 'ms' });
    trace.reading('answer, 99th percentile', played.percentile(99, 'admitted'), { unit: 'ms' });
  }
  reading('refused at once', { note: 'Their users can be told something else right away.' });
  reading('timed out', { note: 'Each of them kept a worker busy, and a user waiting, until then.' });
  reading('found no worker', {
    note: 'All 40 were waiting for the model, and the login page with them.',
    isBad: true,
  });
  if (outage === 0) return;
  trace.reading('asked a silent model', toSilence, { unit: 'times' });
  const back = outageAt + outage * second;
  const again = played.outcomes
    .filter(({ verdict, sentAt }) => verdict === 'admitted' && sentAt >= back)
    .map(({ endedAt = Infinity }) => endedAt);
  const first = Math.min(...again);
  if (first < Infinity) trace.reading('first answer after the outage', first - back, { unit: 'ms' });
}

/** How often it has happened in each stretch of two seconds. */
function rateOf(series: string, count: () => number | undefined): () => void {
  let before = 0;
  return trace.gauge(series, 2 * second, () => {
    const now = count() ?? 0;
    const rate = (now - before) / 2;
    before = now;
    return rate;
  });
}

function patiently<T>(answer: Promise<T>): Promise<T> {
  const tooLong = clock.sleep(clientGivesUpMs).then(() => {
    throw new CallTimeoutError(clientGivesUpMs);
  });
  return Promise.race([answer, tooLong]);
}

function drawStates(breaker: CircuitBreaker): void {
  trace.state('breaker', breaker.state);
  breaker.onStateChange(harden(({ to }: { readonly to: string }) => trace.state('breaker', to)));
}
