import { headline } from '../run/headline';
import type { CheckResult } from '../run/report';
import { junitXml, type JunitCase, type JunitSuite } from './junitXml';
import type { ReportedRun } from './reported';

/** A testsuite for each suite, a testcase for each check, and one error for a run that gave no verdict. */
export function junitOf({ exercise, report, startedAt }: ReportedRun): string {
  const suites: JunitSuite[] = exercise.suites.map(({ id, title }) => {
    const name = `${report.exercise} ${title}`;
    const cases = report.checks.filter(({ suite }) => suite === id).map(check => testCase(name, check));
    return { name, cases };
  });
  const told = suites.filter(({ cases }) => cases.length > 0);
  if (report.kind !== 'finished' || report.loadFailure !== undefined) {
    const error = { kind: 'error', message: headline(report) } as const;
    const run = { name: 'run', classname: report.exercise, ms: 0, result: error };
    told.push({ name: report.exercise, cases: [run] });
  }
  return junitXml(report.exercise, told, { startedAt, durationMs: report.durationMs });
}

function testCase(classname: string, check: CheckResult): JunitCase {
  const { title, ms, logs } = check;
  const result = resultOf(check);
  return {
    ...{ name: title, classname, ms },
    ...(result && { result }),
    ...(logs.length > 0 && { output: logs.map(({ text }) => text).join('\n') }),
  };
}

function resultOf({ state, failure, requirements }: CheckResult): JunitCase['result'] {
  switch (state) {
    case 'passed':
      return undefined;
    case 'failed': {
      const [message = ''] = (failure?.message ?? 'This check failed.').split('\n', 1);
      const places = failure?.frames.map(
        ({ file, line, column, fn }) => `    at ${fn} ${file}:${line}:${column}`,
      );
      const text = [failure?.message ?? '', ...(places ?? [])].join('\n');
      return { kind: 'failure', message, type: requirements.join(',') || 'check', text };
    }
    case 'not-run':
      return { kind: 'skipped', message: 'not run' };
    case 'not-revealed':
      return { kind: 'skipped', message: 'not revealed' };
  }
}
