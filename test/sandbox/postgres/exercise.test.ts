import assert from 'node:assert/strict';
import path from 'node:path';
import type { Exercise, Pack } from '../../../src/core/exercise';
import { buildPack } from '../../../src/core/pack/buildPack';
import { parsePack } from '../../../src/core/pack/parsePack';
import { memorySource } from '../../../src/core/pack/source';
import { compileSuiteModule } from '../../../src/node/compile';
import { readPack } from '../../../src/node/packFiles';
import { pack as identity, useRunner } from '../support/exercise';

describe('an exercise with services: [postgres]', function () {
  this.timeout(120_000);
  const { run } = useRunner();
  let authored: Exercise;
  let built: Exercise;

  before('is read and built', async () => {
    const source = await readPack(path.resolve('test/packs/postgres'));
    const { pack, problems } = parsePack(source);
    assert.deepEqual(problems, []);
    const files = buildPack(pack!, source, (name, text) => {
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
