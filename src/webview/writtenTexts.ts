import { placeName, type AnswerPlace } from '../protocol/answerPlace';
import type { DiscussionView } from '../protocol/discussionView';
import type { QuestionView } from '../protocol/panel';
import type { Draft } from './answers';

/** A text that the person writes, as the host has it; null where it has no file to be written into. */
export interface WrittenText {
  readonly place: string;
  readonly text: string | null;
}

/** Every text that can be written in a discussion. */
export function writtenTexts({ id: discussion, answer, estimates, model }: DiscussionView): WrittenText[] {
  const at = (place: AnswerPlace, text: string | null): WrittenText => ({ place: placeName(place), text });
  return [
    at({ discussion, part: 'answer' }, answer),
    ...estimates.map(one => at({ discussion, part: 'estimate', id: one.id }, one.answer)),
    ...(model?.rubric ?? []).map(point => at({ discussion, part: 'reason', point: point.id }, point.reason)),
    ...(model?.followUps ?? []).map(one =>
      at({ discussion, part: 'follow-up', index: one.index }, one.answer),
    ),
  ];
}

/** A text can be written once there is an attempt to write it into. */
export const hasPlaceFor = (draft: Draft, question: QuestionView | null): boolean =>
  question?.ref === draft.ref &&
  question.discussions
    .flatMap(writtenTexts)
    .some(({ place, text }) => place === draft.place && text !== null);
