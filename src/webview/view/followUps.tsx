import type { DiscussionModel, DiscussionView, FollowUpView } from '../../protocol/discussionView';
import type { QuestionView } from '../../protocol/panel';
import { placeName } from '../../protocol/answerPlace';
import { draftKey } from '../answers';
import type { State } from '../state';
import { Button } from './button';
import { useSurroundings } from './context';
import { Disclosure } from './disclosure';
import { DraftField, SaveTrouble } from './draftField';
import { InlineProse } from './prose';

interface Props {
  readonly discussion: DiscussionView;
  readonly model: DiscussionModel;
  readonly question: QuestionView;
  readonly state: State;
}

/** What an interviewer would ask next: one at a time, each answered before one sees what to say. */
export function FollowUps({ discussion, model, question, state }: Props) {
  const { say, actions, isPreview } = useSurroundings();
  const id = `follow-${discussion.id}`;
  const { followUps, followUpCount: total } = model;
  const next = followUps.length;
  return (
    <Disclosure
      id={id}
      level={4}
      open={state.open[id] ?? next > 0}
      title={say('followUps')}
      aside={say('followUpsShown', { shown: next, total })}
    >
      <ol class="follow-ups">
        {followUps.map(followUp => (
          <li key={followUp.index}>
            <FollowUp {...{ discussion, followUp, question, state }} />
          </li>
        ))}
      </ol>
      {!isPreview && next < total && discussion.reviewProblem === null && (
        <Button
          icon="comment-discussion"
          label={say('showFollowUp', { number: firstHidden(followUps) + 1, total })}
          onPress={() => void actions.reviewing.showFollowUp(discussion.id, firstHidden(followUps))}
        />
      )}
    </Disclosure>
  );
}

/** The first that has not been asked for: a pack may have put one in front. */
function firstHidden(followUps: readonly FollowUpView[]): number {
  let index = 0;
  while (followUps.some(known => known.index === index)) index++;
  return index;
}

interface FollowUpProps extends Omit<Props, 'model'> {
  readonly followUp: FollowUpView;
}

function FollowUp({ discussion, followUp, question, state }: FollowUpProps) {
  const { say, actions } = useSurroundings();
  const { index, html, pointsHtml } = followUp;
  const key = draftKey(question.ref, placeName({ discussion: discussion.id, part: 'follow-up', index }));
  const draft = state.drafts[key];
  return (
    <div class="follow-up">
      <p>
        <InlineProse html={html} />
      </p>
      {draft && followUp.answer !== null && (
        <>
          <DraftField
            draftKey={key}
            draft={draft}
            label={say('followUpAnswer', { number: index + 1 })}
            placeholder={say('followUpPlaceholder')}
            leastRows={2}
          />
          <SaveTrouble draftKey={key} draft={draft} />
        </>
      )}
      {pointsHtml ? (
        <>
          <p class="small-heading">{say('followUpPoints')}</p>
          <ul>
            {pointsHtml.map((point, i) => (
              <li key={i}>
                <InlineProse html={point} />
              </li>
            ))}
          </ul>
        </>
      ) : (
        <Button
          label={say('showPoints')}
          name={say('showPointsNamed', { number: index + 1 })}
          onPress={() => void actions.reviewing.showPoints(discussion.id, index)}
        />
      )}
    </div>
  );
}
