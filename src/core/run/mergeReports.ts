import type { CheckResult, RunReport } from './report';

/**
 * What is known after a run of a part: its own results in their place among all checks. The others keep what they had
 * when the files are the same as then, and have not run otherwise. A part that gave no verdict stands for itself.
 */
export function mergePart(before: RunReport | undefined, part: RunReport, sameFiles: boolean): RunReport {
  if (part.kind !== 'finished' || part.loadFailure) return part;
  if (before?.pack.hash !== part.pack.hash) return part;
  const keep = sameFiles && before.kind === 'finished' && !before.loadFailure;
  const fresh = new Map(part.checks.map(check => [keyOf(check), check]));
  if (!part.checks.every(check => before.checks.some(old => keyOf(old) === keyOf(check)))) return part;
  const checks = before.checks.map(
    old => fresh.get(keyOf(old)) ?? (keep ? { ...old, seed: old.seed ?? before.seed } : notRun(old)),
  );
  return { ...part, checks };
}

const keyOf = ({ suite, title }: CheckResult): string => JSON.stringify([suite, title]);

const notRun = ({ suite, title, requirements }: CheckResult): CheckResult => ({
  suite,
  title,
  requirements,
  state: 'not-run',
  ms: 0,
  logs: [],
  trace: [],
});
