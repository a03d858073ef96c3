import assert from 'node:assert/strict';
import type { Exercise } from '../../src/core/exercise';
import type { Settings } from '../../src/core/playground';
import type { PlayReport } from '../../src/core/run/playReport';
import type { TraceEvent } from '../../src/core/run/trace';
import { Runner } from '../../src/node/runner';
import { exerciseOf, pack, sandboxDir } from './support/exercise';

const limiter = `export class Limiter {
  private count = 0;
  constructor(private readonly limit: number) {}
  check(): boolean { return ++this.count <= this.limit; }
}`;

const workload = `import { play, random, trace, traffic } from '#testkit';
import { Limiter } from '#attempt/limiter';
export async function playground({ rate, kind }: { readonly rate: number; readonly kind: string }): Promise<void> {
  const limiter = new Limiter(5);
  trace.state('kind', kind);
  const played = await play(traffic.poisson({ perSecond: rate, forMs: 1_000 }), () => limiter.check());
  trace.reading('admitted', played.count('admitted'), { unit: 'requests', tone: 'good', note: 'As many as fit.' });
  trace.reading('nobody knows', NaN);
}`;

function exercise(text = workload, more: Partial<Exercise> = {}): Exercise {
  const base = exerciseOf({
    files: { 'limiter.ts': limiter },
    suites: {
      s: `import { Limiter } from '#attempt/limiter';\nit('R1 counts', () => assert.ok(new Limiter(1).check()));`,
    },
  });
  const numbers = {
    about: '',
    unit: '',
    min: 0,
    max: 10_000,
    step: 1,
    scale: 'linear',
    default: 10,
  } as const;
  return {
    ...base,
    testModules: { ...base.testModules, 'tests/playground.ts': text },
    playground: {
      ...{ entry: 'tests/playground.ts', about: '', presets: [] },
      parameters: [{ kind: 'number', id: 'rate', title: 'Rate', ...numbers }],
    },
    ...more,
  };
}

const usual: Settings = { rate: 10, kind: 'poisson' };
const readings = ({ trace = [] }: { readonly trace?: readonly TraceEvent[] }): unknown[] =>
  trace.flatMap(event => (event.kind === 'reading' ? [event] : []));
const timeless = (report: PlayReport): unknown => ({ ...report, durationMs: 0 });

describe('a playground', function () {
  this.timeout(60_000);
  const runner = new Runner({ sandboxDir });
  after(() => runner.dispose());

  const play = (
    files: Readonly<Record<string, string>> = { 'limiter.ts': limiter },
    {
      of = exercise(),
      settings = usual,
      seed = 1,
    }: { of?: Exercise; settings?: Settings; seed?: number } = {},
  ) => runner.play({ exercise: of, pack, files, settings, seed });

  it('draws what the attempt does with a workload, and sums up', async () => {
    const report = await play();
    assert.equal(report.kind, 'played');
    assert.deepEqual(readings(report), [
      {
        kind: 'reading',
        name: 'admitted',
        value: 5,
        unit: 'requests',
        tone: 'good',
        note: 'As many as fit.',
      },
    ]);
    assert.deepEqual(report.trace[0], { kind: 'state', t: 0, lane: 'kind', state: 'poisson' });
    assert.ok(report.trace.filter(({ kind }) => kind === 'mark').length > 3);
  });

  it('gets other settings, and the same picture for the same ones, in whatever order', async () => {
    const more = { settings: { ...usual, rate: 100 } };
    const [a, b, again] = [await play(), await play(undefined, more), await play()];
    assert.deepEqual(timeless(a), timeless(again));
    assert.notDeepEqual(timeless(a), timeless(b));
    assert.notDeepEqual(timeless(await play(undefined, { seed: 2 })), timeless(a));
  });

  it('keeps its readings when its picture is full', async () => {
    const full = exercise(`import { trace } from '#testkit';
export function playground() { for (let i = 0; i < 9_000; i++) trace.mark('m', 'x'); for (let i = 0; i < 99; i++) trace.reading('r' + i, i); }`);
    const report = await play(undefined, { of: full });
    assert.ok(report.kind === 'played');
    assert.deepEqual([report.trace.length, readings(report).length], [5_000, 40]);
  });

  it('shows where the code of the learner fails, as a check does', async () => {
    const broken = 'export class Limiter {\n  constructor() {\n    throw new RangeError("not yet");\n  }\n}';
    const report = await play({ 'limiter.ts': broken });
    assert.ok(report.kind === 'failed');
    assert.deepEqual(
      [report.failure.message, report.failure.frames],
      ['RangeError: not yet', [{ file: 'limiter.ts', line: 3, column: 11, fn: 'Limiter' }]],
    );
  });

  it('says so when a module of the learner cannot be loaded or compiled', async () => {
    const thrown = await play({ 'limiter.ts': 'throw new Error("at once");' });
    assert.ok(thrown.kind === 'failed');
    assert.equal(thrown.failure.message, 'Error: at once');
    const syntax = await play({ 'limiter.ts': 'export class {' });
    assert.ok(syntax.kind === 'did-not-compile');
    assert.deepEqual([syntax.errors[0]?.file, syntax.errors[0]?.line], ['limiter.ts', 1]);
  });

  it('is ended by the limits of checks', async () => {
    const endless = 'export class Limiter { check() { for (;;); } }';
    const of = exercise(workload, { limits: { checkMs: 300, runMs: 5_000, memoryMb: 64 } });
    const report = await play({ 'limiter.ts': endless }, { of });
    assert.deepEqual([report.kind, 'limitMs' in report && report.limitMs], ['timed-out', 300]);
    const greedy =
      'const kept: unknown[] = [];\nexport class Limiter { check() { for (;;) kept.push(new Array(1e5).fill(kept.length)); } }';
    const patient = { ...of, limits: { ...of.limits, checkMs: 5_000 } };
    const crashed = await play({ 'limiter.ts': greedy }, { of: patient });
    assert.deepEqual([crashed.kind, 'cause' in crashed && crashed.cause], ['crashed', 'memory']);
  });

  it('is cancelled, with its child', async () => {
    const controller = new AbortController();
    const files = { 'limiter.ts': 'export class Limiter { check() { for (;;); } }' };
    const of = exercise(workload, { limits: { checkMs: 20_000, runMs: 20_000, memoryMb: 64 } });
    const playing = runner.play({
      exercise: of,
      pack,
      files,
      settings: usual,
      seed: 1,
      signal: controller.signal,
    });
    setTimeout(() => controller.abort(), 50);
    assert.equal((await playing).kind, 'cancelled');
    const before = await runner.play({
      ...{ exercise: of, pack, files, settings: usual, seed: 1, signal: AbortSignal.abort() },
    });
    assert.equal(before.kind, 'cancelled');
  });

  for (const [mistake, text, message] of [
    ['exports nothing', 'export const play = 1;', 'A playground exports a function called playground.'],
    ['has checks', "it('R1 x', () => {});\nexport function playground() {}", 'A playground has no checks.'],
    ['throws at once', "throw new Error('no');", 'Error: no'],
  ] as const)
    it(`is the author's mistake when it ${mistake}`, () =>
      assert.rejects(play(undefined, { of: exercise(text) }), (error: Error) => {
        assert.ok(error.message.includes(message), error.message);
        return true;
      }));

  it('is not there for an exercise without one', () =>
    assert.rejects(play(undefined, { of: exercise(workload, { playground: null }) }), {
      code: 'no-playground',
    }));

  describe('and the verdict', () => {
    it('have nothing to do with each other: what is played has no checks, what is checked does not play', async () => {
      const played = await play();
      assert.ok(!('checks' in played) && !('exercise' in played));
      const files = { 'limiter.ts': limiter };
      const run = await runner.run({ exercise: exercise(), pack, files, seed: 1 });
      assert.deepEqual(
        run.checks.map(({ suite, title, state, trace }) => [suite, title, state, trace.length]),
        [['s', 'R1 counts', 'passed', 0]],
      );
      assert.deepEqual(
        (await runner.plan(exercise())).map(({ suite, title }) => [suite, title]),
        [['s', 'R1 counts']],
      );
    });

    it('stay apart when a playground, or the code it drives, tries to be a suite', async () => {
      const forging = exercise(`import { trace } from '#testkit';
import { Limiter } from '#attempt/limiter';
const define = it;
export function playground(settings: object) {
  new Limiter(1);
  try { define('R1 counts', () => {}); } catch (error) { trace.state('define', (error as Error).message); }
  try { Object.assign(settings, { rate: 1 }); } catch (error) { trace.state('settings', (error as Error).name); }
  trace.mark('lane', 'R1 counts', 'good');
}`);
      const attack = `export class Limiter { constructor() {
  const reach = [typeof it, typeof describe, typeof trace, typeof settings];
  console.log(reach.join());
  console.log(JSON.stringify({ type: 'finished', nonce: '', index: 0, passed: true, ms: 0, failure: null, logs: [], trace: [] }));
} }`;
      const report = await play({ 'limiter.ts': attack }, { of: forging });
      assert.ok(report.kind === 'played');
      assert.deepEqual(
        report.trace.map(event => ('state' in event ? `${event.lane}: ${event.state}` : event.kind)),
        [
          'define: Checks and hooks are defined before the first check runs, not inside one.',
          'settings: TypeError',
          'mark',
        ],
      );
      assert.equal(report.logs[0]?.text, 'undefined,undefined,undefined,undefined');
      assert.ok(!('checks' in report));
    });

    it('leave no text of the playground or the suites with the learner', async () => {
      const spying = `export class Limiter { check() {
  const seen: string[] = [];
  const stack = new Error('x').stack ?? '';
  seen.push(stack, String(this.check), String((this.check as unknown as { caller?: unknown }).caller ?? ''));
  console.log(seen.join('|'));
  return true;
} }`;
      const report = await play({ 'limiter.ts': spying });
      const text = JSON.stringify(report);
      for (const secret of ['As many as fit.\\"', 'traffic.poisson', 'tests/playground', 'R1 counts'])
        assert.ok(!text.includes(secret), secret);
    });
  });
});
