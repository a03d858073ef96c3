import type { RubricPoint } from '../exercise';
import type { Proposal, Score } from '../review/review';
import { isQuotedFrom } from '../text/quotation';
import { visibleText } from '../text/visibleText';

/** A proposal as it may be seen: without what hides, and with every quotation looked up. */
export interface ShownProposal {
  /** The model's name, as it was then. */
  readonly model: string;
  /** The answer that it was about. */
  readonly answer: string;
  /** In the order of the rubric, of which some may lack. */
  readonly points: readonly ShownPoint[];
  /** Empty when it asks nothing. */
  readonly followUp: string;
}

export interface ShownPoint {
  readonly id: string;
  readonly score: Score;
  /** What it says that the answer says; empty where a point is missing. */
  readonly quote: string;
  /** False where these words are not in the answer that it was about: then nothing speaks for the score. */
  readonly isQuoted: boolean;
}

/** What is kept may be of another version of the exercise, and anybody may have edited it: it is looked at each time. */
export function shownProposal(
  { model, answer, points, followUp }: Proposal,
  rubric: readonly Pick<RubricPoint, 'id'>[],
): ShownProposal {
  return {
    model: visibleText(model),
    answer,
    points: rubric.flatMap(({ id }): ShownPoint[] => {
      const point = Object.hasOwn(points, id) ? points[id] : undefined;
      if (!point) return [];
      const { score, quote } = point;
      const isQuoted = score === 'missing' || isQuotedFrom(answer, quote);
      return [{ id, score, quote: score === 'missing' ? '' : visibleText(quote), isQuoted }];
    }),
    followUp: visibleText(followUp),
  };
}
