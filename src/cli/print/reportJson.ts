import type { Exercise } from '../../core/exercise';
import { headline } from '../../core/run/headline';
import { requirementStates, type Outcome, type RunReport } from '../../core/run/report';

/**
 * What `run --json` prints. Additions keep `version`; a removal or a change of meaning raises it.
 * `outcome` is that of the whole report: of one whose checks are not revealed, too.
 */
export function reportAsJson(exercise: Exercise, report: RunReport, outcome: Outcome) {
  return {
    version: 1,
    exercise: report.exercise,
    outcome,
    /** One sentence. */
    detail: headline(report),
    requirements: requirementStates(
      exercise.requirements.map(({ id }) => id),
      report.checks,
    ),
    checks: report.checks.map(({ suite, title, requirements, state, ms, failure }) => ({
      ...{ suite, title, requirements, state, ms },
      ...(failure ? { message: failure.message } : {}),
    })),
    ...(report.kind === 'did-not-compile' ? { errors: report.errors } : {}),
    walls: report.walls,
    seed: report.seed,
    durationMs: report.durationMs,
    pack: report.pack,
  };
}
