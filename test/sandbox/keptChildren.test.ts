import assert from 'node:assert/strict';
import type { RunProgress } from '../../src/core/run/request';
import { Runner } from '../../src/node/runner';
import { requestFor, sandboxDir } from './support/exercise';

const suites = {
  s: `import { add, keep } from '#attempt/a';
let asked = 0;
it('R1 adds', () => { keep(++asked); assert.equal(add(1, 2), 3); });
it('R1 draws', () => assert.ok(random.next() < 1));
it('R1 is asked once', () => { console.log(asked, globalThis.kept ?? 'nothing', random.int(0, 1e9)); assert.equal(asked, 1); });`,
};
const right = 'export const add = (a: number, b: number) => a + b; export const keep = (_: number) => {};';
const wrong = 'export const add = () => 0; export const keep = (_: number) => {};';
const endless = 'export const add = (): number => { for (;;); }; export const keep = (_: number) => {};';
const crashing =
  'const all: unknown[] = []; export const add = (): number => { for (;;) all.push(new Array(1e6).fill(0)); }; export const keep = (_: number) => {};';

describe('a runner of an author', function () {
  this.timeout(60_000);
  let runner: Runner;
  beforeEach(() => (runner = new Runner({ sandboxDir, warm: 0, keeps: 1 })));
  afterEach(() => runner.dispose());

  const exercise = requestFor({ files: { 'a.ts': right }, suites }).exercise;
  const request = (text: string, more: Parameters<typeof requestFor>[1] = {}) => ({
    ...requestFor({ files: { 'a.ts': text }, suites }, more),
    exercise,
  });
  const states = async (text: string, more: Parameters<typeof requestFor>[1] = {}): Promise<unknown> => {
    const { kind, checks } = await runner.run(request(text, more));
    return [kind, ...checks.map(({ state }) => state)];
  };

  it('runs one design after another in one child, each as if it were the first', async () => {
    const fresh = new Runner({ sandboxDir, warm: 0 });
    try {
      const timeless = (report: Awaited<ReturnType<Runner['run']>>): unknown => ({
        ...report,
        durationMs: 0,
        checks: report.checks.map(check => ({ ...check, ms: 0 })),
      });
      const expected = timeless(await fresh.run(request(right)));
      assert.deepEqual(timeless(await runner.run(request(right))), expected);
      const [pid] = runner.children();
      await runner.run(request(wrong, { seed: 9 }));
      assert.deepEqual(timeless(await runner.run(request(right))), expected);
      assert.deepEqual(runner.children(), [pid]);
      assert.deepEqual(fresh.children(), []);
    } finally {
      fresh.dispose();
    }
  });

  it('ends a run at the first failure when it is asked to, and keeps the child', async () => {
    assert.deepEqual(await states(wrong, { bail: true }), ['cancelled', 'failed', 'not-run', 'not-run']);
    const [pid] = runner.children();
    assert.ok(pid);
    assert.deepEqual(await states(right, { bail: true }), ['finished', 'passed', 'passed', 'passed']);
    assert.deepEqual(runner.children(), [pid]);
  });

  it('throws a child away that did not come to its end', async () => {
    assert.deepEqual(await states(right), ['finished', 'passed', 'passed', 'passed']);
    const [first] = runner.children();
    const limits = { ...exercise.limits, checkMs: 300 };
    const { kind } = await runner.run({ ...request(endless), exercise: { ...exercise, limits } });
    assert.equal(kind, 'timed-out');
    assert.deepEqual(runner.children(), []);
    assert.deepEqual(await states(right), ['finished', 'passed', 'passed', 'passed']);
    assert.notDeepEqual(runner.children(), [first]);
  });

  it('believes in a crash only of a child that has run nothing else', async () => {
    const begun: RunProgress['type'][] = [];
    const patient = {
      ...exercise,
      limits: { ...exercise.limits, checkMs: 50_000, runMs: 50_000, memoryMb: 64 },
    };
    await runner.run({ ...request(right), exercise: patient });
    const report = await runner.run({
      ...request(crashing),
      exercise: patient,
      onProgress: ({ type }) => begun.push(type),
    });
    assert.equal(report.kind, 'crashed');
    assert.deepEqual(begun.filter(type => type === 'planned').length, 2);
    assert.deepEqual(runner.children(), []);
  });

  it('tells the cost of a check from the second run on', async () => {
    const costs: (number | undefined)[][] = [];
    for (let run = 0; run < 2; run++) {
      const seen: (number | undefined)[] = [];
      const onProgress = (event: RunProgress): void => {
        if (event.type === 'finished') seen.push(event.cpuMs);
      };
      await runner.run(request(right, { onProgress }));
      costs.push(seen);
    }
    assert.deepEqual(costs[0], [undefined, undefined, undefined]);
    assert.deepEqual(
      costs[1]!.map(cost => cost !== undefined && cost >= 0),
      [true, true, true],
    );
  });

  it('keeps none unless it is told to', async () => {
    const ordinary = new Runner({ sandboxDir, warm: 0 });
    try {
      await ordinary.run(request(right));
      assert.deepEqual(ordinary.children(), []);
    } finally {
      ordinary.dispose();
    }
  });
});
