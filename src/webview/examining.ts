import type { DiscussionView } from '../protocol/discussionView';
import type { Examined } from '../protocol/panel';
import type { Say } from './say';
import type { State } from './state';

/** What became of asking a language model for a proposal. */
export type Examination =
  | { readonly kind: 'asking'; readonly model: string }
  | ({ readonly kind: 'proposed' } & Examined)
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'failed'; readonly reason: string };

/** The host's next snapshot may be a while: a proposal is shown at once. */
export function withExamined(state: State, discussion: string, examination: Examination): State {
  const next = { ...state, examined: { ...state.examined, [discussion]: examination } };
  if (examination.kind !== 'proposed' || !state.question) return next;
  const { proposal } = examination;
  const discussions = state.question.discussions.map(one =>
    one.id === discussion && one.model ? { ...one, model: { ...one.model, proposal } } : one,
  );
  return { ...next, question: { ...state.question, discussions } };
}

/** It has been sent and has said nothing yet: asked here, or by this panel before it was loaded anew. */
export function isReading({ question, examined }: State, { id }: DiscussionView): boolean {
  const known = examined[id];
  if (known) return known.kind === 'asking';
  return question?.examiner.kind === 'offered' && question.examiner.reading.includes(id);
}

/** In sentences, to be read and to be heard. */
export function examinationText(examination: Examination, rubric: number, say: Say): string {
  switch (examination.kind) {
    case 'asking':
      return say('examinerAsking', { model: examination.model });
    case 'cancelled':
      return say('examinerCancelled');
    case 'failed':
      return say('examinerFailed', { reason: examination.reason });
    case 'proposed':
      return proposedText(examination, rubric, say);
  }
}

function proposedText({ proposal, leftOut }: Examined, rubric: number, say: Say): string {
  const { points } = proposal;
  const refused = points.filter(({ isQuoted }) => !isQuoted).length;
  const lacking = rubric - points.length;
  return [
    say.many('proposed', points.length - refused),
    ...(refused > 0 ? [say.many('proposedRefused', refused)] : []),
    ...(lacking > 0 ? [say.many('proposedLacking', lacking)] : []),
    ...(leftOut > 0 ? [say.many('proposedLeftOut', leftOut)] : []),
  ].join(' ');
}
