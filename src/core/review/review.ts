/** Whether an answer makes a point, in the eyes of whoever wrote it. */
export type Score = 'found' | 'partly' | 'missing';

export const scores = ['found', 'partly', 'missing'] as const satisfies readonly Score[];

/** What a learner says of an answer of theirs, beside what they wrote on. Texts are as they were typed. */
export interface Review {
  readonly points: Readonly<Record</* rubric point */ string, PointReview>>;
  /** Those that have been asked for, in the order in which they were. */
  readonly followUps: readonly FollowUpReview[];
  readonly estimates: Readonly<Record</* estimate */ string, EstimateReview>>;
}

export interface PointReview {
  readonly score: Score | null;
  readonly reason: string;
}

export interface FollowUpReview {
  /** By its words: a pack may put another in front of it. */
  readonly question: string;
  readonly answer: string;
  /** The learner has looked at what a strong reply covers. */
  readonly pointsShown: boolean;
}

export interface EstimateReview {
  readonly answer: string;
  /** The answer that was compared last; empty before. */
  readonly checked: string;
}

export const emptyReview: Review = { points: {}, followUps: [], estimates: {} };

/** One thing that a learner does with a review. */
export type ReviewEdit =
  | { readonly kind: 'score'; readonly point: string; readonly score: Score }
  | { readonly kind: 'reason'; readonly point: string; readonly text: string }
  | { readonly kind: 'follow-up'; readonly question: string; readonly text: string }
  | { readonly kind: 'show-follow-up'; readonly question: string }
  | { readonly kind: 'show-points'; readonly question: string }
  | { readonly kind: 'estimate'; readonly id: string; readonly text: string }
  | { readonly kind: 'check-estimate'; readonly id: string; readonly text: string };

/** Ids of the points that the answer makes, if only in part. */
export const pointsMade = ({ points }: Review): string[] =>
  Object.entries(points).flatMap(([id, { score }]) => (score === 'found' || score === 'partly' ? [id] : []));
