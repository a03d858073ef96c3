import * as l10n from '@vscode/l10n';
import { finding, warning, type Anchor, type UnplacedFinding } from './finding';
import type { MutationScore } from './mutation';

/** Whether the suites notice as much as their pack asks of them, and whether there was time to find out. */
export function judgeScore(
  { percent, survived, notRun, mutants }: MutationScore,
  floor: number,
): UnplacedFinding[] {
  const findings: UnplacedFinding[] = [];
  const first = mutants.find(({ fate }) => fate === 'survived');
  const at: Anchor = first ? { file: `solution/${first.file}`, line: first.line } : { yaml: ['suites'] };
  if (percent !== null && percent < floor)
    findings.push(
      finding(
        'mutation-score',
        l10n.t(
          'The suites notice {0} % of the changes to the solution; {1} % are wanted ({2} went unnoticed).',
          percent,
          floor,
          survived,
        ),
        l10n.t(
          'Add checks for those listed, or exclude one that changes nothing with a comment: // Stryker disable next-line …',
        ),
        at,
      ),
    );
  if (notRun > 0)
    findings.push(
      warning(
        'mutation-unfinished',
        l10n.t('There was no time for {0} of {1} changes to the solution.', notRun, mutants.length),
        l10n.t('Give more with "--mutant-minutes", or make the suites quicker.'),
        at,
      ),
    );
  return findings;
}
