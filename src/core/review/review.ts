/** Whether an answer makes a point, in the eyes of whoever wrote it. */
export type Score = 'found' | 'partly' | 'missing';

export const scores = ['found', 'partly', 'missing'] as const satisfies readonly Score[];

/** What a learner says of an answer of theirs, beside what they wrote on. Texts are as they were typed. */
export interface Review {
  readonly points: Readonly<Record</* rubric point */ string, PointReview>>;
  /** Those that have been asked for, in the order in which they were. */
  readonly followUps: readonly FollowUpReview[];
  readonly estimates: Readonly<Record</* estimate */ string, EstimateReview>>;
  /** Null as long as no language model was asked. */
  readonly proposal: Proposal | null;
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

/** What a language model made of the answer when it was asked last, in its own words. It scores nothing. */
export interface Proposal {
  /** The model's name. */
  readonly model: string;
  /** The answer that it was given, to the letter: the present one may be another. */
  readonly answer: string;
  readonly points: Readonly<Record</* rubric point */ string, ProposedPoint>>;
  /** What it would ask next; may be empty. */
  readonly followUp: string;
}

export interface ProposedPoint {
  readonly score: Score;
  /** What it says that the answer says. */
  readonly quote: string;
}

export const emptyReview: Review = { points: {}, followUps: [], estimates: {}, proposal: null };

/** One thing that is done to a review, because the learner wants it. */
export type ReviewEdit =
  | { readonly kind: 'score'; readonly point: string; readonly score: Score }
  | { readonly kind: 'reason'; readonly point: string; readonly text: string }
  | { readonly kind: 'follow-up'; readonly question: string; readonly text: string }
  | { readonly kind: 'show-follow-up'; readonly question: string }
  | { readonly kind: 'show-points'; readonly question: string }
  | { readonly kind: 'estimate'; readonly id: string; readonly text: string }
  | { readonly kind: 'check-estimate'; readonly id: string; readonly text: string }
  /** In place of the one before. `note` says in the file whose words these are. */
  | { readonly kind: 'proposal'; readonly proposal: Proposal; readonly note: string };

/** Ids of the points that the answer makes, if only in part. */
export const pointsMade = ({ points }: Review): string[] =>
  Object.entries(points).flatMap(([id, { score }]) => (score === 'found' || score === 'partly' ? [id] : []));
