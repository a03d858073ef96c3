import type { CheckResult, CheckState, RunReport } from '../core/run/report';
import type { Say } from './say';
import { formatDuration } from './quantities';

export interface Tally {
  readonly total: number;
  readonly passed: number;
  readonly failed: number;
  readonly notRun: number;
  readonly notRevealed: number;
}

export type Tone = 'passed' | 'failed' | 'incomplete';

/** What a run came to, in sentences. The first is the headline. */
export interface Verdict {
  readonly tone: Tone;
  readonly sentences: readonly [string, ...string[]];
}

export function tallyOf(checks: readonly { readonly state: CheckState | 'running' }[]): Tally {
  const count = (state: CheckState) => checks.filter(check => check.state === state).length;
  return {
    total: checks.length,
    passed: count('passed'),
    failed: count('failed'),
    notRun: count('not-run'),
    notRevealed: count('not-revealed'),
  };
}

export function verdictOf(report: RunReport, say: Say): Verdict {
  switch (report.kind) {
    case 'finished':
      return report.loadFailure
        ? { tone: 'failed', sentences: [say('loadFailure')] }
        : finished(tallyOf(report.checks), say);
    case 'did-not-compile':
      return { tone: 'failed', sentences: [say.many('didNotCompile', report.errors.length)] };
    case 'timed-out': {
      const limit = formatDuration(report.limitMs, say);
      const what = report.limit === 'check' ? say('timedOutCheck', { limit }) : say('timedOutRun', { limit });
      const after = say('stoppedAfter', { measured: formatDuration(report.durationMs, say) });
      return { tone: 'failed', sentences: [what, after, during(report.during, say), say('virtualTime')] };
    }
    case 'crashed':
      return {
        tone: 'failed',
        sentences: [say(`crashed.${report.cause}`), report.detail, during(report.during, say)].filter(
          sentence => sentence !== '',
        ) as [string, ...string[]],
      };
    case 'cancelled':
      return { tone: 'incomplete', sentences: [say('cancelled')] };
  }
}

/** "All passed" is said of a run in which nothing failed, nothing was left out and nothing is hidden. */
function finished(tally: Tally, say: Say): Verdict {
  const { total, passed, failed, notRun, notRevealed } = tally;
  if (total === 0) return { tone: 'incomplete', sentences: [say('noChecks')] };
  if (passed === total) return { tone: 'passed', sentences: [say.many('allPassed', total)] };
  return {
    tone: failed > 0 ? 'failed' : 'incomplete',
    sentences: [say.many('somePassed', total, { passed }), ...othersOf({ failed, notRun, notRevealed }, say)],
  };
}

export function othersOf(tally: Pick<Tally, 'failed' | 'notRun' | 'notRevealed'>, say: Say): string[] {
  const parts = [
    tally.failed > 0 ? say('countFailed', { count: tally.failed }) : '',
    tally.notRun > 0 ? say('countNotRun', { count: tally.notRun }) : '',
    tally.notRevealed > 0 ? say('countNotRevealed', { count: tally.notRevealed }) : '',
  ].filter(part => part !== '');
  return parts.length === 0 ? [] : [`${parts.join(', ')}.`];
}

const during = (check: string | null, say: Say): string =>
  check === null ? say('duringLoad') : say('during', { check: checkName(check).name });

/** `Token bucket › R3 refills continuously` in its parts. */
export interface CheckName {
  /** `describe` titles. */
  readonly path: readonly string[];
  /** The `it` title without the requirements it cites. */
  readonly name: string;
}

export function checkName(title: string): CheckName {
  const parts = title.split(' › ');
  const last = parts.at(-1) ?? '';
  const name = last.replace(/^(?:R\d+(?:\s*[,+]\s*|\s+))+/, '');
  return { path: parts.slice(0, -1), name: name === '' ? last : name };
}

export interface SuiteGroup {
  readonly suite: string;
  readonly title: string;
  readonly tally: Tally;
  /** Failed ones first; otherwise in the order of the suite. */
  readonly checks: readonly CheckResult[];
}

/** Suites with failures first; otherwise in the order of the run. */
export function groupBySuite(checks: readonly CheckResult[]): readonly SuiteGroup[] {
  const suites = [...new Set(checks.map(check => check.suite))];
  const groups = suites.map(suite => {
    const own = checks.filter(check => check.suite === suite);
    return { suite, title: groupTitle(suite, own), tally: tallyOf(own), checks: failedFirst(own, isFailed) };
  });
  return failedFirst(groups, group => group.tally.failed > 0);
}

/** As many explained at once are still seen at once. */
const all = 3;

/** The checks to be opened from the start: the failed ones, but of many only the first, or nobody finds any. */
export function checksToOpen(groups: readonly SuiteGroup[]): ReadonlySet<CheckResult> {
  const failed = groups.flatMap(group => group.checks.filter(isFailed));
  return new Set(failed.length <= all ? failed : failed.slice(0, 1));
}

const isFailed = (check: CheckResult): boolean => check.state === 'failed';

function failedFirst<T>(items: readonly T[], failed: (item: T) => boolean): readonly T[] {
  return [...items.filter(failed), ...items.filter(item => !failed(item))];
}

/** The `describe` that holds the whole suite says it best; its id is the second choice. */
function groupTitle(suite: string, checks: readonly CheckResult[]): string {
  const heads = new Set(checks.map(check => checkName(check.title).path[0]));
  const [only] = heads;
  return heads.size === 1 && only !== undefined ? only : sentenceCase(suite.replaceAll('-', ' '));
}

const sentenceCase = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
