import type { ExerciseParts } from './exercise';

/** One limit over several servers: a sliding log in a store that all of them share. */
const limiter = `import type { Store } from './types.ts';
export class ClusterLimiter {
  constructor(private readonly store: Store, private readonly limit: number, private readonly windowMs: number) {}

  async check(key: string): Promise<{ allowed: boolean }> {
    const allowed = await Promise.race([
      this.store.transaction(db => {
        const now = db.time();
        const log = (db.get(key) ?? '').split(' ').filter(at => at !== '' && Number(at) > now - this.windowMs);
        if (log.length >= this.limit) return false;
        db.set(key, [...log, now].join(' '), this.windowMs);
        return true;
      }),
      new Promise<boolean>(resolve => setTimeout(() => resolve(false), 500)),
    ]).catch(() => false);
    return { allowed };
  }
}
`;

/** The mistake that the whole exercise is about. */
const eachForItself = `export class ClusterLimiter {
  #log = new Map<string, number[]>();
  constructor(_store: unknown, private readonly limit: number, private readonly windowMs: number) {}
  async check(key: string) {
    const log = (this.#log.get(key) ?? []).filter(at => at > Date.now() - this.windowMs);
    const allowed = log.length < this.limit;
    this.#log.set(key, allowed ? [...log, Date.now()] : log);
    return { allowed };
  }
}
`;

const types = `interface View { get(key: string): string | undefined; set(key: string, value: string, ttlMs?: number): void; time(): number }
export interface Store { transaction<T>(script: (db: View) => T): Promise<T> }
`;

const suite = `import { faults, keys, latency, play, playClients, servers, sharedStore, traffic } from '#testkit';
import { ClusterLimiter } from '#attempt/limiter.ts';

const limit = 20;
const windowMs = 10_000;
const cluster = (balancer: 'random' | 'sticky' | 'least-busy' = 'random') => {
  const store = sharedStore({ name: 'store', latencyMs: latency.slowTail({ usual: latency.uniform(1, 3), slow: 60, share: 0.02 }) });
  const start = ({ connect }) => new ClusterLimiter(connect(store.client), limit, windowMs);
  return { store, fleet: servers(4, start, { balancer, latencyMs: latency.logNormal({ median: 4, p99: 30 }), noticesAfterMs: 300 }) };
};
const checkLimit = (played) => {
  for (const key of played.byKey().keys()) {
    const most = played.mostAdmittedWithin(windowMs, key);
    assert.ok(most <= limit, key + ' got ' + most + ' requests into one window; ' + limit + ' is the limit.');
  }
};

it('R1 holds through a day, a herd and a burst', async () => {
  const { fleet } = cluster();
  const day = traffic.diurnal({ perSecond: 12, forMs: 60_000, keys: keys.hot('celebrity', 0.5, 20) });
  const herd = traffic.later(25_000, traffic.herd({ clients: 40, spreadMs: 200 }));
  const eve = traffic.later(40_000, traffic.bursty({ on: 30, meanOnMs: 2_000, meanOffMs: 3_000, forMs: 20_000, keys: 'eve' }));
  const edges = traffic.atBoundaries({ windowMs, size: 25, boundaries: 3, keys: 'mallory' });
  trace.limit('celebrity, admitted in the last 10 s', limit);
  const played = await play(traffic.merge(day, herd, eve, edges), async ({ key }) => {
    const decision = await fleet.call(key, server => server.check(key));
    if (key === 'celebrity' && decision.allowed) trace.rate('celebrity, admitted in the last 10 s', windowMs);
    return decision;
  });
  checkLimit(played);
  assert.equal(played.count('failed'), 0);
  assert.equal(played.mostAdmittedWithin(windowMs, 'mallory') >= limit - 1, true);
});

it('R2 holds while servers and the store fail', async () => {
  const { store, fleet } = cluster('least-busy');
  fleet.server(1).crash({ afterMs: 5_000, forMs: 10_000 });
  fleet.server(3).apply(faults.flapping({ upMs: 2_000, downMs: 500, fault: faults.drop(0.3) }));
  store.apply(faults.brownOut({ times: 5, errors: 0.3 }), { afterMs: 10_000, forMs: 8_000 });
  store.apply(faults.partition('replies'), { afterMs: 22_000, forMs: 3_000 });
  store.apply(faults.crash(), { afterMs: 32_000, forMs: 3_000 });
  store.apply(faults.all(faults.duplicate(0.1), faults.reorder(0.2, 40)), { afterMs: 36_000 });
  const arrivals = traffic.spike({ perSecond: 8, peak: 40, atMs: 38_000, lastsMs: 3_000, forMs: 45_000, keys: keys.zipf(5) });
  const played = await play(arrivals, ({ key }) => fleet.call(key, server => server.check(key)), {
    retry: { times: 1, afterMs: 400 },
  });
  checkLimit(played);
  const c = store.counts();
  assert.equal(c.sent + c.duplicated, c.delivered + c.lost + c.refused + c.inTransit);
});

it('R3 clients who wait for their answers come through', async () => {
  const { fleet } = cluster('sticky');
  const loop = { clients: 8, thinkMs: latency.exponential(1_500), forMs: 30_000 };
  const played = await playClients(loop, client => fleet.call(client, server => server.check(client)), { name: 'clients' });
  checkLimit(played);
  assert.equal(played.count('admitted'), played.count());
});
`;

/** An exercise that uses most of the kit: its solution, and the wrong design that it is to catch. */
export const clusterExercise: ExerciseParts = {
  files: { 'limiter.ts': limiter },
  types: { 'types.ts': types },
  suites: { cluster: suite },
  // What is slow here is the machine: nothing in it takes long by itself.
  limits: { checkMs: 50_000, runMs: 58_000 },
};
export const wrongCluster: Readonly<Record<string, string>> = { 'limiter.ts': eachForItself };
