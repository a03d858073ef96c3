import { headline } from '../run/headline';
import type { CheckResult } from '../run/report';
import { plainText, type ReportedRun } from './reported';

/**
 * JUnit's XML as CI servers read it: a testsuite for each suite, a testcase for each check, and one error for a run that
 * gave no verdict. https://github.com/testmoapp/junitxml
 */
export function junitOf({ exercise, report, startedAt }: ReportedRun): string {
  const suites = exercise.suites.map(({ id, title }) => ({
    title,
    checks: report.checks.filter(check => check.suite === id),
  }));
  const body = suites
    .filter(({ checks }) => checks.length > 0)
    .map(({ title, checks }) => testSuite(`${report.exercise} ${title}`, checks, startedAt));
  const noVerdict = report.kind !== 'finished' || report.loadFailure !== undefined;
  if (noVerdict) body.push(errorSuite(report.exercise, headline(report), startedAt));
  const counts = countsOf(report.checks, noVerdict ? 1 : 0);
  const attributes = attributesOf({
    name: report.exercise,
    ...counts,
    time: seconds(report.durationMs),
  });
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites${attributes}>\n${body.join('')}</testsuites>\n`;
}

function testSuite(name: string, checks: readonly CheckResult[], startedAt: number): string {
  const time = seconds(checks.reduce((sum, { ms }) => sum + ms, 0));
  const attributes = attributesOf({ name, ...countsOf(checks, 0), time, timestamp: timestamp(startedAt) });
  return `  <testsuite${attributes}>\n${checks.map(check => testCase(name, check)).join('')}  </testsuite>\n`;
}

function errorSuite(name: string, message: string, startedAt: number): string {
  const attributes = attributesOf({
    name,
    ...countsOf([], 1),
    time: seconds(0),
    timestamp: timestamp(startedAt),
  });
  return `  <testsuite${attributes}>\n    <testcase${attributesOf({ name: 'run', classname: name, time: seconds(0) })}>\n      <error${attributesOf({ message })}></error>\n    </testcase>\n  </testsuite>\n`;
}

function testCase(classname: string, check: CheckResult): string {
  const attributes = attributesOf({ name: check.title, classname, time: seconds(check.ms) });
  const inside = [resultOf(check), outputOf(check)].filter(Boolean);
  if (inside.length === 0) return `    <testcase${attributes}></testcase>\n`;
  return `    <testcase${attributes}>\n${inside.join('')}    </testcase>\n`;
}

function resultOf({ state, failure, requirements }: CheckResult): string {
  switch (state) {
    case 'passed':
      return '';
    case 'failed': {
      const [first = ''] = (failure?.message ?? 'This check failed.').split('\n', 1);
      const places = failure?.frames.map(
        ({ file, line, column, fn }) => `    at ${fn} ${file}:${line}:${column}`,
      );
      const text = [failure?.message ?? '', ...(places ?? [])].join('\n');
      return `      <failure${attributesOf({ message: first, type: requirements.join(',') || 'check' })}>${escapeText(text)}</failure>\n`;
    }
    case 'not-run':
      return '      <skipped message="not run"></skipped>\n';
    case 'not-revealed':
      return '      <skipped message="not revealed"></skipped>\n';
  }
}

const outputOf = ({ logs }: CheckResult): string =>
  logs.length === 0
    ? ''
    : `      <system-out>${escapeText(logs.map(({ text }) => text).join('\n'))}</system-out>\n`;

const countsOf = (checks: readonly CheckResult[], errors: number) => ({
  tests: checks.length + errors,
  failures: checks.filter(({ state }) => state === 'failed').length,
  errors,
  skipped: checks.filter(({ state }) => state === 'not-run' || state === 'not-revealed').length,
});

const seconds = (ms: number): string => (ms / 1_000).toFixed(3);
/** Without a zone, as the format has it. */
const timestamp = (at: number): string => new Date(at).toISOString().slice(0, 19);

const attributesOf = (attributes: Readonly<Record<string, string | number>>): string =>
  Object.entries(attributes)
    .map(
      ([name, value]) =>
        ` ${name}="${escapeText(String(value)).replaceAll('"', '&quot;').replaceAll('\n', '&#10;')}"`,
    )
    .join('');

const escapeText = (text: string): string =>
  plainText(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
