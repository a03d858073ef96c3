import { redis } from '#services/redis';
import { createFixedWindow } from '#attempt/fixedWindow';
import { createSharedLimiter } from '#attempt/sharedLimiter';
import { createSlidingCounter } from '#attempt/slidingCounter';
import { createSlidingLog } from '#attempt/slidingLog';
import { createTokenBucket } from '#attempt/tokenBucket';
import type { Decision, Limiter, SharedDecision } from '#attempt/types';
import { clock, harden, play, random, trace, traffic } from '#testkit';
import { impatient, usualLatency } from './cluster';
import { begin, end } from './outages';
import { tenFiftyNine } from './requests';

interface Settings {
  readonly limiter: 'shared' | Local;
  /** Requests of one user, a minute. */
  readonly rate: number;
  /** Requests that come together. */
  readonly burst: number;
  readonly servers: number;
  /** Seconds. */
  readonly skew: number;
  /** Seconds. */
  readonly outage: number;
  readonly policy: 'open' | 'closed';
}

const [limit, windowMs, forMs, outageAt] = [100, 60_000, 150_000, 60_000];

type Local = 'fixedWindow' | 'slidingLog' | 'slidingCounter' | 'tokenBucket';

type Check = (key: string) => Decision | Promise<SharedDecision>;

/** One user and a few servers, from 10:59:00 on. */
export async function playground(settings: Settings): Promise<void> {
  clock.setWallClock(tenFiftyNine);
  const { rate, burst, servers, skew, outage } = settings;
  const perSecond = rate / 60 / burst;
  // Whatever is random is decided before anybody is asked: every design meets the same.
  const visits = traffic.poisson({ perSecond, forMs });
  const arrivals = traffic.exactly(visits.flatMap(({ at }) => Array.from({ length: burst }, () => at)));
  const clocks = Array.from({ length: servers }, () => Math.round((2 * random.next() - 1) * skew * 1_000));
  const chosen = arrivals.map(() => random.int(0, servers - 1));

  const start = starter(settings);
  const fleet = clocks.map(ahead => {
    const check = withClock(ahead, start);
    return (key: string) => withClock(ahead, () => check(key));
  });
  let asked = 0;
  let degraded = 0;
  const series = 'admitted by all servers in the last 60 s';
  trace.limit(series, limit);
  const played = await play(
    arrivals,
    async () => {
      const server = chosen[asked++] ?? 0;
      const decision = await fleet[server]!('user-7');
      if ('degraded' in decision && decision.degraded) degraded++;
      trace.mark(
        `server ${server + 1}`,
        decision.allowed ? 'admitted' : 'refused',
        decision.allowed ? 'good' : 'neutral',
      );
      if (decision.allowed) trace.rate(series, windowMs);
      return decision;
    },
    { draw: false },
  );

  const failed = played.outcomes.find(({ verdict }) => verdict === 'failed');
  if (failed && played.count('failed') === played.count()) throw failed.error;
  const most = played.mostAdmittedWithin(windowMs);
  trace.reading('requests', played.count());
  trace.reading('admitted', (100 * played.count('admitted')) / Math.max(1, played.count()), { unit: '%' });
  trace.reading('most admitted in any 60 s', most, {
    unit: 'requests',
    tone: most > limit ? 'bad' : 'good',
    note: most > limit ? `The contract says ${limit}.` : '',
  });
  if (settings.limiter === 'shared') {
    trace.reading('slowest decision', Math.max(0, ...played.outcomes.map(({ latencyMs }) => latencyMs)), {
      unit: 'ms',
    });
    trace.reading('decided without Redis', degraded, {
      unit: 'requests',
      ...(outage > 0 && {
        note: settings.policy === 'open' ? 'Admitted, and counted by nobody.' : 'Refused, whoever asked.',
      }),
    });
  }
  if (failed)
    trace.reading('failed', played.count('failed'), {
      unit: 'requests',
      tone: 'bad',
      note: 'check() threw.',
    });
}

/** Starts the limiter of one more server; those of the shared kind are given the Redis that all share. */
function starter({ limiter, outage, policy }: Settings): () => Check {
  if (limiter !== 'shared') {
    return () => {
      const one = createLocal(limiter);
      return key => one.check(key);
    };
  }
  if (outage > 0) {
    setTimeout(() => void begin('silent'), outageAt);
    setTimeout(() => end('silent'), outageAt + outage * 1_000);
  }
  const rule = { name: 'chat', limit, windowMs, timeoutMs: 50, whenRedisFails: policy } as const;
  let servers = 0;
  return () => {
    redis.latency(null); // connected before the first request comes
    const client = redis.client(`server ${++servers}`, impatient);
    usualLatency();
    const one = createSharedLimiter({ ...rule, redis: client });
    return key => one.check(key);
  };
}

function createLocal(limiter: Local): Limiter {
  const options = harden({ limit, windowMs });
  switch (limiter) {
    case 'fixedWindow':
      return createFixedWindow(options);
    case 'slidingLog':
      return createSlidingLog(options);
    case 'slidingCounter':
      return createSlidingCounter(options);
    case 'tokenBucket':
      return createTokenBucket(options);
  }
}

/** A server reads its own clock when it starts and when a request arrives. */
function withClock<T>(ahead: number, work: () => T): T {
  clock.jumpWallClock(ahead);
  try {
    return work();
  } finally {
    clock.jumpWallClock(-ahead);
  }
}
