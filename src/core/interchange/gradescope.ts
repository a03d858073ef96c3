import { assertNever } from '../errors';
import type { RevealRule, RevealWhen } from '../exercise';
import { revealCheck } from '../reveal';
import { headline } from '../run/headline';
import { requirementStates, type CheckResult } from '../run/report';
import { plainText, type ReportedRun } from './reported';

type Visibility = 'visible' | 'hidden' | 'after_due_date' | 'after_published';

/**
 * `results.json` of a Gradescope autograder: one test for each requirement, one point each. It takes the whole report:
 * Gradescope itself shows a test when its time has come, so the reveal rule becomes a visibility.
 * https://gradescope-autograders.readthedocs.io/en/latest/specs/
 */
export function gradescopeOf({ exercise, report }: ReportedRun): object {
  const rule = exercise.reveal.checks;
  const visibility = visibilityOf(rule.when);
  const finished = report.kind === 'finished' && !report.loadFailure;
  const states = requirementStates(
    exercise.requirements.map(({ id }) => id),
    report.checks,
  );
  return {
    output: plainText(headline(report)),
    output_format: 'text',
    execution_time: Math.round(report.durationMs) / 1_000,
    visibility: 'visible',
    stdout_visibility: 'hidden',
    tests: exercise.requirements.map(({ id, text }, index) => {
      const passed = finished && states[index]?.state === 'passed';
      const checks = report.checks.filter(check => check.requirements.includes(id));
      return {
        name: plainText(`${id} ${text}`),
        number: String(index + 1),
        status: passed ? 'passed' : 'failed',
        score: passed ? 1 : 0,
        max_score: 1,
        output_format: 'text',
        output: plainText(passed ? '' : explain(checks, rule)),
        visibility,
      };
    }),
  };
}

/** The failed checks of a requirement, as far as the rule ever tells of them. */
function explain(checks: readonly CheckResult[], { detail }: RevealRule['checks']): string {
  if (detail === 'state') return '';
  return checks
    .filter(({ state }) => state === 'failed')
    .map((check, index) => revealCheck(check, index, detail))
    .map(({ title, failure }) =>
      failure ? `${title}\n  ${failure.message.replaceAll('\n', '\n  ')}` : title,
    )
    .join('\n\n');
}

/** What depends on runs or passes is decided by Gradescope's own moments: a learner sees it once grades are out. */
function visibilityOf(when: RevealWhen): Visibility {
  switch (when.at) {
    case 'always':
    case 'after-submit':
      return 'visible';
    case 'after-due':
      return 'after_due_date';
    case 'after-runs':
    case 'after-pass':
      return 'after_published';
    case 'never':
      return 'hidden';
    default:
      return assertNever(when);
  }
}
