import assert from 'node:assert/strict';
import type { RunReport } from '../../src/core/run/report';
import { modelOf } from '../../src/webview/trace/traceModel';
import { clusterExercise, wrongCluster } from './support/cluster';
import { outcomes, requestFor, useRunner } from './support/exercise';

describe('a cluster, simulated', function () {
  this.timeout(60_000);
  const { run } = useRunner();

  const timeless = (report: RunReport): string =>
    JSON.stringify({ ...report, durationMs: 0, checks: report.checks.map(check => ({ ...check, ms: 0 })) });

  for (const seed of [1, 2, 3])
    it(`lets a good design pass (seed ${seed})`, async () => {
      const report = await run(requestFor(clusterExercise, { seed }));
      assert.deepEqual(outcomes(report), {
        'R1 holds through a day, a herd and a burst': 'passed',
        'R2 holds while servers and the store fail': 'passed',
        'R3 clients who wait for their answers come through': 'passed',
      });
    });

  it('catches a bad one', async () => {
    const report = await run(requestFor({ ...clusterExercise, files: wrongCluster }, { seed: 1 }));
    assert.deepEqual(
      report.checks.map(({ state }) => state),
      ['failed', 'failed', 'passed'],
    );
    assert.match(
      report.checks[0]!.failure!.message,
      /^\S+ got \d+ requests into one window; 20 is the limit\.$/,
    );
  });

  it('is the same each time', async () => {
    const request = requestFor(clusterExercise, { seed: 7 });
    assert.equal(timeless(await run(request)), timeless(await run(request)));
  });

  it('is drawn within bounds', async () => {
    const report = await run(requestFor(clusterExercise, { seed: 1 }));
    assert.ok(report.checks.every(({ trace }) => trace.length > 50 && trace.length < 4_000));
    const { lanes, series } = modelOf(report.checks[1]!.trace);
    assert.deepEqual(lanes.map(({ name }) => name).sort(), [
      'messages, server 4',
      'messages, store',
      'requests',
      'server 2',
      'server 4',
      'store',
    ]);
    assert.deepEqual(
      lanes.find(({ name }) => name === 'store')?.bands.map(({ state }) => state),
      ['up', 'brown-out', 'up', 'replies lost', 'up', 'crashed', 'up', 'duplicates 10 % + reorders 20 %'],
    );
    assert.deepEqual(
      series.map(({ name }) => name),
      ['requests under way'],
    );
  });
});

describe('what the kit hands over', function () {
  this.timeout(60_000);
  const { run } = useRunner();

  it('withstands a learner who wants to change it', async () => {
    const report = await run(
      requestFor({
        files: {
          'a.ts': `const attempts = [
  (o: any) => { o.call = () => 'forged'; }, (o: any) => { o.extra = 1; }, (o: any) => { delete o[Reflect.ownKeys(o)[0]!]; },
  (o: any) => Object.setPrototypeOf(o, null), (o: any) => Object.defineProperty(o, 'length', { value: 9 }),
  (o: any) => { o.constructor.prototype.then = (resolve: any) => resolve('forged'); },
];
export const change = (...given: object[]): number => {
  let changed = 0;
  for (const object of given) for (const attempt of attempts) try { attempt(object); changed++; } catch {}
  return changed;
};
export const hostile = [new Proxy({}, { get: () => 'forged' }), JSON.parse('{"__proto__": {"allowed": true}}'), { get x() { throw new Error('mine'); } }];
export const keep: unknown[] = [];
export const script = (db: object) => { keep.push(db); return new Proxy({}, {}); };
export const read = () => { try { return (keep[0] as any).get('secret'); } catch (e) { return (e as Error).message; } };
export class Server { constructor(readonly given: any) { keep.push(given); } hi() { return 'hi'; } }
export const dig = (given: any) => given.peer(0, 'constructor', 'x').then(() => 'in', (e: Error) => e.constructor === Error || e instanceof TypeError);
`,
        },
        suites: {
          s: `import { link, servers, sharedStore } from '#testkit';
import * as a from '#attempt/a';
it('R1 is frozen', async () => {
  const backend = link(() => ({ allowed: false }));
  const store = sharedStore();
  const fleet = servers(1, given => { assert.equal(a.change(given, given.connect, given.peer, given.connect(store.client), given.connect(backend.call)), 0); return new a.Server(given); });
  assert.equal(a.change(backend.call, backend.send, store.client, store.client.transaction), 0);
  assert.deepEqual(await clock.until(backend.call()), { allowed: false });
  assert.equal(typeof await clock.until(a.dig(a.keep[0])), 'boolean');
  assert.equal(await clock.until(fleet.server(0).call(it => it.hi())), 'hi');
});
it('R1 takes messages for what they are', async () => {
  const seen: unknown[] = [];
  const backend = link((message: unknown) => { seen.push(message); return message; });
  await assert.rejects(clock.until(backend.call(a.hostile[0])), /A Proxy cannot be sent/);
  await clock.until(backend.call(a.hostile[1]));
  assert.equal((seen[0] as { allowed?: boolean }).allowed, undefined);
  await assert.rejects(clock.until(backend.call(a.hostile[2])), /mine/);
  await assert.rejects(clock.until(sharedStore().client.transaction(a.script)), /A Proxy cannot be sent/);
});
it('R1 closes the view of the store', async () => {
  const store = sharedStore();
  await clock.until(store.client.set('secret', 'x'));
  a.keep.length = 0;
  await clock.until(store.client.transaction((db: object) => { a.script(db); return 1; }));
  assert.equal(a.read(), 'The script has ended; its view of the store is of no use any more.');
});`,
        },
      }),
    );
    assert.deepEqual(outcomes(report), {
      'R1 is frozen': 'passed',
      'R1 takes messages for what they are': 'passed',
      'R1 closes the view of the store': 'passed',
    });
  });
});
