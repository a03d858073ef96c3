import { useLayoutEffect, useRef } from 'preact/hooks';
import type { LiveCheck, QuestionView, RunView } from '../../protocol/panel';
import { checkName } from '../verdict';
import { Bar } from './bar';
import { useSurroundings } from './context';
import { headingId } from './disclosure';
import { Report } from './report';
import { isSectionOpen } from '../sections';
import { Section } from './section';
import { CheckStateLabel } from './stateLabel';

interface Props {
  readonly question: QuestionView;
  readonly run: RunView;
  readonly open: Readonly<Record<string, boolean>>;
}

export function Run({ question, run, open }: Props) {
  const { say } = useSurroundings();
  const keepsFocus = useKeptFocus(run.kind);
  return (
    <Section id="run" open={isSectionOpen(open, 'run')} {...keepsFocus}>
      {run.kind === 'none' && (
        <p class="muted">{question.attempt ? say('neverRun') : say('neverRunNoAttempt')}</p>
      )}
      {run.kind === 'running' && <Progress total={run.total} checks={run.checks} />}
      {run.kind === 'report' && (
        <Report
          report={run.report}
          at={run.at}
          stale={run.stale}
          requirements={question.requirements}
          canRun={question.gate === 'ready'}
          open={open}
        />
      )}
    </Section>
  );
}

/**
 * A run that takes a while replaces the report, and with it the button that began it. Whoever was there stays in the
 * section: the heading takes the focus. Nobody else's is touched.
 */
function useKeptFocus(shown: RunView['kind']) {
  const within = useRef<HTMLElement | null>(null);
  useLayoutEffect(() => {
    const lost = within.current !== null && !within.current.isConnected;
    if (!lost) return;
    within.current = null;
    if (document.activeElement === document.body) document.getElementById(headingId('run'))?.focus();
  }, [shown]);
  return {
    onFocusIn: (event: FocusEvent) => (within.current = event.target as HTMLElement),
    onFocusOut: (event: FocusEvent) => {
      if ((event.target as HTMLElement).isConnected) within.current = null;
    },
  };
}

/** Checks appear as they start; those that wait are only counted. */
function Progress({ total, checks }: { readonly total: number; readonly checks: readonly LiveCheck[] }) {
  const { say } = useSurroundings();
  if (total === 0) return <p class="muted">{say('starting')}</p>;
  const begun = checks.filter(check => check.state !== 'not-run');
  const running = checks.filter(check => check.state === 'running').length;
  const done = begun.length - running;
  return (
    <div class="progress">
      <p class="progress-count">{say('progress', { done, total })}</p>
      <Bar checks={checks} />
      <ul class="live-checks" aria-label={say('runningNow')}>
        {begun.map(check => (
          <li key={`${check.suite} ${check.title}`}>
            <CheckStateLabel state={check.state} />
            <span class="chips">
              {check.requirements.map(id => (
                <span key={id} class="chip">
                  {id}
                </span>
              ))}
            </span>
            <span>{checkName(check.title).name}</span>
          </li>
        ))}
      </ul>
      {total > begun.length && <p class="muted">{say.many('waiting', total - begun.length)}</p>}
    </div>
  );
}
