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
  const { pack, seed, walls } = report;
  const extra = { exercise: report.exercise, outcome, pack, seed, walls };
  return ctrfDocument(tests, { startedAt, stop: startedAt + report.durationMs, version, extra });
}

/** The frame around the tests, with its counts. */
export function ctrfDocument(
  tests: readonly { readonly status: string }[],
  {
    startedAt,
    stop,
    version,
    extra,
  }: {
    readonly startedAt: number;
    readonly stop: number;
    readonly version: string;
    readonly extra: object;
  },
): object {
  const count = (status: string): number => tests.filter(test => test.status === status).length;
  return {
    reportFormat: 'CTRF',
    specVersion: '0.0.0',
    timestamp: new Date(Math.round(stop)).toISOString(),
    generatedBy: `design-drills ${version}`,
    results: {
      tool: { name: 'design-drills', version },
      summary: {
        tests: tests.length,
        ...{ passed: count('passed'), failed: count('failed'), skipped: count('skipped') },
        ...{ pending: count('pending'), other: count('other') },
        ...{ start: Math.round(startedAt), stop: Math.round(stop) },
      },
      tests,
      extra,
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
