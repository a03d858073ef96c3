import type { CheckResult, RunReport } from '../../core/run/report';
import type { QuestionView } from '../../protocol/panel';
import { formatDuration } from '../quantities';
import { checksToOpen, groupBySuite, tallyOf, verdictOf, type SuiteGroup, type Tone } from '../verdict';
import { Bar } from './bar';
import { Button, LinkButton } from './button';
import { Check, type CheckScene } from './check';
import { CompileErrors } from './compileErrors';
import { CitedRequirements } from './citedRequirements';
import { useSurroundings } from './context';
import { Disclosure } from './disclosure';
import { FailureDetails, Logs } from './failure';
import { Icon } from './icon';
import { MessageBox } from './message';
import { RepeatCheck } from './repeat';
import { WallsNote } from './walls';

interface Props {
  readonly report: RunReport;
  readonly at: number;
  readonly stale: boolean;
  readonly requirements: QuestionView['requirements'];
  readonly canRun: boolean;
  readonly open: Readonly<Record<string, boolean>>;
}

export function Report({ report, at, stale, requirements, canRun, open }: Props) {
  const { say } = useSurroundings();
  const groups = hasResults(report) ? groupBySuite(report.checks) : [];
  const toOpen = checksToOpen(groups);
  const scene = { requirements, seed: report.seed, canRun };
  return (
    <div class="report">
      {stale && (
        <MessageBox kind="warning">
          <p>{say('stale')}</p>
        </MessageBox>
      )}
      <Headline report={report} />
      <Interrupted report={report} scene={scene} />
      <WallsNote report={report} part="missing" />
      {report.kind === 'did-not-compile' && <CompileErrors errors={report.errors} />}
      {report.kind === 'finished' && report.loadFailure && (
        <div class="load-failure">
          <FailureDetails failure={report.loadFailure} />
        </div>
      )}
      {report.kind === 'finished' && <Logs lines={report.loadLogs} title={say('consoleWhileLoading')} />}
      {groups.map(group => (
        <Suite key={group.suite} group={group} toOpen={toOpen} scene={scene} open={open} />
      ))}
      <RunFacts report={report} at={at} canRun={canRun} />
    </div>
  );
}

/** Rows of checks that all say "not run" tell nothing that the headline does not. */
const hasResults = (report: RunReport): boolean => tallyOf(report.checks).notRun < report.checks.length;

const toneIcons: Readonly<Record<Tone, string>> = {
  passed: 'pass-filled',
  failed: 'error',
  incomplete: 'circle-slash',
};

function Headline({ report }: { readonly report: RunReport }) {
  const { say } = useSurroundings();
  const { tone, sentences } = verdictOf(report, say);
  const [first, ...rest] = sentences;
  return (
    <div class={`verdict verdict-${tone}`}>
      <p class="verdict-line">
        <Icon name={toneIcons[tone]} />
        <span class="verdict-head">{first}</span>
        {rest.length > 0 && <span class="verdict-rest"> {rest.join(' ')}</span>}
      </p>
      {hasResults(report) && <Bar checks={report.checks} />}
    </div>
  );
}

/** Of a run that was stopped in the middle of a check: what that check is about, and the way to run it again. */
function Interrupted({ report, scene }: { readonly report: RunReport; readonly scene: CheckScene }) {
  if (report.kind !== 'timed-out' && report.kind !== 'crashed') return null;
  // The title is there only if it may be seen.
  const check = report.checks.find(({ title, state }) => title === report.during && state === 'not-run');
  if (!check) return null;
  const { suite, title } = check;
  return (
    <div class="interrupted">
      <CitedRequirements ids={check.requirements} requirements={scene.requirements} />
      <RepeatCheck {...{ suite, title }} seed={report.seed} canRun={scene.canRun} />
    </div>
  );
}

interface SuiteProps {
  readonly group: SuiteGroup;
  readonly toOpen: ReadonlySet<CheckResult>;
  readonly scene: CheckScene;
  readonly open: Props['open'];
}

function Suite({ group, toOpen, scene, open }: SuiteProps) {
  const { say, actions } = useSurroundings();
  const id = `suite-${group.suite}`;
  const { passed, failed, total } = group.tally;
  return (
    <Disclosure
      id={id}
      level={3}
      open={open[id] ?? failed > 0}
      title={group.title}
      aside={say('tallyOf', { passed, total })}
      looks="suite"
      tools={
        scene.canRun && (
          <LinkButton
            label={say('rerunSuite')}
            name={say('rerunSuiteNamed', { suite: group.title })}
            onPress={() => void actions.check({ suite: group.suite })}
          />
        )
      }
    >
      <ul class="checks">
        {group.checks.map(check => (
          <Check key={check.title} {...{ check, scene, open }} isOpenAtFirst={toOpen.has(check)} />
        ))}
      </ul>
    </Disclosure>
  );
}

function RunFacts({ report, at, canRun }: Pick<Props, 'report' | 'at' | 'canRun'>) {
  const { say, actions } = useSurroundings();
  const time = new Date(at).toLocaleTimeString(say.language, { hour: '2-digit', minute: '2-digit' });
  const hasSeed = report.kind !== 'did-not-compile';
  return (
    <div class="run-facts">
      <p>
        {say('ranAt', { time, duration: formatDuration(report.durationMs, say) })}
        {hasSeed && <span class="seed"> · {say('seed', { seed: report.seed })}</span>}
      </p>
      {hasSeed && canRun && (
        <Button
          icon="history"
          label={say('runWithSeed')}
          onPress={() => void actions.check({ seed: report.seed })}
        />
      )}
      <WallsNote report={report} part="stood" />
    </div>
  );
}
