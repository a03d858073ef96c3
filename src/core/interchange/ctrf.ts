import { headline } from '../run/headline';
import type { CheckResult } from '../run/report';
import { plainText, type ReportedRun } from './reported';

/** Common Test Report Format: https://ctrf.io, specification 0.0.0 of its schema. */
export function ctrfOf({ exercise, report, outcome, startedAt, version }: ReportedRun): object {
  const noVerdict = report.kind !== 'finished' || report.loadFailure !== undefined;
  const tests = [
    ...report.checks.map(check => testOf(check, suiteTitle(exercise.suites, check.suite))),
    ...(noVerdict
      ? [{ name: 'run', status: 'failed', duration: 0, message: plainText(headline(report)) }]
      : []),
  ];
  const count = (status: string): number => tests.filter(test => test.status === status).length;
  const stop = Math.round(startedAt + report.durationMs);
  return {
    reportFormat: 'CTRF',
    specVersion: '0.0.0',
    timestamp: new Date(stop).toISOString(),
    generatedBy: `design-drills ${version}`,
    results: {
      tool: { name: 'design-drills', version },
      summary: {
        tests: tests.length,
        ...{ passed: count('passed'), failed: count('failed'), skipped: count('skipped') },
        ...{ pending: count('pending'), other: count('other') },
        ...{ start: Math.round(startedAt), stop },
      },
      tests,
      extra: {
        exercise: report.exercise,
        outcome,
        ...{ pack: report.pack, seed: report.seed, walls: report.walls },
      },
    },
  };
}

const suiteTitle = (suites: ReportedRun['exercise']['suites'], id: string): string =>
  suites.find(suite => suite.id === id)?.title ?? id;

const words = { passed: 'passed', failed: 'failed', 'not-run': 'skipped', 'not-revealed': 'other' } as const;

function testOf(check: CheckResult, suite: string) {
  const [frame] = check.failure?.frames ?? [];
  return {
    name: plainText(check.title),
    status: words[check.state],
    duration: Math.round(check.ms),
    suite: [suite],
    tags: [...check.requirements],
    ...(check.failure && { message: plainText(check.failure.message) }),
    ...(frame && { filePath: frame.file, line: frame.line }),
    ...(check.logs.length > 0 && { stdout: check.logs.map(({ text }) => plainText(text)) }),
  };
}
