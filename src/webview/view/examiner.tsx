import type { ProposedPoint } from '../../core/examiner/examinerReply';
import type { DiscussionView, RubricPointView } from '../../protocol/discussionView';
import { isBusy, type State } from '../state';
import { Button } from './button';
import { useSurroundings } from './context';
import { Icon } from './icon';

interface BoxProps {
  readonly discussion: DiscussionView;
  /** The name of the language model. */
  readonly model: string;
  readonly state: State;
}

/** Offers a second opinion, and says first whose it is and what is sent. */
export function ExaminerBox({ discussion, model, state }: BoxProps) {
  const { say, actions } = useSurroundings();
  const proposal = state.proposals[discussion.id];
  const isAsking = isBusy(state, 'examine');
  return (
    <div class="examiner">
      <p>
        <Icon name="sparkle" /> {say('examinerAbout', { model })}
      </p>
      {isAsking ? (
        <p class="examiner-asking">
          {say('examinerAsking', { model })}{' '}
          <Button label={say('cancel')} onPress={() => actions.reviewing.cancelExamine()} />
        </p>
      ) : (
        <Button
          label={say(proposal ? 'examineAgain' : 'examine', { model })}
          onPress={() => void actions.reviewing.examine(discussion.id)}
        />
      )}
      {proposal && proposal.followUp !== '' && (
        <p>
          <strong>{say('examinerAsks')}</strong> {proposal.followUp}
        </p>
      )}
    </div>
  );
}

interface ProposedProps {
  readonly discussion: string;
  readonly point: RubricPointView;
  readonly proposed: ProposedPoint;
  readonly model: string;
  /** Puts a quotation where the person gives reasons, unless something stands there. */
  readonly onQuote: (quote: string) => void;
}

/** What the model makes of a point: text, which the person takes over or leaves. */
export function Proposed({ discussion, point, proposed, model, onQuote }: ProposedProps) {
  const { say, actions } = useSurroundings();
  const { score, quote, isQuoted } = proposed;
  const values = { model, score: say(`score.${score}`), quote };
  if (!isQuoted) return <p class="proposed proposed-refused">{say('proposalRefused', values)}</p>;
  const accept = () => {
    void actions.reviewing.score(discussion, point.id, score);
    if (quote !== '') onQuote(say('proposalReason', { quote }));
  };
  return (
    <p class="proposed">
      <Icon name="sparkle" />
      <span>{say(quote === '' ? 'proposalBare' : 'proposal', values)}</span>
      {point.score !== score && <Button label={say('acceptProposal')} onPress={accept} />}
    </p>
  );
}
