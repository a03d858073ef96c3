import type { CheckResult } from '../../core/run/report';
import { formatDuration } from '../quantities';
import { TraceFigure } from '../trace/traceFigure';
import { checkName } from '../verdict';
import { useSurroundings } from './context';
import { Disclosure } from './disclosure';
import { FailureDetails, Logs } from './failure';
import { goToRequirement } from './places';
import { CheckStateLabel } from './stateLabel';

interface Props {
  readonly check: CheckResult;
  readonly isOpenAtFirst: boolean;
  readonly open: Readonly<Record<string, boolean>>;
}

/** One row; what there is to know about a check is below it. Of a failed one, closed, the first line of why is. */
export function Check({ check, isOpenAtFirst, open }: Props) {
  const { say } = useSurroundings();
  const id = `check-${check.suite}-${check.title}`;
  const isOpen = open[id] ?? isOpenAtFirst;
  const brief = isOpen ? undefined : check.failure?.message.split('\n')[0];
  const { path, name } = checkName(check.title);
  const took =
    check.state === 'passed' || check.state === 'failed' ? formatDuration(check.ms, say) : undefined;
  const hasDetails = check.failure !== undefined || check.logs.length > 0 || check.trace.length > 0;
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
          <Details check={check} path={path.slice(1)} />
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

function Details({ check, path }: { readonly check: CheckResult; readonly path: readonly string[] }) {
  const { say } = useSurroundings();
  return (
    <div class="check-details">
      {path.length > 0 && <p class="muted">{path.join(' › ')}</p>}
      {check.failure && <FailureDetails failure={check.failure} />}
      {check.trace.length > 0 && <TraceFigure events={check.trace} />}
      <Logs lines={check.logs} title={say('console')} />
    </div>
  );
}
