import assert from 'node:assert/strict';
import path from 'node:path';
import type { Exercise } from '../../../src/core/exercise';
import { parsePack } from '../../../src/core/pack/parsePack';
import { readPack } from '../../../src/node/packFiles';

/** The exercise of test/packs/redis. */
export async function sharedWindow(): Promise<Exercise> {
  const { pack, problems } = parsePack(await readPack(path.resolve('test/packs/redis')));
  assert.deepEqual(problems, []);
  const exercise = pack?.exercises[0];
  assert.ok(exercise);
  return exercise;
}

export const solutionOf = (exercise: Exercise): Record<string, string> =>
  Object.fromEntries(exercise.files.map(file => [file.path, file.solution]));
