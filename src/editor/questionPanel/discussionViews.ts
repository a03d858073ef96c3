import { shownProposal } from '../../core/examiner/shownProposal';
import type { Discussion, Estimate, Exercise, FollowUp } from '../../core/exercise';
import { renderInlineMarkdown, renderMarkdown } from '../../core/markdown';
import { emptyReview, type Review } from '../../core/review/review';
import type { ParsedReview } from '../../core/review/reviewFile';
import { rubricScore } from '../../core/review/rubricScore';
import type {
  DiscussionModel,
  DiscussionView,
  EstimateView,
  FollowUpView,
  RubricPointView,
} from '../../protocol/discussionView';
import { below, withoutTitle } from './exerciseMarkdown';
import { judged } from './judgedEstimate';
import type { Shown } from './view';

/** What the attempt holds of a discussion. */
export interface Written {
  readonly answer: string;
  readonly review: ParsedReview;
}

export function discussionView(exercise: Exercise, discussion: Discussion, shown: Shown): DiscussionView {
  const written = shown.written(discussion.id);
  const review = written?.review.kind === 'review' ? written.review.review : undefined;
  return {
    id: discussion.id,
    title: discussion.title,
    minutes: discussion.minutes,
    promptHtml: renderMarkdown(withoutTitle(discussion.prompt), below(2, exercise)),
    answer: written?.answer ?? null,
    estimates: discussion.estimates.map(estimate => estimateView(exercise, estimate, review, shown)),
    model: shown.model(discussion.id) ? modelView(exercise, discussion, review, shown) : null,
    modelWhen: shown.modelWhen,
    reviewProblem: written?.review.kind === 'malformed' ? problemOf(written.review) : null,
  };
}

const problemOf = ({ problem }: Extract<ParsedReview, { kind: 'malformed' }>) => {
  const { file, line, column, message, remedy } = problem;
  return { file, line, column, message, remedy };
};

function estimateView(
  exercise: Exercise,
  estimate: Estimate,
  review: Review | undefined,
  { everything }: Shown,
): EstimateView {
  const { answer = '', checked = '' } = review?.estimates[estimate.id] ?? {};
  return {
    id: estimate.id,
    html: renderInlineMarkdown(estimate.question),
    kind: estimate.expected.kind,
    answer: review ? answer : null,
    checked: checked === '' ? null : { text: checked, verdict: judged(estimate, checked) },
    working:
      everything || checked !== ''
        ? {
            value: estimate.value,
            html: renderMarkdown(estimate.working, below(4, exercise)),
            explanationHtml: renderMarkdown(estimate.explanation, below(4, exercise)),
          }
        : null,
  };
}

function modelView(
  exercise: Exercise,
  discussion: Discussion,
  review: Review | undefined,
  { claimed, everything }: Shown,
): DiscussionModel {
  const rubric = discussion.rubric.map((point): RubricPointView => {
    const { score, reason } = (review ?? emptyReview).points[point.id] ?? { score: null, reason: '' };
    // Before there were reviews, points were only claimed.
    const before = claimed.includes(`${discussion.id}/${point.id}`) ? 'found' : null;
    return {
      ...{ id: point.id, html: renderInlineMarkdown(point.text), weight: point.weight, level: point.level },
      score: score ?? before,
      reason: review ? reason : null,
    };
  });
  return {
    html: renderMarkdown(discussion.model, below(3, exercise)),
    rubric,
    score: rubricScore(rubric),
    followUps: discussion.followUps.flatMap((followUp, index) =>
      followUpView(followUp, index, review, everything),
    ),
    followUpCount: discussion.followUps.length,
    proposal: review?.proposal ? shownProposal(review.proposal, discussion.rubric) : null,
    weakAnswers: discussion.weakAnswers.map(({ answer, why }) => ({
      answerHtml: renderInlineMarkdown(answer),
      whyHtml: renderInlineMarkdown(why),
    })),
  };
}

/** None, as long as it has not been asked for. */
function followUpView(
  { question, points }: FollowUp,
  index: number,
  review: Review | undefined,
  everything: boolean,
): FollowUpView[] {
  const own = review?.followUps.find(known => known.question === question);
  if (!own && !everything) return [];
  return [
    {
      index,
      html: renderInlineMarkdown(question),
      answer: own?.answer ?? null,
      pointsHtml: everything || own?.pointsShown ? points.map(point => renderInlineMarkdown(point)) : null,
    },
  ];
}
