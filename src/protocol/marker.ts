import type { ExerciseRef } from '../core/exercise';

/** `.design-drills.json`, the file that makes a folder an attempt. */
export interface Marker {
  readonly version: 1;
  readonly exercise: ExerciseRef;
  readonly packVersion: string;
  /** SHA-256 of each file as it was scaffolded; a differing file has been changed by the learner. */
  readonly scaffolded: Readonly<Record</* path */ string, string>>;
}

export const markerName = '.design-drills.json';
