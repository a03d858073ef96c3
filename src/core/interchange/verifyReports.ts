import type { Pack } from '../exercise';
import { formatProblem, type Problem } from '../pack/problem';
import { claimsOf, type Claim } from './claims';
import { ctrfDocument } from './ctrf';
import { junitXml } from './junitXml';
import { plainText } from './reported';
import type { Finding } from '../verify/finding';
import type { VerifiedExercise } from '../verify/verified';

/** A verification as other tools are told of it. */
export interface ReportedVerification {
  readonly pack: Pick<Pack, 'id' | 'title' | 'version'>;
  /** In the files: of exercises that could not be read, and warnings. */
  readonly problems: readonly Problem[];
  readonly verdicts: readonly VerifiedExercise[];
  /** Epoch milliseconds. */
  readonly startedAt: number;
  /** Of Design Drills. */
  readonly version: string;
}

/** A group of claims: an exercise, or the files of the pack. */
interface Group {
  readonly name: string;
  readonly title: string;
  readonly durationMs: number;
  readonly claims: readonly (Omit<Claim, 'findings'> & { readonly text: string })[];
}

/** Of JUnit: a testsuite for the files and for each exercise, a testcase for each claim. */
export function junitOfVerification(verification: ReportedVerification): string {
  const { startedAt } = verification;
  const groups = groupsOf(verification);
  const suites = groups.map(({ name, claims, durationMs }) => ({
    name,
    cases: claims.map(({ name: claimed, state, text }, index) => ({
      ...{ name: claimed, classname: name, ms: index === 0 ? durationMs : 0 },
      ...(state === 'failed' && {
        result: { kind: 'failure', message: firstLine(text), type: 'finding', text } as const,
      }),
      ...(state === 'skipped' && { result: { kind: 'skipped', message: 'not run' } as const }),
      ...(state === 'passed' && text !== '' && { output: text }),
    })),
  }));
  return junitXml(verification.pack.id, suites, { startedAt, durationMs: total(groups) });
}

/** Of CTRF: a test for each claim. */
export function ctrfOfVerification(verification: ReportedVerification): object {
  const { startedAt, version, pack } = verification;
  const groups = groupsOf(verification);
  const tests = groups.flatMap(({ name, claims, durationMs }) =>
    claims.map(({ name: claimed, state, text }, index) => ({
      ...{ name: plainText(claimed), status: state, suite: [name] },
      duration: index === 0 ? Math.round(durationMs) : 0,
      ...(text !== '' && { message: plainText(text) }),
    })),
  );
  const extra = { pack: pack.id, packVersion: pack.version };
  return ctrfDocument(tests, { startedAt, stop: startedAt + total(groups), version, extra });
}

/** Of Gradescope: a test and a point for each exercise, for courses in which packs are handed in. */
export function gradescopeOfVerification(verification: ReportedVerification): object {
  const groups = groupsOf(verification);
  const isSound = ({ claims }: Group): boolean => claims.every(({ state }) => state !== 'failed');
  return {
    output: `${groups.filter(isSound).length} of ${groups.length} are sound`,
    output_format: 'text',
    execution_time: Math.round(total(groups)) / 1_000,
    visibility: 'visible',
    stdout_visibility: 'hidden',
    tests: groups.map((group, index) => ({
      name: plainText(group.title),
      number: String(index + 1),
      status: isSound(group) ? 'passed' : 'failed',
      score: isSound(group) ? 1 : 0,
      max_score: 1,
      output_format: 'text',
      output: plainText(
        group.claims
          .map(({ text }) => text)
          .filter(Boolean)
          .join('\n'),
      ),
      visibility: 'visible',
    })),
  };
}

function groupsOf({ pack, problems, verdicts }: ReportedVerification): Group[] {
  const files: Group['claims'][number] = {
    name: 'the files can be read',
    state: problems.some(({ severity }) => severity === 'error') ? 'failed' : 'passed',
    text: problems.map(formatProblem).join('\n'),
  };
  return [
    { name: pack.id, title: `Files of ${pack.title}`, durationMs: 0, claims: [files] },
    ...verdicts.map(verdict => ({
      name: `${pack.id}/${verdict.exercise}`,
      title: verdict.title,
      durationMs: verdict.durationMs,
      claims: claimsOf(verdict).map(({ findings, ...claim }) => ({
        ...claim,
        text: findings.map(formatFinding).join('\n'),
      })),
    })),
  ];
}

/** As problems in the files are written, so that one matcher finds both. */
export function formatFinding({ code, severity, message, remedy, place }: Finding): string {
  const where = place ? `${place.file}:${place.line}:${place.column}: ` : '';
  return `${where}${severity}: ${message} ${remedy} [${code}]`;
}

const total = (groups: readonly Group[]): number =>
  groups.reduce((sum, { durationMs }) => sum + durationMs, 0);
const firstLine = (text: string): string => text.split('\n', 1)[0]!;
