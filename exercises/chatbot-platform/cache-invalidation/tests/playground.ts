import { createCache } from '#attempt/cache.ts';
import type { Query } from '#attempt/types.ts';
import { clock, harden, keys, latency, play, random, trace, traffic } from '#testkit';
import { at, minute, query, second } from './warehouse.ts';

interface Settings {
  /** Reads a second. */
  readonly rate: number;
  /** How many queries people ask. */
  readonly queries: number;
  /** Median, in milliseconds. */
  readonly load: number;
  /** Per cent of loads. */
  readonly failures: number;
  /** Changes of the data, a minute. */
  readonly changes: number;
  /** Per cent of events. */
  readonly lost: number;
  /** Minutes. */
  readonly ttl: number;
  /** Seconds. */
  readonly grace: number;
}

const [forMs, maxAnswers] = [10 * minute, 500];

/** Ten minutes of a dashboard: people read, the warehouse's data changes, and events say so, or get lost. */
export async function playground(settings: Settings): Promise<void> {
  clock.setWallClock(at('10:30:00'));
  const { rate, queries, load, failures, changes, lost, ttl, grace } = settings;
  // All that happens to everybody is decided before anybody reads.
  const asked = keys.zipf(queries);
  const arrivals = traffic.poisson({ perSecond: rate, forMs, keys: asked });
  const events = traffic
    .poisson({ perSecond: changes / 60, forMs, keys: asked })
    .map(change => ({ ...change, isLost: random.chance(lost / 100) }));
  const takes = latency.logNormal({ median: load, p99: 4 * load });

  const changedAt = new Map</* key */ string, number[]>();
  const inFlight = new Map</* key */ string, number>();
  let [loads, failed, outdated, loading, mostForOne] = [0, 0, 0, 0, 0];
  const ages: number[] = [];

  /** The answer tells what the data was when its load began. */
  const source = async ({ params: [key = ''] }: Query): Promise<number> => {
    const version = changedAt.get(key)?.length ?? 0;
    loads++;
    loading++;
    inFlight.set(key, (inFlight.get(key) ?? 0) + 1);
    mostForOne = Math.max(mostForOne, inFlight.get(key) ?? 0);
    try {
      await clock.sleep(takes());
      if (random.chance(failures / 100)) throw new Error('the warehouse does not answer');
      return version;
    } catch (error) {
      failed++;
      throw error;
    } finally {
      loading--;
      inFlight.set(key, (inFlight.get(key) ?? 1) - 1);
    }
  };
  const cache = createCache<number>(
    harden({
      load: source,
      ttlMs: ttl * minute,
      staleWhileRevalidateMs: grace * second,
      staleIfErrorMs: grace * second,
      maxBytes: maxAnswers,
      sizeOf: () => 1,
    }),
  );
  for (const { at: moment, key, isLost } of events)
    clock.at(moment, () => {
      changedAt.set(key, [...(changedAt.get(key) ?? []), clock.elapsed()]);
      trace.mark('changes', isLost ? 'event lost' : 'event', isLost ? 'bad' : 'neutral');
      if (!isLost) cache.invalidate(query('orders', key));
    });

  const states = new Map<string, number>();
  const gauges = [
    trace.gauge('loads in flight', second, () => loading),
    perMinute('hits per minute', () => states.get('hit') ?? 0),
    perMinute('misses per minute', () => states.get('miss') ?? 0),
    perMinute('stale serves per minute', () => states.get('stale') ?? 0),
    perMinute('loads per minute', () => loads),
    perMinute('outdated answers per minute', () => outdated),
  ];
  const played = await play(
    arrivals,
    async ({ key }) => {
      const before = changedAt.get(key)?.length ?? 0; // whoever asks before a change may be told what was true then
      const answer = await cache.get(query('orders', key));
      states.set(answer.state, (states.get(answer.state) ?? 0) + 1);
      const missed = changedAt.get(key)?.[answer.value ?? 0];
      if ((answer.value ?? 0) < before && missed !== undefined) {
        outdated++;
        ages.push(clock.elapsed() - missed);
      }
      return answer;
    },
    { draw: false },
  );
  for (const stop of gauges) stop();
  const [refused] = played.outcomes.filter(({ verdict }) => verdict === 'failed');
  if (refused && failures === 0 && played.count('failed') === played.count()) throw refused.error;

  const all = Math.max(1, played.count());
  const { evictions } = cache.stats();
  trace.reading(
    'answered without waiting',
    (100 * ((states.get('hit') ?? 0) + (states.get('stale') ?? 0))) / all,
    {
      unit: '%',
    },
  );
  if (played.count('admitted') > 0) {
    trace.reading('wait, median', played.percentile(50, 'admitted'), { unit: 'ms' });
    trace.reading('wait, 99th percentile', played.percentile(99, 'admitted'), { unit: 'ms' });
  }
  trace.reading('loads', loads, {
    unit: 'for the warehouse',
    note: failed > 0 ? `${failed} of them failed.` : '',
  });
  trace.reading('most loads of one query at once', mostForOne, {
    note: mostForOne > 1 ? 'Right after an event, and when a load takes longer than its answer lives.' : '',
  });
  trace.reading('outdated answers', (100 * outdated) / all, {
    unit: '%',
    tone: outdated > 0 ? 'bad' : 'good',
    note: outdated > 0 ? 'Their data had changed before somebody asked.' : '',
  });
  if (ages.length > 0) trace.reading('longest behind the change', Math.max(...ages), { unit: 'ms' });
  if (played.count('failed') > 0)
    trace.reading('readers who got an error', played.count('failed'), { unit: 'readers', tone: 'bad' });
  if (evictions > 0)
    trace.reading('answers that made room', evictions, { note: `There is room for ${maxAnswers}.` });
}

/** How often it has happened in each stretch of fifteen seconds, for a minute. */
function perMinute(series: string, count: () => number): () => void {
  let before = 0;
  return trace.gauge(series, 15 * second, () => {
    const now = count();
    const rate = 4 * (now - before);
    before = now;
    return rate;
  });
}
