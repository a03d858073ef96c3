import assert from 'node:assert/strict';
import path from 'node:path';
import { packsBelow } from '../../src/node/installation';
import { readPack } from '../../src/node/packFiles';
import type { Exercise, Pack } from '../../src/core/exercise';
import { parsePack } from '../../src/core/pack/parsePack';
import { designsOf } from '../../src/core/verify/runDesigns';
import type { RunReport } from '../../src/core/run/report';
import { Runner } from '../../src/node/runner';
import { oddValues } from './support/oddValues';
import { requestFor, sandboxDir } from './support/exercise';

/** All of it, byte for byte, but how long it took. */
const bytes = (report: RunReport): string =>
  JSON.stringify(report, (key, value: unknown) => (key === 'ms' || key === 'durationMs' ? 0 : value));

const suites = {
  draws: `import { shuffled, ids, log } from '#attempt/a';
it('draws', () => assert.deepEqual([shuffled(random.shuffle([1, 2, 3, 4, 5])), ids(3)], random.next()));
it('logs', () => { log(random.int(0, 1e9), new Map([[{}, new Set([1])]]), new Error('x')); });`,
  times: `import { later, race } from '#attempt/a';
it('waits', async () => {
  const waiting = later(random.shuffle([30, 10, 20]));
  for (let n = 0; n < 30; n++) { trace.point('pending', clock.pending()); trace.mark('lane', String(n % 3)); await clock.advance(random.exponential(5)); }
  assert.deepEqual(await waiting, [10, 20, 31]);
});
it('races', async () => { const racing = race(); await clock.runAll(); assert.equal(await racing, 'none'); });
it('never ends', () => new Promise(() => {}));`,
  errors: `import { oddValue, throwIt, throwLater, rejectUnheard, printIt, deep } from '#attempt/a';
for (let n = 0; n < 8; n++) {
  it('throws ' + n, () => throwIt());
  it('returns ' + n, () => assert.deepEqual(oddValue(), { n }));
  it('prints ' + n, () => printIt());
  it('rejects unheard ' + n, () => rejectUnheard());
}
it('throws in a timer', async () => { throwLater(); rejectUnheard(); await clock.advance(10); });
it('has no stack left', () => assert.equal(deep(), 1));`,
};

const honest = `${oddValues}
export const shuffled = <T>(items: readonly T[]): T[] => [...items].sort(() => Math.random() - 0.5);
export const ids = (n: number) => Array.from({ length: n }, () => crypto.randomUUID());
export const log = (...values: unknown[]) => console.log(...values, new Date().toString(), performance.now(), process.hrtime.bigint());
export async function later(delays: readonly number[]) { const done: number[] = []; await Promise.all(delays.map(async d => { await new Promise(r => setTimeout(r, d)); done.push(Date.now() % 100); })); return done; }
export const race = () => Promise.race([3, 1, 2].map(d => new Promise(r => setTimeout(() => r(d + ':' + [...new Set([d, 1])]), d))));
export const deep = (): number => { const f = (n: number): number => f(n + 1); try { return f(0); } catch (error) { return 0; } };`;

const attempts: Readonly<Record<string, string>> = {
  'that does much': honest,
  'that leaves work behind': `${honest}
setInterval(() => console.log('tick', Date.now()), 7);
Promise.reject(new Error('left behind')).catch(() => undefined);
const cache = new WeakRef({}); export const kept = cache;`,
  'that fails to load': `${honest}
console.log(Math.random(), new Date());
throw new TypeError('at ' + performance.now() + ' ' + crypto.randomUUID());`,
};

/** Of each attempt: a hundred in all. */
const times = 34;

describe('a report of one seed', function () {
  this.timeout(240_000);
  const runner = new Runner({ sandboxDir, warm: 2 });
  after(() => runner.dispose());

  for (const [what, text] of Object.entries(attempts))
    it(`is the same byte for byte over ${times} runs of an attempt ${what}`, async () => {
      const request = requestFor({ files: { 'a.ts': text }, suites }, { seed: 20 });
      const first = bytes(await runner.run(request));
      let left = times - 1;
      const work = async (): Promise<void> => {
        while (left-- > 0) assert.ok(bytes(await runner.run(request)) === first, 'Another report.');
      };
      await Promise.all([work(), work()]);
    });
});

describe('a report of a bundled exercise', function () {
  this.timeout(240_000);
  const runner = new Runner({ sandboxDir, warm: 2 });
  after(() => runner.dispose());

  // That of a solution is looked at by `verify`, which the contract tests do for every exercise.
  it('is the same byte for byte, for a wrong design too', async () => {
    for (const folder of await packsBelow(path.resolve('exercises'))) {
      const { pack } = parsePack(await readPack(folder));
      assert.ok(pack);
      for (const exercise of pack.exercises) await compareWrong(exercise, pack);
    }
  });

  async function compareWrong(exercise: Exercise, pack: Pack): Promise<void> {
    const limits = { ...exercise.limits, checkMs: 60_000, runMs: 120_000 };
    const wrong = designsOf(exercise, [7], []).find(({ key }) => key.startsWith('wrong '));
    assert.ok(wrong);
    const request = { exercise: { ...exercise, limits }, pack, files: wrong.files, seed: 7 };
    const [one, two] = await Promise.all([runner.run(request), runner.run(request)]);
    assert.equal(bytes(one), bytes(two), `${exercise.id}, ${wrong.key}`);
  }
});
