import * as l10n from '@vscode/l10n';
import type { CheckResult, CheckState, RunReport } from '../run/report';
import { placeOfCheck } from './bindings';
import { finding, type UnplacedFinding } from './finding';
import type { Exercise } from '../exercise';

/**
 * The same design with the same seed, run at another time and in another order: what is seen of each check is equal but
 * for the time it took, and so are the words of its failure.
 */
export function judgeRepetition(
  exercise: Exercise,
  first: readonly RunReport[],
  again: readonly RunReport[],
): UnplacedFinding[] {
  const findings = new Map</* check */ string, UnplacedFinding>();
  for (const second of again) {
    const before = first.find(({ seed }) => seed === second.seed);
    // A run that was ended has been reported, and says nothing of the checks that it did not reach.
    if (before?.kind !== 'finished' || second.kind !== 'finished') continue;
    for (const [index, check] of before.checks.entries()) {
      const what = differenceOf(check, second.checks[index]);
      if (what === undefined || findings.has(check.title)) continue;
      findings.set(
        check.title,
        finding(
          'not-deterministic',
          l10n.t('"{0}" gives two results for seed {1}: {2}.', check.title, second.seed, what),
          l10n.t(
            'Take time from "clock" and randomness from "random", and leave what was measured out of messages.',
          ),
          placeOfCheck(exercise, check),
        ),
      );
    }
  }
  return [...findings.values()];
}

/** A check by itself, and the same one after all that come before it. */
export function judgeAlone(
  exercise: Exercise,
  whole: RunReport | undefined,
  alone: RunReport | undefined,
): UnplacedFinding[] {
  if (whole?.kind !== 'finished' || alone?.kind !== 'finished') return [];
  const findings: UnplacedFinding[] = [];
  for (const check of alone.checks) {
    const within = whole.checks.find(({ suite, title }) => suite === check.suite && title === check.title);
    const what = within && differenceOf(within, check);
    if (what !== undefined)
      findings.push(
        finding(
          'depends-on-others',
          l10n.t('"{0}" gives another result by itself than after other checks: {1}.', check.title, what),
          l10n.t(
            'Begin each check with objects of its own; nothing may be kept in a variable of the module.',
          ),
          placeOfCheck(exercise, check),
        ),
      );
  }
  return findings;
}

function differenceOf(one: CheckResult, other: CheckResult | undefined): string | undefined {
  if (one.title !== other?.title || one.suite !== other.suite) return l10n.t('it is not there each time');
  if (one.state !== other.state)
    return l10n.t('it has {0}, and it has {1}', stateWord(one.state), stateWord(other.state));
  const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);
  if (!same(one.failure, other.failure)) return l10n.t('it fails in other words');
  if (!same(one.logs, other.logs)) return l10n.t('what is printed differs');
  return same(one.trace, other.trace) ? undefined : l10n.t('its picture differs');
}

const stateWord = (state: CheckState): string =>
  state === 'passed' ? l10n.t('passed') : state === 'failed' ? l10n.t('failed') : state;
