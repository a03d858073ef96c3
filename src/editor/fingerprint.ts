import { createHash } from 'node:crypto';
import type { ExerciseCard } from '../core/pack/packIndex';

/**
 * Of the learner's own files, and of the version of the pack that they were checked with, which may ask for something else
 * under the same number: equal for equal texts, so that a change that was undone makes a result current again.
 * Files of the exercise do not count, as they are put back before every run.
 */
export function fingerprint(
  files: Readonly<Record</* path */ string, string>>,
  exercise: Pick<ExerciseCard, 'files'>,
  packVersion: string,
): string {
  const owned = new Set(exercise.files.filter(file => file.owner === 'exercise').map(file => file.path));
  const hash = createHash('sha256').update(JSON.stringify(packVersion));
  for (const path of Object.keys(files).sort())
    if (!owned.has(path) && !path.endsWith('.d.ts')) hash.update(JSON.stringify([path, files[path]]));
  return hash.digest('hex');
}
