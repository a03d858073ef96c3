import type { ShownPoint, ShownProposal } from '../../core/examiner/shownProposal';
import { isQuotedFrom, isSameText } from '../../core/text/quotation';
import type { DiscussionModel, DiscussionView, RubricPointView } from '../../protocol/discussionView';
import type { ExaminerView } from '../../protocol/panel';
import { examinationText, isReading } from '../examining';
import type { State } from '../state';
import { Button } from './button';
import { useSurroundings } from './context';
import { Disclosure } from './disclosure';
import { Icon } from './icon';
import { MessageBox } from './message';

interface BoxProps {
  readonly discussion: DiscussionView;
  readonly model: DiscussionModel;
  readonly examiner: ExaminerView;
  readonly state: State;
  /** As it stands in the field. */
  readonly answer: string;
}

/** Offers a second opinion, and says first whose it is and what is sent. Where there is none to be had, what was said stays. */
export function ExaminerBox({ discussion, model, examiner, state, answer }: BoxProps) {
  const { say, actions } = useSurroundings();
  const { id } = discussion;
  const { proposal } = model;
  const examination = state.examined[id];
  if (examiner.kind !== 'offered' && !proposal && !examination) return null;
  const reads = isReading(state, discussion);
  return (
    <div class="examiner" role="group" aria-label={say('examinerHeading')}>
      <p class="small-heading">
        <Icon name="sparkle" /> {say('examinerHeading')}
      </p>
      <p>{aboutText(examiner, say)}</p>
      {examination?.kind === 'failed' && (
        <MessageBox kind="error">
          <p>{examination.reason}</p>
        </MessageBox>
      )}
      {reads && examiner.kind === 'offered' && (
        <p class="examiner-asking">{say('examinerAsking', { model: examiner.name })}</p>
      )}
      {(examination?.kind === 'cancelled' || examination?.kind === 'proposed') && (
        <p>{examinationText(examination, model.rubric.length, say)}</p>
      )}
      {examiner.kind === 'offered' && (
        // One button, so that the focus stays on it.
        <Button
          label={reads ? say('cancel') : say(proposal ? 'examineAgain' : 'examine', { model: examiner.name })}
          onPress={() =>
            reads
              ? actions.reviewing.cancelExamine(id)
              : void actions.reviewing.examine(id, answer, examiner.name)
          }
        />
      )}
      {proposal && (
        <Source {...{ discussion: id, proposal, state, answer }} isOffered={examiner.kind === 'offered'} />
      )}
    </div>
  );
}

type Say = ReturnType<typeof useSurroundings>['say'];

function aboutText(examiner: ExaminerView, say: Say): string {
  switch (examiner.kind) {
    case 'offered':
      return say('examinerAbout', { model: examiner.name });
    case 'none':
      return say('examinerNone');
    case 'untrusted':
      return say('examinerUntrusted');
  }
}

interface SourceProps {
  readonly discussion: string;
  readonly proposal: ShownProposal;
  readonly isOffered: boolean;
  readonly state: State;
  readonly answer: string;
}

/** Who proposed, about what, and what it would ask next. */
function Source({ discussion, proposal, isOffered, state, answer }: SourceProps) {
  const { say } = useSurroundings();
  const { model, followUp } = proposal;
  const id = `read-${discussion}`;
  return (
    <>
      {followUp !== '' && (
        <p>
          <strong>{say('examinerAsks', { model })}</strong> {followUp}
        </p>
      )}
      <p class="muted">{say('proposalKept', { model, file: `answers/${discussion}.review.yaml` })}</p>
      {!isSameText(proposal.answer, answer) && (
        <>
          <MessageBox kind="warning">
            <p>
              {say('proposalOutdated', { model })} {isOffered && say('sendPresent')}
            </p>
          </MessageBox>
          <Disclosure id={id} level={5} open={state.open[id] ?? false} title={say('formerAnswer', { model })}>
            <pre class="former-answer" dir="auto">
              {proposal.answer}
            </pre>
          </Disclosure>
        </>
      )}
    </>
  );
}

interface ProposedProps {
  readonly discussion: string;
  readonly point: RubricPointView;
  readonly proposal: ShownProposal;
  readonly answer: string;
  /** Puts a quotation where the person gives reasons, unless something stands there. */
  readonly onQuote: (quote: string) => void;
}

/** What the model makes of a point: text, which the person takes over or leaves. */
export function Proposed({ discussion, point, proposal, answer, onQuote }: ProposedProps) {
  const { say, actions } = useSurroundings();
  const { model } = proposal;
  const proposed = proposal.points.find(({ id }) => id === point.id);
  if (!proposed) return <p class="proposed proposed-refused">{say('proposalLacking', { model })}</p>;
  const { score, quote, isQuoted } = proposed;
  const values = { model, score: say(`score.${score}`), quote };
  if (!isQuoted) return <p class="proposed proposed-refused">{say('proposalRefused', values)}</p>;
  const isGone = isQuotationGone(proposed, answer);
  const accept = () => {
    void actions.reviewing.score(discussion, point.id, score);
    if (quote !== '' && !isGone) onQuote(say('proposalReason', { quote }));
  };
  return (
    <p class="proposed">
      <Icon name="sparkle" />
      <span>{say(quote === '' ? 'proposalBare' : isGone ? 'proposalGone' : 'proposal', values)}</span>
      {point.score !== score && <Button label={say('acceptProposal')} onPress={accept} />}
    </p>
  );
}

const isQuotationGone = ({ quote }: ShownPoint, answer: string): boolean =>
  quote !== '' && !isQuotedFrom(answer, quote);
