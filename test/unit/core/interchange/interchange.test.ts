import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Window } from 'happy-dom';
import type { RevealWhen } from '../../../../src/core/exercise';
import { ctrfOf } from '../../../../src/core/interchange/ctrf';
import { gradescopeOf } from '../../../../src/core/interchange/gradescope';
import { junitOf } from '../../../../src/core/interchange/junit';
import type { ReportedRun } from '../../../../src/core/interchange/reported';
import { noWalls, type CheckResult, type RunReport } from '../../../../src/core/run/report';
import { goodPack } from '../support/packs';

const [good] = goodPack().exercises;
const check = (title: string, state: CheckResult['state'], more: Partial<CheckResult> = {}): CheckResult => ({
  ...{ suite: good!.suites[0]!.id, title, state, ms: 2, logs: [], trace: [] },
  requirements: [/R\d/.exec(title)![0]],
  ...more,
});
const finished: RunReport = {
  kind: 'finished',
  exercise: 'good/counter',
  pack: { id: 'good', version: '1.2.3', hash: 'abc' },
  seed: 7,
  durationMs: 42,
  walls: noWalls,
  loadLogs: [],
  checks: [
    check('R1 begins', 'passed'),
    check('R2 counts', 'failed', {
      failure: {
        message: 'Expected <2> & "3"\n\u001b[31mred',
        frames: [{ file: 'counter.ts', line: 4, column: 2, fn: 'add' }],
      },
      logs: [{ level: 'log', text: 'a\0b' }],
    }),
    check('R3 stops', 'not-revealed'),
  ],
};
const run = (report: RunReport = finished, exercise = good!): ReportedRun => ({
  ...{ exercise, report, startedAt: Date.UTC(2026, 0, 2, 3, 4, 5), version: '1.0.0' },
  outcome: 'failed',
});
const crashed: RunReport = {
  ...finished,
  ...{ kind: 'crashed', cause: 'memory', detail: 'The heap is limited to 128 MB.', during: 'R1 begins' },
  checks: [check('R1 begins', 'not-run')],
};

describe('JUnit', () => {
  it('has a testcase for each check, and no character that XML cannot hold', () => {
    const suite = good!.suites[0]!.title;
    assert.equal(
      junitOf(run()),
      `<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="good/counter" tests="3" failures="1" errors="0" skipped="1" time="0.042">
  <testsuite name="good/counter ${suite}" tests="3" failures="1" errors="0" skipped="1" time="0.006" timestamp="2026-01-02T03:04:05">
    <testcase name="R1 begins" classname="good/counter ${suite}" time="0.002"></testcase>
    <testcase name="R2 counts" classname="good/counter ${suite}" time="0.002">
      <failure message="Expected &lt;2&gt; &amp; &quot;3&quot;" type="R2">Expected &lt;2&gt; &amp; "3"
\\x1b[31mred
    at add counter.ts:4:2</failure>
      <system-out>a\\x00b</system-out>
    </testcase>
    <testcase name="R3 stops" classname="good/counter ${suite}" time="0.002">
      <skipped message="not revealed"></skipped>
    </testcase>
  </testsuite>
</testsuites>
`,
    );
  });

  it('has an error for a run without a verdict', () => {
    const text = junitOf(run(crashed));
    assert.match(text, /tests="2" failures="0" errors="1" skipped="1"/);
    assert.match(text, /<error message="Stopped in “R1 begins”: The heap is limited to 128 MB\."><\/error>/);
  });

  it('can be read back whatever was printed', () => {
    const { DOMParser } = new Window();
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), text => {
        const noisy = [check('R1 begins', 'failed', { failure: { message: text, frames: [] } })];
        const xml = junitOf(run({ ...finished, checks: noisy }));
        const read = new DOMParser().parseFromString(xml, 'application/xml');
        assert.equal(read.querySelectorAll('testcase > failure').length, 1);
        assert.doesNotMatch(xml, /(?![\t\n\r])\p{Cc}|[\uFFFE\uFFFF]/u);
      }),
      { numRuns: 100 },
    );
  });
});

describe('CTRF', () => {
  it('has a test for each check', () => {
    const suite = [good!.suites[0]!.title];
    assert.deepEqual(ctrfOf(run()), {
      reportFormat: 'CTRF',
      specVersion: '0.0.0',
      timestamp: '2026-01-02T03:04:05.042Z',
      generatedBy: 'design-drills 1.0.0',
      results: {
        tool: { name: 'design-drills', version: '1.0.0' },
        summary: {
          ...{ tests: 3, passed: 1, failed: 1, skipped: 0, pending: 0, other: 1 },
          ...{ start: 1_767_323_045_000, stop: 1_767_323_045_042 },
        },
        tests: [
          { name: 'R1 begins', status: 'passed', duration: 2, suite, tags: ['R1'] },
          {
            ...{ name: 'R2 counts', status: 'failed', duration: 2, suite, tags: ['R2'] },
            message: 'Expected <2> & "3"\n\\x1b[31mred',
            ...{ filePath: 'counter.ts', line: 4, stdout: ['a\\x00b'] },
          },
          { name: 'R3 stops', status: 'other', duration: 2, suite, tags: ['R3'] },
        ],
        extra: {
          ...{ exercise: 'good/counter', outcome: 'failed', seed: 7, walls: noWalls },
          pack: finished.pack,
        },
      },
    });
  });
});

describe('Gradescope', () => {
  const tests = (when: RevealWhen, report: RunReport = finished): Record<string, unknown>[] => {
    const reveal = { ...good!.reveal, checks: { when, detail: 'message' as const } };
    return (gradescopeOf(run(report, { ...good!, reveal })) as { tests: Record<string, unknown>[] }).tests;
  };

  it('gives a point for each requirement whose checks have passed', () => {
    const revealed = { ...finished, checks: [...finished.checks.slice(0, 2), check('R3 stops', 'passed')] };
    assert.deepEqual(
      tests({ at: 'always' }, revealed).map(({ number, status, score, output }) => [
        number,
        status,
        score,
        output,
      ]),
      [
        ['1', 'passed', 1, ''],
        ['2', 'failed', 0, 'R2 counts\n  Expected <2> & "3"'],
        ['3', 'passed', 1, ''],
      ],
    );
    assert.deepEqual(
      tests({ at: 'always' }, crashed).map(({ score }) => score),
      [0, 0, 0],
    );
  });

  it('turns the reveal rule into a visibility', () => {
    const rules: RevealWhen[] = [
      { at: 'always' },
      { at: 'after-submit' },
      { at: 'after-due' },
      { at: 'after-runs', runs: 3 },
      { at: 'after-pass' },
      { at: 'never' },
    ];
    assert.deepEqual(
      rules.map(when => tests(when)[0]?.['visibility']),
      ['visible', 'visible', 'after_due_date', 'after_published', 'after_published', 'hidden'],
    );
  });
});
