import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Exercise, Pack } from '../../../src/core/exercise';
import { buildPack } from '../../../src/core/pack/buildPack';
import { parsePack } from '../../../src/core/pack/parsePack';
import { memorySource } from '../../../src/core/pack/source';
import { compileSuiteModule } from '../../../src/node/compile';
import { readPack } from '../../../src/node/packFiles';
import { exerciseOf, outcomes, pack as identity, useRunner } from '../support/exercise';

describe('an exercise with services: [postgres]', function () {
  this.timeout(120_000);
  const { run } = useRunner();
  let authored: Exercise;
  let built: Exercise;

  before('is read and built', async () => {
    const source = await readPack(path.resolve('test/packs/postgres'));
    const { pack, problems } = parsePack(source);
    assert.deepEqual(problems, []);
    const files = buildPack(pack!, (name, text) => {
      const compiled = compileSuiteModule(name, text);
      assert.ok(compiled.ok);
      return compiled.code;
    });
    authored = onlyExercise(pack);
    built = onlyExercise(parsePack(memorySource('built', files)).pack);
  });

  const solutionOf = (exercise: Exercise): Record<string, string> =>
    Object.fromEntries(exercise.files.map(file => [file.path, file.solution]));

  const failedOn = async (exercise: Exercise, files: Record<string, string>): Promise<string[]> => {
    const report = await run({ exercise, pack: identity, files, seed: 1 });
    assert.equal(report.kind, 'finished');
    return [...new Set(report.checks.filter(check => check.state !== 'passed').flatMap(c => c.requirements))];
  };

  it('passes with its solution, from the folder and from the built pack', async () => {
    assert.deepEqual(built.services, ['postgres']);
    assert.deepEqual(await failedOn(authored, solutionOf(authored)), []);
    assert.deepEqual(await failedOn(built, solutionOf(built)), []);
  });

  it('catches its wrong designs by what they violate', async () => {
    const caught: Record<string, string[]> = {};
    for (const { id, files } of authored.wrong)
      caught[id] = await failedOn(authored, { ...solutionOf(authored), ...files });
    assert.deepEqual(caught, { offset: ['R2'], 'query-per-order': ['R3'] });
  });
});

function onlyExercise(pack: Pack | undefined): Exercise {
  const exercise = pack?.exercises[0];
  assert.ok(exercise);
  return exercise;
}

describe('the example of exercises/README.md', function () {
  this.timeout(120_000);
  const { run } = useRunner();

  it('passes with code that does what it asks for', async () => {
    const chapter = readFileSync('exercises/README.md', 'utf8').split('\n### Postgres\n')[1] ?? '';
    const example = /```ts\n([\s\S]*?)```/.exec(chapter)?.[1] ?? '';
    const articles = `import type { Database, PostgresError } from 'postgres-client';
export const latest = async (db: Database, n: number) => (await db.query('select * from articles order by published desc limit $1', [n])).rows;
export async function rename(db: Database, id: number, title: string): Promise<void> {
  for (;;) {
    try {
      await db.transaction(tx => tx.query('update articles set title = $2 where id = $1', [id, title]));
      return;
    } catch (error) {
      if ((error as PostgresError).code !== '40001') throw error;
      await new Promise(resolve => setTimeout(resolve, 50));
    }
  }
}`;
    const exercise = exerciseOf({
      services: ['postgres'],
      files: { 'articles.ts': articles },
      suites: {},
      limits: { checkMs: 20_000, runMs: 60_000 },
    });
    const report = await run({
      exercise: {
        ...exercise,
        suites: [{ id: 's', title: 's', entry: 'tests/s.test.ts' }],
        testModules: { 'tests/s.test.ts': example },
      },
      pack: identity,
      files: { 'articles.ts': articles },
      seed: 1,
    });
    assert.deepEqual(outcomes(report), {
      'R1 reads the latest articles with the index, in one query': 'passed',
      'R2 tries again after a serialization failure, and waits in between': 'passed',
    });
  });
});
