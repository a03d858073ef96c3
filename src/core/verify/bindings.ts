import * as l10n from '@vscode/l10n';
import type { Exercise } from '../exercise';
import type { PlannedCheck } from '../run/request';
import { finding, type Anchor, type UnplacedFinding } from './finding';

/** Every check cites requirements that exist, every requirement is checked, and no two checks are called the same. */
export function checkBindings(exercise: Exercise, planned: readonly PlannedCheck[]): UnplacedFinding[] {
  const known = exercise.requirements.map(r => r.id);
  const findings: UnplacedFinding[] = [];
  const seen = new Set<string>();
  for (const check of planned) {
    const name = l10n.t('"{0}" in suite "{1}"', check.title, check.suite);
    const at = placeOfCheck(exercise, check);
    const key = JSON.stringify([check.suite, check.title]);
    if (seen.has(key))
      findings.push(
        finding(
          'duplicate-title',
          l10n.t('Two checks are called {0}.', name),
          l10n.t('Give each its own title.'),
          at,
        ),
      );
    seen.add(key);
    if (check.requirements.length === 0)
      findings.push(
        finding(
          'uncited-check',
          l10n.t('{0} cites no requirement.', name),
          l10n.t('Begin its title with one: {0}.', '"R1 …"'),
          at,
        ),
      );
    for (const id of check.requirements.filter(r => !known.includes(r)))
      findings.push(
        finding(
          'unknown-requirement',
          l10n.t('{0} cites {1}, which exercise.yaml does not list.', name, id),
          l10n.t('Cite one of those from {0} to {1}.', known[0] ?? '', known.at(-1) ?? ''),
          at,
        ),
      );
  }
  for (const suite of exercise.suites)
    if (!planned.some(check => check.suite === suite.id))
      findings.push(
        finding(
          'empty-suite',
          l10n.t('The suite "{0}" has no checks.', suite.id),
          l10n.t('Add some to {0}.', suite.entry),
          {
            file: suite.entry,
          },
        ),
      );
  const cited = new Set(planned.flatMap(check => check.requirements));
  for (const id of known.filter(r => !cited.has(r)))
    findings.push(
      finding(
        'unchecked-requirement',
        l10n.t('No check cites {0}.', id),
        l10n.t('Add one, or remove the requirement.'),
        {
          yaml: ['requirements', id],
        },
      ),
    );
  return findings;
}

/** Where the module says its title; the beginning of the module when it is put together there. */
export function placeOfCheck(
  { suites }: Pick<Exercise, 'suites'>,
  { suite, title }: Pick<PlannedCheck, 'suite' | 'title'>,
): Anchor {
  const entry = suites.find(({ id }) => id === suite)?.entry;
  const own = title.split(' › ').at(-1)!;
  return entry === undefined ? { yaml: ['suites'] } : { file: entry, text: own };
}
