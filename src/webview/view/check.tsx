import type { CheckResult } from '../../core/run/report';
import { useCallback, useState } from 'preact/hooks';
import type { ComparedTrace, QuestionView } from '../../protocol/panel';
import { formatDuration } from '../quantities';
import { TraceFigure } from '../trace/traceFigure';
import { checkName } from '../verdict';
import { LinkButton } from './button';
import { CitedRequirements } from './citedRequirements';
import { useSurroundings } from './context';
import { Disclosure } from './disclosure';
import { FailureDetails, Logs } from './failure';
import { goToRequirement } from './places';
import { RepeatCheck } from './repeat';
import { CheckStateLabel } from './stateLabel';

/** What the checks of a report have in common. */
export interface CheckScene {
  readonly requirements: QuestionView['requirements'];
  /** Of the report. */
  readonly seed: number;
  readonly canRun: boolean;
}

interface Props {
  readonly check: CheckResult;
  readonly scene: CheckScene;
  readonly isOpenAtFirst: boolean;
  readonly open: Readonly<Record<string, boolean>>;
}

/** One row; what there is to know about a check is below it. Of a failed one, closed, the first line of why is. */
export function Check({ check, scene, isOpenAtFirst, open }: Props) {
  const { say } = useSurroundings();
  const id = `check-${check.suite}-${check.title}`;
  const isOpen = open[id] ?? isOpenAtFirst;
  const brief = isOpen ? undefined : check.failure?.message.split('\n')[0];
  const { path, name } = checkName(check.title);
  const took =
    check.state === 'passed' || check.state === 'failed' ? formatDuration(check.ms, say) : undefined;
  const isTold = check.failure !== undefined || check.requirements.length > 0;
  const hasDetails = (check.state === 'failed' && isTold) || check.logs.length > 0 || check.trace.length > 0;
  const title = (
    <>
      <CheckStateLabel state={check.state} />
      <span class="check-name">{name}</span>
    </>
  );
  return (
    <li class={`check check-${check.state}`}>
      {hasDetails ? (
        <Disclosure
          id={id}
          level={4}
          open={isOpen}
          title={title}
          aside={took}
          tools={<Citations ids={check.requirements} />}
        >
          <Details check={check} scene={scene} path={path.slice(1)} />
        </Disclosure>
      ) : (
        <div class="check-plain">
          {title}
          {took !== undefined && <span class="disclosure-aside">{took}</span>}
          <Citations ids={check.requirements} />
        </div>
      )}
      {brief !== undefined && <p class="check-brief">{brief}</p>}
    </li>
  );
}

function Citations({ ids }: { readonly ids: readonly string[] }) {
  const { say, actions } = useSurroundings();
  return (
    <span class="chips">
      {ids.map(id => (
        <button
          key={id}
          type="button"
          class="chip"
          aria-label={say('seeRequirement', { id })}
          onClick={() => goToRequirement(id, actions)}
        >
          {id}
        </button>
      ))}
    </span>
  );
}

interface DetailsProps {
  readonly check: CheckResult;
  readonly scene: CheckScene;
  readonly path: readonly string[];
}

function Details({ check, scene, path }: DetailsProps) {
  const { say, actions } = useSurroundings();
  const { suite, title, requirements, state, failure, trace, logs, seed = scene.seed } = check;
  const [visits, setVisits] = useState(0);
  const compare = useCallback(
    (what: ComparedTrace) => actions.traceOf({ suite, title, seed, what }),
    [actions, suite, title, seed],
  );
  const failedAt = trace.find(event => event.kind === 'failed')?.t;
  return (
    <div class="check-details">
      {path.length > 0 && <p class="muted">{path.join(' › ')}</p>}
      {state === 'failed' && <CitedRequirements ids={requirements} requirements={scene.requirements} />}
      {failure && <FailureDetails failure={failure} />}
      {failedAt !== undefined && (
        <p class="failure-tools">
          <LinkButton
            label={say('traceGoToFailure', { time: formatDuration(failedAt, say) })}
            onPress={() => setVisits(visits + 1)}
          />
        </p>
      )}
      {trace.length > 0 && (
        <TraceFigure events={trace} name={checkName(title).name} compare={compare} visits={visits} />
      )}
      <Logs lines={logs} title={say('console')} />
      {state === 'failed' && (
        <RepeatCheck {...{ suite, title, seed }} canRun={scene.canRun && requirements.length > 0} />
      )}
    </div>
  );
}
