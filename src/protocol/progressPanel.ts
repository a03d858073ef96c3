import type { NextStep } from '../core/advice/nextSteps';
import type { SkillLevel } from '../core/advice/skillLevels';
import type { Difficulty, ExerciseKind, ExerciseRef } from '../core/exercise';
import type { ExerciseState, PastRun } from '../core/progress';
import type { Channel } from './rpc';

/** The whole of what the page about progress shows. Times are epoch milliseconds. */
export interface ProgressView {
  /** When it was put together. */
  readonly now: number;
  readonly packs: readonly PackProgress[];
  readonly skills: readonly SkillLevel[];
  readonly next: readonly NextExercise[];
  /** When the first of what has been passed comes back, where nothing is due. */
  readonly nextReturnAt: number | null;
  /** After how many days exercises come back, time after time. */
  readonly intervals: readonly number[];
  /** What has been worked on, the latest first. */
  readonly history: readonly PastExercise[];
  /** So many exercises have been worked on whose packs are not installed. */
  readonly elsewhere: number;
}

export interface PackProgress {
  readonly id: string;
  readonly title: string;
  readonly passed: number;
  readonly begun: number;
  readonly total: number;
  /** Of the exercises that have been passed, as their authors estimate it. */
  readonly minutesPassed: number;
  readonly minutes: number;
}

export interface NextExercise extends NextStep {
  readonly title: string;
  readonly packTitle: string;
  readonly difficulty: Difficulty;
  readonly minutes: number;
}

export interface PastExercise {
  readonly ref: ExerciseRef;
  readonly title: string;
  readonly kind: ExerciseKind;
  readonly state: ExerciseState;
  readonly startedAt: number | null;
  readonly firstPassAt: number | null;
  readonly runs: number;
  readonly attempts: number;
  /** Before the first pass; later ones gave nothing away. */
  readonly hintsUsed: number;
  /** Oldest first, thinned. */
  readonly history: readonly PastRun[];
}

export const progressActions = ['export', 'import', 'reset', 'restore'] as const;
export type ProgressAction = (typeof progressActions)[number];

/** What the extension host offers the page. */
export interface ProgressHostContract {
  requests: {
    /** First message of every page. Its answer is the whole state. */
    ready: { params: null; result: ProgressView };
  };
  events: {
    openExercise: { ref: ExerciseRef };
    /** What the command of this name does. */
    act: { action: ProgressAction };
    /** Asks before it does. */
    resetExercise: { ref: ExerciseRef };
  };
}

/** What the page offers the extension host. */
export interface ProgressPageContract {
  requests: Record<never, never>;
  events: {
    /** A whole snapshot: a hidden page misses messages. */
    progress: ProgressView;
  };
}

export type ProgressHostChannel = Channel<ProgressHostContract, ProgressPageContract>;
export type ProgressPageChannel = Channel<ProgressPageContract, ProgressHostContract>;
