import type { QuestionView } from '../../protocol/panel';
import { isBusy, isRunning, shownRun, type State } from '../state';
import { tallyOf } from '../verdict';
import { Button, LinkButton } from './button';
import { useSurroundings } from './context';
import { DebugButton } from './debugButton';
import { FileList, filesId, filesListId } from './fileList';
import { headingId } from './disclosure';
import { goToSection } from './places';
import { SectionNav, sectionsOf } from './sectionNav';
import { PreviewActions, PreviewLabel } from './previewNotice';
import { ExerciseStateLabel } from './stateLabel';

interface Props {
  readonly state: State;
  readonly question: QuestionView;
}

/** Stays at the top: what this is, how it stands, and what can be done next. */
export function Header({ state, question }: Props) {
  const filesOpen = question.attempt !== null && state.open[filesId] === true;
  return (
    <header class="header">
      <div class="header-row">
        <div class="header-title">
          <p class="header-pack">{question.packTitle}</p>
          <h1 lang={question.language} dir="auto">
            {question.title}
          </h1>
        </div>
        <Facts question={question} />
        <HeaderActions state={state} question={question} filesOpen={filesOpen} />
      </div>
      <SectionNav sections={sectionsOf(question)} />
      {filesOpen && <FileList attempt={question.attempt} />}
      <HeaderProgress state={state} />
    </header>
  );
}

function Facts({ question }: { readonly question: QuestionView }) {
  const { say } = useSurroundings();
  return (
    <dl class="facts" aria-label={say('aboutExercise')}>
      <div>
        <dt>{say('stateName')}</dt>
        <dd>
          {question.preview ? (
            <PreviewLabel />
          ) : (
            <>
              <ExerciseStateLabel state={question.state} kind={question.kind} />
              <LastResult question={question} />
            </>
          )}
        </dd>
      </div>
      <div>
        <dt>{say('difficultyName')}</dt>
        <dd>{say(`difficulty.${question.difficulty}`)}</dd>
      </div>
      <div>
        <dt>{say('minutesName')}</dt>
        <dd>{say.many('minutes', question.minutes)}</dd>
      </div>
      <div>
        <dt>{say('skillsName')}</dt>
        <dd>{question.skills.map(skill => say(`skill.${skill}`)).join(', ')}</dd>
      </div>
    </dl>
  );
}

/** How far it is, in two numbers, and the way to the details. */
function LastResult({ question }: { readonly question: QuestionView }) {
  const { say, actions } = useSurroundings();
  const { run } = question;
  if (run.kind !== 'report' || run.report.kind !== 'finished' || run.report.checks.length === 0) return null;
  const { passed, total } = tallyOf(run.report.checks);
  return <LinkButton label={say('tallyOf', { passed, total })} onPress={() => goToSection('run', actions)} />;
}

function HeaderActions({ state, question, filesOpen }: Props & { readonly filesOpen: boolean }) {
  const { say, actions } = useSurroundings();
  const { attempt } = question;
  const isReady = question.gate === 'ready';
  const isChecked = question.kind === 'checked';
  if (question.preview) return <PreviewActions />;
  if (!isReady && !attempt) return null;
  return (
    <div class="actions" role="group" aria-label={say('actions')}>
      {isReady && <PrimaryAction state={state} question={question} />}
      {attempt && isReady && isChecked && <DebugButton key="debug" state={state} />}
      {attempt && (isChecked || attempt.files.length > 0) && (
        <Button
          key="files"
          id={headingId(filesId)}
          icon="files"
          label={say.many('files', attempt.files.length)}
          expanded={filesOpen}
          controls={filesListId}
          onPress={() => actions.toggle(filesId, !filesOpen)}
        />
      )}
      {attempt && isReady && isChecked && (
        <Button key="reset" icon="discard" label={say('reset')} onPress={() => void actions.reset()} />
      )}
    </div>
  );
}

/** Always the same element, so that it keeps the focus while Scaffold becomes Check and Check becomes Cancel. */
function PrimaryAction({ state, question }: Props) {
  const { say, actions } = useSurroundings();
  const { label, icon, press } = ((): { label: string; icon: string; press: () => void } => {
    if (question.kind === 'discussed') {
      if (question.attempt)
        return {
          label: say('toDiscussions'),
          icon: 'comment-discussion',
          press: () => goToSection('discussions', actions),
        };
      const label = isBusy(state, 'scaffold') ? say('beginning') : say('begin');
      return { label, icon: 'edit', press: () => void actions.scaffold() };
    }
    if (!question.attempt) {
      const label = isBusy(state, 'scaffold') ? say('scaffolding') : say('scaffold');
      return { label, icon: 'new-folder', press: () => void actions.scaffold() };
    }
    if (isRunning(state) && state.slow) {
      const label = isBusy(state, 'cancel') ? say('cancelling') : say('cancel');
      return { label, icon: 'debug-stop', press: () => void actions.cancel() };
    }
    const press = () => {
      if (!isRunning(state)) void actions.check();
    };
    return { label: say('check'), icon: 'play', press };
  })();
  return <Button key="primary" primary icon={icon} label={label} onPress={press} />;
}

function HeaderProgress({ state }: { readonly state: State }) {
  const { say } = useSurroundings();
  const run = shownRun(state);
  if (run.kind !== 'running') return null;
  const done = run.checks.filter(c => c.state !== 'running' && c.state !== 'not-run').length;
  return (
    <vscode-progress-bar
      class="header-progress"
      aria-label={say('progressName')}
      indeterminate={run.total === 0}
      value={done}
      max={Math.max(run.total, 1)}
    />
  );
}
