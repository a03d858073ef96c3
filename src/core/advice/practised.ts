import type { Difficulty, ExerciseRef, Skill } from '../exercise';
import type { ExerciseProgress } from '../progress';

/** An exercise that is installed, and where the person stands with it. */
export interface Practised {
  readonly ref: ExerciseRef;
  readonly title: string;
  /** Its place among all of them, in teaching order. */
  readonly place: number;
  readonly difficulty: Difficulty;
  readonly skills: readonly Skill[];
  /** What is to be passed before. One that is not among the exercises asks for nothing. */
  readonly prerequisites: readonly ExerciseRef[];
  /** It has something to run, and so can be passed again. */
  readonly isChecked: boolean;
  readonly progress: ExerciseProgress;
}
