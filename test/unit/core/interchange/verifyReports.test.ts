import assert from 'node:assert/strict';
import { claimsOf } from '../../../../src/core/interchange/claims';
import {
  ctrfOfVerification,
  gradescopeOfVerification,
  junitOfVerification,
  type ReportedVerification,
} from '../../../../src/core/interchange/verifyReports';
import type { Finding } from '../../../../src/core/verify/finding';
import { verified, wrongResult } from '../support/verdicts';

const caught: Finding = {
  ...{ code: 'caught-elsewhere', severity: 'error', remedy: 'Make one mistake.' },
  message: 'The wrong variant "returns-old-value" fails R1 as well.',
  place: { file: 'counter/exercise.yaml', line: 37, column: 5 },
};
const slow: Finding = {
  ...{ code: 'slow-suite', severity: 'warning', remedy: 'Do less.' },
  message: 'The suite "basics" takes 400 ms & more.',
};
const unsound = verified({
  ok: false,
  findings: [caught, slow],
  wrong: [wrongResult('returns-old-value', { ok: false, unrelated: ['R1'] }), wrongResult('no-ceiling')],
});
const told: ReportedVerification = {
  pack: { id: 'good', title: 'A small good pack', version: '1.2.3' },
  problems: [],
  verdicts: [unsound, verified({ exercise: 'other', title: 'Another', unchanged: true, durationMs: 0 })],
  startedAt: Date.UTC(2026, 0, 2, 3, 4, 5),
  version: '1.0.0',
};

describe('the claims of a verification', () => {
  const states = (...args: Parameters<typeof claimsOf>): string[] =>
    claimsOf(...args).map(({ name, state, findings }) => `${state}: ${name} (${findings.length})`);

  it('are contradicted by findings, each by its own, and not by warnings', () =>
    assert.deepEqual(states(unsound), [
      'passed: the texts are in order (0)',
      'passed: checks and requirements belong together (0)',
      'passed: the suites rely on what is told (0)',
      'passed: the starter compiles and fails (0)',
      'passed: the solution passes (0)',
      'failed: the wrong variant returns-old-value is caught by R2 alone (1)',
      'passed: the wrong variant no-ceiling is caught by R2 alone (0)',
      'passed: one seed gives one result (0)',
      'passed: the suites are quick (1)',
      'skipped: changes of the solution are noticed (0)',
    ]));

  it('are one more where a playground cannot be played with', () => {
    const fails: Finding = { code: 'playground-fails', severity: 'error', message: 'No.', remedy: 'Look.' };
    const { findings } = unsound;
    assert.deepEqual(states({ ...unsound, findings: [...findings, fails] }).slice(-3), [
      'passed: the suites are quick (1)',
      'failed: the playground can be played with (1)',
      'skipped: changes of the solution are noticed (0)',
    ]);
  });

  it('lose no finding, whatever it is called', () => {
    const strange: Finding = { code: 'of-tomorrow', severity: 'error', message: 'New.', remedy: 'Look.' };
    assert.deepEqual(states(verified({ findings: [strange], kind: 'discussed', checks: [] })), [
      'failed: the texts are in order (1)',
    ]);
  });

  it('are not made of suites that could not be run', () => {
    const broken: Finding = {
      code: 'broken-suite',
      severity: 'error',
      message: 'No.',
      remedy: 'Correct it.',
    };
    const { starter: _, solution: __, ...rest } = verified({ findings: [broken], checks: [], wrong: [] });
    assert.deepEqual(states(rest), [
      'passed: the texts are in order (0)',
      'failed: checks and requirements belong together (1)',
      'skipped: the suites rely on what is told (0)',
      'skipped: the starter compiles and fails (0)',
      'skipped: the solution passes (0)',
      'skipped: one seed gives one result (0)',
      'skipped: the suites are quick (0)',
      'skipped: changes of the solution are noticed (0)',
    ]);
  });
});

describe('a verification for other tools', () => {
  it('is a testsuite for the files and for each exercise, in JUnit', () => {
    const xml = junitOfVerification(told);
    assert.deepEqual(
      xml.split('\n').filter(line => /<testsuite|<failure|system-out/.test(line)),
      [
        '<testsuites name="good" tests="20" failures="1" errors="0" skipped="2" time="1.500">',
        '  <testsuite name="good" tests="1" failures="0" errors="0" skipped="0" time="0.000" timestamp="2026-01-02T03:04:05">',
        '  <testsuite name="good/counter" tests="10" failures="1" errors="0" skipped="1" time="1.500" timestamp="2026-01-02T03:04:05">',
        '      <failure message="counter/exercise.yaml:37:5: error: The wrong variant &quot;returns-old-value&quot; fails R1 as well. Make one mistake. [caught-elsewhere]" type="finding">counter/exercise.yaml:37:5: error: The wrong variant "returns-old-value" fails R1 as well. Make one mistake. [caught-elsewhere]</failure>',
        '      <system-out>warning: The suite "basics" takes 400 ms &amp; more. Do less. [slow-suite]</system-out>',
        '  <testsuite name="good/other" tests="9" failures="0" errors="0" skipped="1" time="0.000" timestamp="2026-01-02T03:04:05">',
      ],
    );
  });

  it('is a test for each claim, in CTRF', () => {
    const { results } = ctrfOfVerification(told) as {
      results: { summary: object; tests: { name: string; status: string; suite: string[] }[] };
    };
    assert.deepEqual(results.summary, {
      ...{ tests: 20, passed: 17, failed: 1, skipped: 2, pending: 0, other: 0 },
      ...{ start: told.startedAt, stop: told.startedAt + 1_500 },
    });
    assert.deepEqual(
      results.tests.filter(({ status }) => status === 'failed').map(({ name, suite }) => [suite, name]),
      [[['good/counter'], 'the wrong variant returns-old-value is caught by R2 alone']],
    );
  });

  it('is a point for each exercise, in Gradescope', () => {
    const { output, tests } = gradescopeOfVerification(told) as {
      output: string;
      tests: { name: string; score: number; output: string; visibility: string }[];
    };
    assert.equal(output, '2 of 3 are sound');
    assert.deepEqual(
      tests.map(({ name, score, visibility }) => [name, score, visibility]),
      [
        ['Files of A small good pack', 1, 'visible'],
        ['Count what happens', 0, 'visible'],
        ['Another', 1, 'visible'],
      ],
    );
    assert.match(tests[1]!.output, /^counter\/exercise\.yaml:37:5: error: .*\nwarning: .*\[slow-suite\]$/);
  });
});
