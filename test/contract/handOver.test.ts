import assert from 'node:assert/strict';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import type { Exercise } from '../../src/core/exercise';
import { parsePack } from '../../src/core/pack/parsePack';
import type { RunReport } from '../../src/core/run/report';
import { readPack } from '../../src/node/packFiles';
import { Runner } from '../../src/node/runner';
import { exerciseOf, pack as testPack } from '../sandbox/support/exercise';
import { bundledPacks } from './support/bundledExercises';
import { probe } from './support/probe';

/** Weighing memory makes no sense with a probe in between, which remembers what it has met. */
const weighs = /memory|leave nothing|bytes/i;

/** The solution in a folder of its own, and in the place of its files the probe. */
function probedAttempt({ files }: Pick<Exercise, 'files'>): Record<string, string> {
  const attempt: Record<string, string> = { 'probe.ts': probe };
  for (const { path: file, owner, solution } of files) {
    const up = '../'.repeat(file.split('/').length);
    const down = './' + '../'.repeat(file.split('/').length - 1);
    attempt[`solution/${file}`] = owner === 'exercise' ? `export * from '${up}${file}';` : solution;
    if (owner === 'learner')
      attempt[file] =
        `import { probed } from '${down}probe.ts';\nimport * as own from '${down}solution/${file}';\n(module as any).exports = probed(own);`;
  }
  return attempt;
}

const leaksIn = (report: RunReport): string[] => [
  ...new Set(
    report.checks.flatMap(({ logs }) => logs.map(({ text }) => text)).filter(text => text.startsWith('LEAK')),
  ),
];

describe('what suites hand over to a learner', function () {
  this.timeout(240_000);
  const runner = new Runner({
    sandboxDir: path.resolve(__dirname, '..', '..', 'sandbox'),
    warm: availableParallelism(),
  });
  after(() => runner.dispose());

  const probeRun = (exercise: Exercise, pack = testPack): Promise<RunReport> =>
    runner.run({ exercise, pack, files: probedAttempt(exercise), seed: 3 });

  for (const { folder, id } of bundledPacks.flatMap(({ folder, ids }) => ids.map(id => ({ folder, id }))))
    it(`is hardened or copied: nothing that a learner can change is relied on by ${id}`, async () => {
      const { pack } = parsePack(await readPack(folder));
      const exercise = pack?.exercises.find(found => found.id === id);
      assert.ok(pack && exercise);
      const limits = { ...exercise.limits, checkMs: 60_000, runMs: 200_000 };
      const report = await probeRun({ ...exercise, limits }, pack);
      assert.equal(report.kind, 'finished');
      const failed = report.checks.filter(({ state, title }) => state !== 'passed' && !weighs.test(title));
      assert.deepEqual(
        failed.map(({ title, failure }) => `${title}: ${failure?.message}`),
        [],
      );
      assert.deepEqual(leaksIn(report), []);
    });

  const solution = `
export interface Options { readonly limit: number; readonly tags: readonly string[]; readonly load: () => Promise<{ n: number }> }
export function create(options: Options) {
  return { limit: () => options.limit, tags: () => [...options.tags], load: async () => (await options.load()).n, use(given: { value: number }) { return given.value; } };
}`;
  const suiteOf = (checks: string): Exercise => {
    const parts = {
      files: { 'a.ts': solution },
      suites: { s: `import { create } from '#attempt/a';\n${checks}` },
    };
    return exerciseOf(parts);
  };
  const found: readonly (readonly [what: string, check: string])[] = [
    [
      'an object',
      `const options = { limit: 3, tags: [], load: async () => ({ n: 1 }) }; create(options); assert.equal(options.limit, 3);`,
    ],
    [
      'a list',
      `const tags = ['a']; create(harden({ limit: 1, load: async () => ({ n: 1 }) }) && { limit: 1, tags, load: async () => ({ n: 1 }) }); assert.deepEqual(tags, ['a']);`,
    ],
    [
      'an argument of a method',
      `const given = { value: 1 }; create(harden({ limit: 1, tags: [], load: async () => ({ n: 1 }) })).use(given); assert.equal(given.value, 1);`,
    ],
    [
      'what a callback resolves to',
      `const row = { n: 1 }; await create(harden({ limit: 1, tags: [], load: async () => row })).load(); assert.equal(row.n, 1);`,
    ],
    [
      'an object of a class',
      `class Store { n = 1; } const store: any = new Store(); create(harden({ limit: 1, tags: [], load: async () => ({ n: 1 }) })).use(store); assert.equal(store.n, 1);`,
    ],
  ];
  for (const [what, check] of found)
    it(`is found out when it is ${what} that the suite goes on using`, async () => {
      const report = await probeRun(suiteOf(`it('R1 relies on it', async () => { ${check} });`));
      assert.equal(report.kind, 'finished');
      assert.ok(
        report.checks[0]?.state === 'failed' || leaksIn(report).length > 0,
        JSON.stringify(report.checks),
      );
    });

  it('may be a fresh object, which is a copy, or a hardened one', async () => {
    const report = await probeRun(
      suiteOf(`const shared = harden({ limit: 3, tags: ['a'], load: async () => harden({ n: 2 }) });
it('R1 is careful', async () => {
  const one = create(shared);
  assert.deepEqual([one.limit(), one.tags(), await one.load(), one.use({ value: 4 })], [3, ['a'], 2, 4]);
  assert.deepEqual([shared.limit, shared.tags], [3, ['a']]);
});`),
    );
    assert.deepEqual(
      report.checks.map(({ state, failure }) => [state, failure?.message]),
      [['passed', undefined]],
    );
    assert.deepEqual(leaksIn(report), []);
  });
});
