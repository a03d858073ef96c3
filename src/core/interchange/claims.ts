import type { Finding } from '../verify/finding';
import type { VerifiedExercise } from '../verify/verified';

/** One thing that a verification has shown, or has not. */
export interface Claim {
  readonly name: string;
  readonly state: 'passed' | 'failed' | 'skipped';
  readonly findings: readonly Finding[];
}

/** Which claim a finding contradicts; what no line names belongs to the first. */
const claimsByCode: readonly [name: string, codes: readonly string[]][] = [
  [
    'the texts are in order',
    ['missing-alternative', 'misspelt-requirement', 'long-statement', 'no-good-point', 'too-little-time'],
  ],
  [
    'checks and requirements belong together',
    [
      ...['uncited-check', 'unknown-requirement', 'unchecked-requirement', 'empty-suite', 'duplicate-title'],
      'broken-suite',
    ],
  ],
  ['the suites rely on what is told', ['untold-name']],
  ['the starter compiles and fails', ['starter-passes', 'starter-does-not-load', 'starter-ends-early']],
  ['the solution passes', ['solution-fails']],
];
const later: typeof claimsByCode = [
  ['one seed gives one result', ['not-deterministic', 'depends-on-others']],
  ['the suites are quick', ['slow-suite']],
];
/** Claimed of an exercise that has one, which is known here when something is wrong with it. */
const playground: (typeof claimsByCode)[number] = [
  'the playground can be played with',
  ['playground-fails', 'playground-draws-nothing', 'slow-playground'],
];
const mutation = ['changes of the solution are noticed', ['mutation-score', 'mutation-unfinished']] as const;

/** What is claimed of an exercise, in the order of the report. A warning contradicts nothing, and is told all the same. */
export function claimsOf({
  kind,
  checks,
  findings,
  alternatives,
  wrong,
  mutation: score,
}: VerifiedExercise): readonly Claim[] {
  const designs = [
    ...alternatives.map(({ id }) => ({ name: `the alternative ${id} passes`, said: `alternative "${id}"` })),
    ...wrong.map(({ id, caughtBy }) => ({
      name: `the wrong variant ${id} is caught by ${caughtBy.join(', ')} alone`,
      said: `wrong variant "${id}"`,
    })),
  ];
  const ofDesign = (finding: Finding, said: string): boolean => finding.message.includes(said);
  const hasRun = checks.length > 0;
  const known = new Set([...claimsByCode, ...later, playground, mutation].flatMap(([, codes]) => codes));
  const rest = findings.filter(
    finding => !known.has(finding.code) && !designs.some(({ said }) => ofDesign(finding, said)),
  );
  const byCode = ([name, codes]: (typeof claimsByCode)[number], needsRun: boolean): Claim =>
    claim(
      name,
      findings.filter(({ code }) => codes.includes(code)),
      !needsRun || hasRun,
    );
  const first = byCode(claimsByCode[0]!, false);
  const texts = claim(first.name, [...first.findings, ...rest], true);
  if (kind === 'discussed') return [texts];
  return [
    texts,
    byCode(claimsByCode[1]!, false),
    ...claimsByCode.slice(2).map(row => byCode(row, true)),
    ...designs.map(({ name, said }) =>
      claim(
        name,
        findings.filter(finding => ofDesign(finding, said)),
        true,
      ),
    ),
    ...later.map(row => byCode(row, true)),
    ...(findings.some(({ code }) => playground[1].includes(code)) ? [byCode(playground, true)] : []),
    claim(
      mutation[0] + (score === undefined || score.percent === null ? '' : ` (${score.percent} %)`),
      findings.filter(({ code }) => mutation[1].some(own => own === code)),
      score !== undefined,
    ),
  ];
}

const claim = (name: string, findings: readonly Finding[], wasAsked: boolean): Claim => ({
  name,
  state: findings.some(({ severity }) => severity === 'error') ? 'failed' : wasAsked ? 'passed' : 'skipped',
  findings,
});
