import * as l10n from '@vscode/l10n';
import type { Exercise } from '../exercise';
import { finding, warning, type UnplacedFinding } from './finding';

/** What a suite may take unless the exercise says otherwise; a database answers in milliseconds where a map takes none. */
const usualMs = 300;
const withDatabaseMs = 1_500;
/** So far beyond the budget no machine is to blame. */
const farBeyond = 10;
/** The quickest of fewer runs is still an accident. */
const leastRuns = 3;

/** How long the suites of an exercise take with its solution, on processors that have seen them before. */
export class SuiteTimes {
  private readonly runs: Map</* suite */ string, number>[] = [];

  /** @returns where the times of one more run go, check by check */
  begin(): (suite: string, cpuMs: number) => void {
    const run = new Map<string, number>();
    this.runs.push(run);
    return (suite, cpuMs) => void run.set(suite, (run.get(suite) ?? 0) + cpuMs);
  }

  /** The quickest run of each suite, in milliseconds; undefined for one that was hardly measured. */
  quickest(suite: string): number | undefined {
    const times = this.runs.flatMap(run => run.get(suite) ?? []);
    return times.length < leastRuns ? undefined : Math.min(...times);
  }
}

/** A learner waits for the suites at every save. On a slow machine they take longer, so too long is a warning at first. */
export function judgeTimes(exercise: Exercise, times: SuiteTimes): UnplacedFinding[] {
  const { suiteMs } = exercise.limits;
  const budget = suiteMs ?? (exercise.services.includes('postgres') ? withDatabaseMs : usualMs);
  return exercise.suites.flatMap(({ id }, index) => {
    const took = times.quickest(id);
    if (took === undefined || took <= budget) return [];
    const say = took > budget * farBeyond ? finding : warning;
    return say(
      'slow-suite',
      l10n.t(
        'The suite "{0}" takes {1} ms with the solution at best; {2} ms are meant to be enough.',
        id,
        Math.round(took),
        budget,
      ),
      l10n.t('Do less in its slowest checks, or say with "limits: { suiteMs: … }" that it may.'),
      { yaml: ['suites', index] },
    );
  });
}
