import { assertNever } from './errors';
import type { RevealDetail, RevealRule, RevealWhen } from './exercise';
import type { CheckResult, RunReport } from './run/report';
import type { PlannedCheck } from './run/request';

/** What has happened so far, as far as the reveal rule asks. */
export interface RevealContext {
  /** Runs that count, the present one included. */
  readonly runs: number;
  /** A whole run has passed, now or before. */
  readonly passed: boolean;
  readonly submitted: boolean;
  /** The deadline is over. */
  readonly due: boolean;
}

/** `after-runs` is satisfied by a pass as well: who needs fewer runs has nothing left to be spared. */
export function isRevealed(when: RevealWhen, context: RevealContext): boolean {
  switch (when.at) {
    case 'always':
      return true;
    case 'after-runs':
      return context.passed || context.runs >= when.runs;
    case 'after-pass':
      return context.passed;
    case 'after-submit':
      return context.submitted;
    case 'after-due':
      return context.due;
    case 'never':
      return false;
    default:
      return assertNever(when);
  }
}

/** How much of a check may be seen now; undefined is nothing at all. */
export const visibleDetail = (
  rule: RevealRule['checks'],
  context: RevealContext,
): RevealDetail | undefined => (isRevealed(rule.when, context) ? rule.detail : undefined);

/** A debugger stops inside a check, and shows the values it works with: only who may see all of them may use one. */
export const mayDebug = (detail: RevealDetail | undefined): boolean => detail === 'diff';

/** Coverage tells what the learner's code did during the checks, as its console lines do. */
export const mayMeasure = (detail: RevealDetail | undefined): boolean =>
  detail === 'message' || detail === 'diff';

/**
 * A playground draws what a check would draw, and prints what it would print. So it is there from the beginning of
 * practice, and absent as long as checks are withheld: in assessed work.
 */
export const mayPlay = mayMeasure;

/**
 * The report cut to what may be seen. What is hidden is not in it, so it can be handed to a panel or written to a file.
 * Whether a run passed is decided on the report before this.
 */
export function revealed(report: RunReport, rule: RevealRule['checks'], context: RevealContext): RunReport {
  const detail = visibleDetail(rule, context);
  const checks = report.checks.map((check, index) => revealCheck(check, index, detail));
  switch (report.kind) {
    case 'timed-out':
    case 'crashed':
      return { ...report, checks, during: showsTitle(detail) ? report.during : null };
    case 'finished':
    case 'did-not-compile':
    case 'cancelled':
      return { ...report, checks };
    default:
      return assertNever(report);
  }
}

/** One check as it may be seen. `index` is its place among all checks of the run. */
export function revealCheck(
  check: CheckResult,
  index: number,
  detail: RevealDetail | undefined,
): CheckResult {
  const { suite, title, requirements, state, ms, failure, logs, trace } = check;
  if (detail === undefined) {
    const hidden = state === 'not-run' ? state : 'not-revealed';
    return { suite, title: numbered(index), requirements: [], state: hidden, ms: 0, logs: [], trace: [] };
  }
  switch (detail) {
    case 'state':
      return { suite, title: numbered(index), requirements: [], state, ms, logs: [], trace: [] };
    case 'requirement':
      return { suite, title, requirements, state, ms, logs: [], trace: [] };
    case 'message':
      if (!failure) return check;
      // The first line is the sentence; an assertion's difference follows it.
      return {
        ...{ suite, title, requirements, state, ms, logs, trace },
        failure: { message: failure.message.split('\n', 1)[0]!, frames: failure.frames },
      };
    case 'diff':
      return check;
    default:
      return assertNever(detail);
  }
}

/** As `revealCheck`, for the list that a run begins with. */
export const revealPlanned = (
  check: PlannedCheck,
  index: number,
  detail: RevealDetail | undefined,
): PlannedCheck =>
  showsTitle(detail) ? check : { suite: check.suite, title: numbered(index), requirements: [] };

const showsTitle = (detail: RevealDetail | undefined): boolean => detail !== undefined && detail !== 'state';

const numbered = (index: number): string => `Check ${index + 1}`;
