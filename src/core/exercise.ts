/** The domain words of a pack, as parsed. Everything is plain data, so it can cross any boundary. */

import type { Quantity } from './estimates/quantity';
import type { Renames } from './pack/renames';
import type { Playground } from './playground';

export type Difficulty = 'core' | 'intermediate' | 'advanced';

export const difficulties: readonly Difficulty[] = ['core', 'intermediate', 'advanced'];

export const skills = [
  'requirements',
  'options and trade-offs',
  'data modelling',
  'caching',
  'resilience',
  'concurrency',
  'security and privacy',
  'scale',
  'observability and operations',
  'machine-learning integration',
  'communication',
] as const;
export type Skill = (typeof skills)[number];

/** A public, numbered sentence. Every hidden check cites one or more by id. */
export interface Requirement {
  /** `R1`, `R2`, … in order. */
  readonly id: string;
  /** Markdown, one sentence or two. */
  readonly text: string;
}

/** Who may change a file of an attempt. Exercise-owned files are restored from the pack before a run. */
export type Owner = 'learner' | 'exercise';

export interface ExerciseFile {
  /** Relative to the attempt folder, `/`-separated. */
  readonly path: string;
  /** What the learner starts from: the text of `starter/<path>`. */
  readonly starter: string;
  /** The text of `solution/<path>`. For exercise-owned files the same as `starter`. */
  readonly solution: string;
  readonly owner: Owner;
}

export interface Suite {
  readonly id: string;
  readonly title: string;
  /** The module to load, relative to the exercise folder: `tests/windows.test.ts`. */
  readonly entry: string;
}

export interface Hint {
  readonly title: string;
  /** Markdown. */
  readonly text: string;
}

/** A set of files laid over the solution: a wrong design, or another correct one. */
export interface Overlay {
  readonly id: string;
  readonly title: string;
  /** Attempt-relative path -> text. */
  readonly files: Readonly<Record<string, string>>;
}

/** A plausible bad implementation that the suites must reject. */
export interface WrongVariant extends Overlay {
  /** What people get wrong here, and why it hurts. */
  readonly mistake: string;
  /** The requirements whose checks must fail. At least one. */
  readonly caughtBy: readonly string[];
  /** Others whose checks may fail on it as well. What is in neither list must accept it. */
  readonly alsoFails: readonly string[];
}

export interface RubricPoint {
  readonly id: string;
  readonly text: string;
  /** Relative weight; points of one discussion are compared with each other only. */
  readonly weight: number;
  /** What tells a good answer from a great one. */
  readonly level: 'good' | 'great';
}

/** A number that the learner works out; the answer is compared by the program. */
export interface Estimate {
  readonly id: string;
  /** Markdown, inline. */
  readonly question: string;
  /** What was worked out: `value` as the author wrote it, and read. */
  readonly value: string;
  readonly expected: Quantity;
  /** `factor 2` or `10 %`. */
  readonly tolerance: string;
  /** Markdown: how one gets there. */
  readonly working: string;
  /** Markdown: what the number decides; may be empty. */
  readonly explanation: string;
}

export interface FollowUp {
  readonly question: string;
  readonly points: readonly string[];
}

/** An open question answered in writing. */
export interface Discussion {
  readonly id: string;
  readonly title: string;
  readonly minutes: number;
  /** Markdown. */
  readonly prompt: string;
  /** Markdown; shown when the reveal rule allows. */
  readonly model: string;
  readonly rubric: readonly RubricPoint[];
  readonly followUps: readonly FollowUp[];
  readonly estimates: readonly Estimate[];
  readonly weakAnswers: readonly { readonly answer: string; readonly why: string }[];
}

/** The largest real cost a run may have. Virtual time is not limited. */
export interface Limits {
  /** Milliseconds of real time for one check. */
  readonly checkMs: number;
  /** Milliseconds of real time for the whole run. */
  readonly runMs: number;
  /** MiB of heap in the child. */
  readonly memoryMb: number;
  /** Milliseconds of processor time in which each suite should be done with the solution. Only `verify` asks. */
  readonly suiteMs?: number;
}

export const defaultLimits: Limits = { checkMs: 2_000, runMs: 10_000, memoryMb: 256 };

/** When something hidden may be seen. */
export type RevealWhen =
  | { readonly at: 'always' }
  | { readonly at: 'after-runs'; readonly runs: number }
  | { readonly at: 'after-pass' }
  | { readonly at: 'after-submit' }
  | { readonly at: 'after-due' }
  | { readonly at: 'never' };

/** How much of a hidden check's result may be seen; each includes the ones before it. */
export type RevealDetail = 'state' | 'requirement' | 'message' | 'diff';

export const revealDetails: readonly RevealDetail[] = ['state', 'requirement', 'message', 'diff'];

export interface RevealRule {
  readonly checks: { readonly when: RevealWhen; readonly detail: RevealDetail };
  /** The reference solution. */
  readonly solution: RevealWhen;
  /** The model answers of discussions, each after its own answer has been begun as well. */
  readonly model: RevealWhen;
}

export type Service = 'redis' | 'postgres';

/** A drawing in `media/*.figure.svg` that is part of the page: its parts show how their requirements stand. */
export interface Figure {
  readonly width: number;
  readonly height: number;
  readonly viewBox: string;
  /** What is in the svg, written by `readFigure`: nothing of it runs, loads or names a colour. */
  readonly body: string;
  readonly parts: readonly FigurePart[];
}

export interface FigurePart {
  /** What it is called when it cannot be seen. */
  readonly name: string;
  /** It is done when all of them are. */
  readonly requirements: readonly string[];
}

export interface Exercise {
  readonly pack: string;
  readonly id: string;
  readonly title: string;
  /** One sentence for the tree and for lists. */
  readonly summary: string;
  readonly difficulty: Difficulty;
  readonly minutes: number;
  readonly skills: readonly Skill[];
  /** The language of its texts, as a tag of BCP 47: that of the pack. */
  readonly language: string;
  /** What its texts may show: `media/figure.svg` -> text of the SVG. */
  readonly pictures: Readonly<Record</* path */ string, string>>;
  /** Those of the pictures that are figures. */
  readonly figures: Readonly<Record</* path */ string, Figure>>;
  /** Ids of exercises of the same pack. */
  readonly prerequisites: readonly string[];
  /** Markdown of question.md. */
  readonly statement: string;
  /** Markdown of production.md: figures, failure modes, what to watch, roll-back. May be empty. */
  readonly production: string;
  /** May be empty when there are no suites. */
  readonly requirements: readonly Requirement[];
  /** Empty exactly when there are no suites: see `kindOf`. */
  readonly files: readonly ExerciseFile[];
  readonly suites: readonly Suite[];
  /** Every module under tests/, exercise-relative path -> text; suites import one another relatively. */
  readonly testModules: Readonly<Record<string, string>>;
  readonly services: readonly Service[];
  readonly limits: Limits;
  readonly hints: readonly Hint[];
  readonly wrong: readonly WrongVariant[];
  readonly alternatives: readonly Overlay[];
  /** Null where there is nothing to play with. */
  readonly playground: Playground | null;
  readonly discussions: readonly Discussion[];
  readonly reveal: RevealRule;
  /** What earlier versions called them: answers and files of attempts have these names. */
  readonly renamed: { readonly discussions: Renames; readonly files: Renames };
}

export interface Pack {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  /** Semantic version. */
  readonly version: string;
  readonly authors: readonly string[];
  readonly license: string;
  readonly modules: readonly PackModule[];
  /** The share of mutants of a reference solution that its suites must notice, in percent. */
  readonly mutationScore: number;
  /** Of all texts, as a tag of BCP 47. */
  readonly language: string;
  /** Ids that earlier versions gave its exercises: attempts and progress have them. */
  readonly renamed: Renames;
  readonly exercises: readonly Exercise[];
  /** Where it came from, for messages. */
  readonly label: string;
  /** SHA-256 in hex over the sorted paths and the hashes of their contents. */
  readonly hash: string;
}

/** Of packs that do not say. */
export const defaultLanguage = 'en';

/** What a pack is held to that does not say. */
export const defaultMutationScore = 85;

export interface PackModule {
  readonly title: string;
  /** Exercise ids in teaching order. */
  readonly exercises: readonly string[];
}

/** `discussed`: answered in writing only. There is nothing to run, and one discussion at least. */
export type ExerciseKind = 'checked' | 'discussed';

export const kindOf = ({ suites }: { readonly suites: readonly unknown[] }): ExerciseKind =>
  suites.length > 0 ? 'checked' : 'discussed';

export const isChecked = (exercise: { readonly suites: readonly unknown[] }): boolean =>
  kindOf(exercise) === 'checked';

/** `pack/exercise`, the identity used everywhere outside a pack. */
export type ExerciseRef = `${string}/${string}`;

export const refOf = (exercise: Pick<Exercise, 'pack' | 'id'>): ExerciseRef =>
  `${exercise.pack}/${exercise.id}`;
