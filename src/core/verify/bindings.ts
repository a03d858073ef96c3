import type { Exercise } from '../exercise';
import type { PlannedCheck } from '../run/request';
import { finding, type Anchor, type UnplacedFinding } from './finding';

/** Every check cites requirements that exist, every requirement is checked, and no two checks are called the same. */
export function checkBindings(exercise: Exercise, planned: readonly PlannedCheck[]): UnplacedFinding[] {
  const known = exercise.requirements.map(r => r.id);
  const findings: UnplacedFinding[] = [];
  const seen = new Set<string>();
  for (const check of planned) {
    const name = `"${check.title}" in suite "${check.suite}"`;
    const at = placeOfCheck(exercise, check);
    const key = JSON.stringify([check.suite, check.title]);
    if (seen.has(key))
      findings.push(
        finding('duplicate-title', `Two checks are called ${name}.`, 'Give each its own title.', at),
      );
    seen.add(key);
    if (check.requirements.length === 0)
      findings.push(
        finding('uncited-check', `${name} cites no requirement.`, `Begin its title with one: "R1 …".`, at),
      );
    for (const id of check.requirements.filter(r => !known.includes(r)))
      findings.push(
        finding(
          'unknown-requirement',
          `${name} cites ${id}, which exercise.yaml does not list.`,
          `Cite one of those from ${known[0]} to ${known.at(-1)}.`,
          at,
        ),
      );
  }
  for (const suite of exercise.suites)
    if (!planned.some(check => check.suite === suite.id))
      findings.push(
        finding('empty-suite', `The suite "${suite.id}" has no checks.`, `Add some to ${suite.entry}.`, {
          file: suite.entry,
        }),
      );
  const cited = new Set(planned.flatMap(check => check.requirements));
  for (const id of known.filter(r => !cited.has(r)))
    findings.push(
      finding('unchecked-requirement', `No check cites ${id}.`, 'Add one, or remove the requirement.', {
        yaml: ['requirements', id],
      }),
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
