import type { ShownProposal } from '../core/examiner/shownProposal';
import type { Slip, Verdict } from '../core/estimates/judgeEstimate';
import type { QuantityKind } from '../core/estimates/quantity';
import type { Problem } from '../core/pack/problem';
import type { Score } from '../core/review/review';
import type { RubricScore } from '../core/review/rubricScore';

/** A discussion as the panel shows it. HTML comes from core/markdown.ts only. */
export interface DiscussionView {
  readonly id: string;
  readonly title: string;
  readonly minutes: number;
  readonly promptHtml: string;
  /** What is in the attempt's answers/<id>.md; null when there is no attempt to write into. */
  readonly answer: string | null;
  readonly estimates: readonly EstimateView[];
  /** Null until revealed. */
  readonly model: DiscussionModel | null;
  readonly modelWhen: string;
  /** What is kept of the learner's review cannot be read: nothing is written over it. */
  readonly reviewProblem: ReviewProblem | null;
}

export type ReviewProblem = Pick<Problem, 'file' | 'line' | 'column' | 'message' | 'remedy'>;

export interface EstimateView {
  readonly id: string;
  readonly html: string;
  readonly kind: QuantityKind;
  /** What is typed so far; null when there is no attempt to write into. */
  readonly answer: string | null;
  /** Null before anything was compared. */
  readonly checked: { readonly text: string; readonly verdict: VerdictView } | null;
  /** How one gets there; null before the first answer. */
  readonly working: EstimateWorking | null;
}

export interface EstimateWorking {
  /** As the author wrote it. */
  readonly value: string;
  readonly html: string;
  /** May be empty. */
  readonly explanationHtml: string;
}

/** As the `Verdict`, with quantities in words. */
export type VerdictView =
  | { readonly kind: 'right'; readonly read: string }
  | {
      readonly kind: 'off';
      readonly read: string;
      readonly direction: 'high' | 'low';
      readonly factor: number;
      readonly slip: Slip;
    }
  /** Two texts, of which the person means one. */
  | { readonly kind: 'unclear'; readonly readings: readonly [string, string] }
  | Extract<Verdict, { readonly kind: 'refused' }>;

export interface DiscussionModel {
  readonly html: string;
  readonly rubric: readonly RubricPointView[];
  readonly score: RubricScore;
  /** Those that have been asked for. */
  readonly followUps: readonly FollowUpView[];
  readonly followUpCount: number;
  /** Null as long as no language model was asked. */
  readonly proposal: ShownProposal | null;
  readonly weakAnswers: readonly { readonly answerHtml: string; readonly whyHtml: string }[];
}

export interface RubricPointView {
  readonly id: string;
  readonly html: string;
  readonly weight: number;
  readonly level: 'good' | 'great';
  /** The learner's own verdict. */
  readonly score: Score | null;
  /** Null when there is no attempt to write into. */
  readonly reason: string | null;
}

export interface FollowUpView {
  /** Among all of the discussion, from 0. */
  readonly index: number;
  readonly html: string;
  /** Null when there is no attempt to write into. */
  readonly answer: string | null;
  /** Null until asked for. */
  readonly pointsHtml: readonly string[] | null;
}
