import * as l10n from '@vscode/l10n';
import type { Exercise, WrongVariant } from '../exercise';
import { headline } from '../run/headline';
import { citedRequirements, outcomeOf, type Outcome, type RunReport } from '../run/report';
import { finding, type Anchor, type UnplacedFinding } from './finding';

/** How one design fared against the suites. */
export interface DesignResult {
  readonly id: string;
  readonly title: string;
  readonly ok: boolean;
  /** It compiles, and its modules can be loaded. */
  readonly loads: boolean;
  /** The worst outcome over all seeds. */
  readonly outcome: Outcome;
  /** Requirements that failed on every seed, in order. */
  readonly failed: readonly string[];
  /** Requirements that failed on some seeds only. */
  readonly sometimes: readonly string[];
}

export interface WrongResult extends DesignResult {
  readonly caughtBy: readonly string[];
  /** Named requirements that let it pass, on one seed at least. */
  readonly missed: readonly string[];
  /** Requirements that neither list names and that failed all the same, on one seed at least. */
  readonly unrelated: readonly string[];
}

/** A verdict on a design, and what is to be said about it. */
export interface Judged<R extends DesignResult> {
  readonly result: R;
  readonly findings: readonly UnplacedFinding[];
}

type Reports = readonly RunReport[];

/** The starter compiles, loads, and fails. */
export function judgeStarter(exercise: Exercise, reports: Reports): Judged<DesignResult> {
  const result = resultOf(exercise, { id: 'starter', title: l10n.t('Starter') }, reports, ['failed']);
  const at = ownFile(exercise, 'starter');
  if (result.outcome === 'passed') {
    const passes = l10n.t('The starter passes every check.');
    return {
      result,
      findings: [finding('starter-passes', passes, l10n.t('Take the answer out of the starter.'), at)],
    };
  }
  if (result.ok) return { result, findings: [] };
  const code = result.loads ? 'starter-ends-early' : 'starter-does-not-load';
  const message = l10n.t('The starter gets no verdict: {0}.', worst(reports).words);
  return { result, findings: [finding(code, message, l10n.t('Make it compile and fail its checks.'), at)] };
}

/** A right design passes on every seed. */
export function judgeRight(
  exercise: Exercise,
  design: { readonly id: string; readonly title: string },
  reports: Reports,
  words: { readonly name: string; readonly code: string; readonly at: Anchor },
): Judged<DesignResult> {
  const result = resultOf(exercise, design, reports, ['passed']);
  if (result.ok) return { result, findings: [] };
  const { words: why, seed } = worst(reports);
  const message = l10n.t(
    'Seed {0}: {1} does not pass: {2}.{3}',
    seed,
    words.name,
    why,
    firstFailures(reports),
  );
  return {
    result,
    findings: [finding(words.code, message, l10n.t('Correct it, or the check that rejects it.'), words.at)],
  };
}

/** The first file that the learner writes. */
export const ownFile = ({ files }: Exercise, folder: 'starter' | 'solution'): Anchor => ({
  file: `${folder}/${files.find(({ owner }) => owner === 'learner')?.path ?? ''}`,
});

/**
 * A wrong variant fails on the requirements that it names, on every seed, and on nothing else: who reads that R4 failed
 * looks for the mistake at R4.
 */
export function judgeWrong(exercise: Exercise, variant: WrongVariant, reports: Reports): Judged<WrongResult> {
  const base = resultOf(exercise, variant, reports, ['failed', 'timed-out', 'crashed']);
  const { caughtBy, alsoFails } = variant;
  const at = { yaml: ['wrong', exercise.wrong.indexOf(variant)] };
  const missed = caughtBy.filter(r => !base.failed.includes(r));
  const unrelated = [...base.failed, ...base.sometimes].filter(
    r => !caughtBy.includes(r) && !alsoFails.includes(r),
  );
  const ok = base.ok && missed.length === 0 && unrelated.length === 0;
  const result = { ...base, ok, caughtBy, missed, unrelated };
  const name = l10n.t('The wrong variant "{0}"', variant.id);
  if (!result.loads) {
    const message = l10n.t('{0} does not get as far as a check: {1}.', name, worst(reports).words);
    return {
      result,
      findings: [finding('wrong-does-not-load', message, l10n.t('Correct the variant.'), at)],
    };
  }
  if (missed.length === 0 && unrelated.length === 0) return { result, findings: [] };
  if (missed.length === 0) {
    const seldom = unrelated.filter(r => result.sometimes.includes(r));
    const when = seldom.length > 0 ? l10n.t(' ({0} on some seeds only)', seldom.join(', ')) : '';
    const message = l10n.t('{0} fails {1} as well{2}.', name, unrelated.join(', '), when);
    const remedy = l10n.t(
      'Make one mistake only in it, or say that it may: "alsoFails: [{0}]".',
      unrelated.join(', '),
    );
    return { result, findings: [finding('caught-elsewhere', message, remedy, at)] };
  }
  const some = missed.filter(r => result.sometimes.includes(r));
  const when = some.length > 0 ? l10n.t(' ({0} on some seeds only)', some.join(', ')) : '';
  const instead = result.failed.length > 0 ? l10n.t('; it fails {0}', result.failed.join(', ')) : '';
  const early =
    result.outcome === 'failed' || result.outcome === 'passed' ? '' : ` (${worst(reports).words})`;
  const message = l10n.t('{0} is not caught by {1}{2}{3}{4}.', name, missed.join(', '), when, instead, early);
  const remedy = l10n.t('Sharpen the checks of that requirement, or name another in "caughtBy".');
  return { result, findings: [finding('not-caught', message, remedy, at)] };
}

function resultOf(
  exercise: Exercise,
  { id, title }: { readonly id: string; readonly title: string },
  reports: Reports,
  good: readonly Outcome[],
): DesignResult {
  const failedPerSeed = reports.map(failedRequirements);
  const everywhere = (r: string): boolean => failedPerSeed.every(failed => failed.has(r));
  const somewhere = (r: string): boolean => failedPerSeed.some(failed => failed.has(r));
  const outcomes = reports.map(outcomeOf);
  const unwanted = outcomes.find(outcome => !good.includes(outcome));
  const loads = reports.every(r => r.kind !== 'did-not-compile' && !(r.kind === 'finished' && r.loadFailure));
  const ids = exercise.requirements.map(r => r.id);
  return {
    ...{ id, title, loads },
    ok: loads && outcomes.length > 0 && unwanted === undefined,
    outcome: unwanted ?? outcomes[0] ?? 'cancelled',
    failed: ids.filter(everywhere),
    sometimes: ids.filter(r => somewhere(r) && !everywhere(r)),
  };
}

/** A check that was running when the process ended has failed: the design did not live through it. */
function failedRequirements(report: RunReport): Set<string> {
  const failed = report.checks.filter(check => check.state === 'failed').flatMap(check => check.requirements);
  if ((report.kind === 'timed-out' || report.kind === 'crashed') && report.during !== null) {
    const title = report.during;
    const running = report.checks.find(check => check.title === title);
    failed.push(...(running?.requirements ?? citedRequirements(title.split(' › ').at(-1)!)));
  }
  return new Set(failed);
}

/** The first report that is not a pass, in words. */
function worst(reports: Reports): { words: string; seed: number } {
  const report = reports.find(r => outcomeOf(r) !== 'passed') ?? reports[0];
  return { words: report ? headline(report) : l10n.t('it was not run'), seed: report?.seed ?? 0 };
}

/** The first few failed checks of the first report that has any, for a message. */
function firstFailures(reports: Reports): string {
  const failed =
    reports.map(r => r.checks.filter(c => c.state === 'failed')).find(list => list.length > 0) ?? [];
  const shown = failed
    .slice(0, 3)
    .map(
      ({ title, failure }) =>
        ` ${title}: ${(failure?.message ?? l10n.t('failed')).split('\n', 1)[0]!.replace(/\.$/, '')}.`,
    );
  return shown.join('') + (failed.length > 3 ? l10n.t(' And {0} more.', failed.length - 3) : '');
}
