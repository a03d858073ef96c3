import type { Exercise } from '../../core/exercise';
import { revealCheck, visibleDetail } from '../../core/reveal';
import type { CheckResult, RunReport } from '../../core/run/report';
import type { TraceEvent } from '../../core/run/trace';
import type { LoadedEntry } from '../../core/pack/catalog';
import { revealContext } from '../revealContext';
import type { Services } from '../services';

interface CheckOfRun {
  readonly suite: string;
  readonly title: string;
  readonly seed: number;
}

type Parts = Pick<Services, 'runner' | 'progress'>;

/**
 * What the reference solution does in the same check with the same seed. Null where the exercise does not show what a
 * check expected: the picture of a right design says as much.
 */
export async function referenceTrace(
  { runner, progress }: Parts,
  { pack, exercise }: LoadedEntry,
  { suite, title, seed }: CheckOfRun,
): Promise<readonly TraceEvent[] | null> {
  const detail = visibleDetail(
    exercise.reveal.checks,
    revealContext(progress.of(`${pack.id}/${exercise.id}`)),
  );
  if (detail !== 'diff') return null;
  const files = Object.fromEntries(exercise.files.map(file => [file.path, file.solution]));
  const suites = await runner.get();
  const report = await suites.run({ exercise, pack, files, seed, only: [{ suite, title }] });
  return traceIn(report, { suite, title });
}

/** Of a report that has been cut to what may be seen when it was made; nothing more is shown of it now. */
export function earlierTrace(
  report: RunReport | undefined,
  exercise: Exercise,
  check: Pick<CheckResult, 'suite' | 'title'>,
): readonly TraceEvent[] | null {
  const rule = exercise.reveal.checks.detail;
  const cut = report && {
    ...report,
    checks: report.checks.map((one, index) => revealCheck(one, index, rule)),
  };
  return cut ? traceIn(cut, check) : null;
}

function traceIn(
  { checks }: RunReport,
  { suite, title }: Pick<CheckResult, 'suite' | 'title'>,
): readonly TraceEvent[] | null {
  const trace = checks.find(check => check.suite === suite && check.title === title)?.trace ?? [];
  return trace.length > 0 ? trace : null;
}
