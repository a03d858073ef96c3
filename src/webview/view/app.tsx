import type { QuestionView } from '../../protocol/panel';
import type { Actions } from '../actions';
import { Playground } from '../playground/playground';
import type { Spoken } from '../platform';
import type { States } from '../figureStates';
import { liveRequirements, type LiveRequirement } from '../liveRequirements';
import { isBusy, shownRun, type State } from '../state';
import type { Say } from '../say';
import { Afterwards } from './afterwards';
import { Button } from './button';
import { SurroundingsContext } from './context';
import { Discussions } from './discussions';
import { GateNotice } from './gateNotice';
import { Header } from './header';
import { Hints } from './hints';
import { MessageBox } from './message';
import { MissingNotice } from './missingNotice';
import { NoticeBox } from './notice';
import { PreviewNotice } from './previewNotice';
import { Prose } from './prose';
import { Requirements } from './requirements';
import { Run } from './run';
import { isSectionOpen } from '../sections';
import { Section } from './section';
import { UpdateNotice } from './updateNotice';

interface AppProps {
  readonly state: State;
  readonly spoken: Spoken;
  readonly say: Say;
  readonly actions: Actions;
}

export function App({ state, spoken, say, actions }: AppProps) {
  return (
    <SurroundingsContext.Provider
      value={{
        ...{ say, actions, theme: state.theme },
        language: state.question?.language ?? '',
        isPreview: !!state.question?.preview,
      }}
    >
      {state.question ? (
        <Exercise state={state} question={state.question} say={say} />
      ) : (
        <Waiting failure={state.loadFailure} say={say} retry={() => void actions.start()} />
      )}
      <p class="visually-hidden" role="status">
        {spoken.text}
        {/* A second, equal sentence is read only if the text differs. */}
        {spoken.turn % 2 === 1 ? '\u00a0' : ''}
      </p>
    </SurroundingsContext.Provider>
  );
}

interface WaitingProps {
  readonly failure: string | null;
  readonly say: Say;
  readonly retry: () => void;
}

function Waiting({ failure, say, retry }: WaitingProps) {
  if (failure === null) return <p class="waiting">{say('loading')}</p>;
  return (
    <div class="waiting">
      <MessageBox kind="error" tools={<Button primary label={say('retry')} onPress={retry} />}>
        <p>{say('loadFailed', { reason: failure })}</p>
      </MessageBox>
    </div>
  );
}

interface ExerciseProps {
  readonly state: State;
  readonly question: QuestionView;
  readonly say: Say;
}

/** In a wide panel the middle part stands beside the other two; read or tabbed through, it comes between them. */
function Exercise({ state, question, say }: ExerciseProps) {
  const run = shownRun(state);
  const { open, notice, loadFailure } = state;
  const isChecked = question.kind === 'checked';
  const states = isChecked && !question.preview ? statesOf(liveRequirements(question, run)) : undefined;
  const discussions = question.discussions.length > 0 && <Discussions question={question} state={state} />;
  return (
    <>
      <Header state={state} question={question} />
      {question.preview ? (
        <PreviewNotice preview={question.preview} />
      ) : (
        !(
          notice === null &&
          loadFailure === null &&
          question.gate === 'ready' &&
          question.attempt?.update === null
        ) && (
          <div class="notices">
            {loadFailure !== null && <MissingNotice reason={loadFailure} />}
            {notice && <NoticeBox notice={notice} folder={question.attempt?.folder ?? ''} />}
            <GateNotice gate={question.gate} />
            {question.gate === 'ready' && loadFailure === null && question.attempt?.update && (
              <UpdateNotice update={question.attempt.update} busy={isBusy(state, 'update')} />
            )}
            {question.gate === 'ready' && !question.attempt && (
              <MessageBox kind="info">
                <p>{say(isChecked ? 'notScaffolded' : 'notBegun')}</p>
              </MessageBox>
            )}
          </div>
        )
      )}
      <div class="page">
        <div class="page-task">
          <Section id="statement" open={isSectionOpen(open, 'statement')}>
            <Prose html={question.statementHtml} {...(states && { states })} />
          </Section>
        </div>
        <div class="page-work">
          {question.requirements.length > 0 && <Requirements question={question} run={run} open={open} />}
          {question.hints.length > 0 && (
            <Hints key={question.ref} hints={question.hints} opening={isBusy(state, 'hint')} open={open} />
          )}
          {!isChecked && discussions}
          {isChecked && !question.preview && <Run question={question} run={run} open={open} />}
          {question.playground && (
            <Playground playground={question.playground} play={state.play} open={open} />
          )}
        </div>
        <div class="page-rest">
          {isChecked && discussions}
          {question.productionHtml !== '' && (
            <Section id="production" open={isSectionOpen(open, 'production')}>
              <Prose html={question.productionHtml} />
            </Section>
          )}
          {!question.preview && <Afterwards question={question} />}
        </div>
      </div>
    </>
  );
}

const statesOf = (requirements: readonly LiveRequirement[]): States =>
  Object.fromEntries(requirements.map(({ id, state }) => [id, state]));
