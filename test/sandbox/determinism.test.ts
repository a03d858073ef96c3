import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import type { RunReport } from '../../src/core/run/report';
import { requestFor, useRunner } from './support/exercise';

describe('the same seed', function () {
  this.timeout(60_000);
  const { run } = useRunner();

  const parts = {
    files: {
      'a.ts': `export const draw = () => [Math.random(), crypto.randomUUID(), new Date().toString(), performance.now(), [3, 1, 2].toSorted()];
const kept = new Map<number, number>();
export async function work(items: readonly number[]) {
  for (const item of items) { await new Promise(r => setTimeout(r, item)); kept.set(item, Date.now()); console.log(item, kept.size, new Date().toLocaleString()); }
  return [...kept];
}`,
    },
    suites: {
      s: `import { draw, work } from '#attempt/a';
it('draws', () => assert.equal(draw(), random.next()));
it('works', async () => {
  const items = random.shuffle([5, 10, 20, 40]);
  const working = work(items);
  for (let n = 0; n < 20; n++) { trace.point('pending', clock.pending()); trace.mark('lane', String(random.int(0, 9)), 'good'); await clock.advance(random.exponential(10)); }
  assert.deepEqual(await working, [random.pick(items), random.chance(0.5), seed]);
});`,
    },
  };

  /** All of it but how long it took. */
  const timeless = (report: RunReport): unknown => ({
    ...report,
    durationMs: 0,
    checks: report.checks.map(check => ({ ...check, ms: 0 })),
  });

  for (const seed of [0, 1, 42, 2 ** 32 - 1])
    it(`gives the same report (${seed})`, async () => {
      const request = requestFor(parts, { seed });
      const first = await run(request);
      await sleep(600); // the child for the second run rehearses with the solution meanwhile
      const second = await run(request);
      assert.deepEqual(timeless(first), timeless(second));
      const { trace } = first.checks[1]!;
      assert.deepEqual([trace.length, trace.at(-1)?.kind], [41, 'failed']);
    });

  it('gives the same result to a check that runs alone', async () => {
    const all = await run(requestFor(parts, { seed: 7 }));
    const alone = await run(requestFor(parts, { seed: 7, only: [{ suite: 's', title: 'works' }] }));
    assert.deepEqual({ ...alone.checks[0], ms: 0 }, { ...all.checks[1], ms: 0 });
  });

  it('is what makes the numbers: another seed gives others', async () => {
    const [one, two] = [await run(requestFor(parts, { seed: 1 })), await run(requestFor(parts, { seed: 2 }))];
    assert.notDeepEqual(one.checks[0]!.failure, two.checks[0]!.failure);
  });

  it('is chosen when there is none, and told', async () => {
    const { seed: _, ...unseeded } = requestFor(parts);
    const [one, two] = [await run(unseeded), await run(unseeded)];
    assert.notEqual(one.seed, two.seed);
    assert.deepEqual(timeless(await run({ ...unseeded, seed: one.seed })), timeless(one));
  });
});
