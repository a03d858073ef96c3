import assert from 'node:assert/strict';
import type { RunReport } from '../../../src/core/run/report';
import { reportSentences } from '../../../src/webview/announce';
import { sayFrom } from '../../../src/webview/say';
import { checkName, checksToOpen, groupBySuite, verdictOf } from '../../../src/webview/verdict';
import { check, finished, report } from './support/builders';

const say = sayFrom();
const sentences = (of: RunReport) => [verdictOf(of, say).tone, ...verdictOf(of, say).sentences];

describe('the verdict of a run', () => {
  it('says "all passed" only if nothing failed, was left out or is hidden', () => {
    assert.deepEqual(sentences(finished([check('R1 a'), check('R2 b')])), ['passed', 'All 2 checks passed.']);
    assert.deepEqual(sentences(finished([check('R1 a'), check('R2 b', { state: 'not-revealed' })])), [
      'incomplete',
      '1 of 2 checks passed.',
      '1 not revealed.',
    ]);
    assert.deepEqual(sentences(finished([check('R1 a'), check('R2 b', { state: 'not-run' })])), [
      'incomplete',
      '1 of 2 checks passed.',
      '1 not run.',
    ]);
    assert.deepEqual(sentences(finished([])), ['incomplete', 'This run had no checks.']);
  });

  it('counts what did not pass', () => {
    const checks = [check('R1 a'), check('R2 b', { state: 'failed' }), check('R3 c', { state: 'not-run' })];
    assert.deepEqual(sentences(finished(checks)), [
      'failed',
      '1 of 3 checks passed.',
      '1 failed, 1 not run.',
    ]);
  });

  it('says that nothing was loaded', () => {
    const loadFailure = { message: 'TypeError', frames: [] };
    assert.deepEqual(sentences(report({ kind: 'finished', checks: [], loadLogs: [], loadFailure })), [
      'failed',
      'Your files could not be loaded, so no check has run.',
    ]);
  });

  it('counts the errors of files that did not compile', () => {
    assert.deepEqual(sentences(report({ kind: 'did-not-compile', errors: [] })), [
      'failed',
      'Your files did not compile: 0 errors. No check has run.',
    ]);
  });

  it('names the limit that was broken, what was measured, and what it was busy with', () => {
    assert.deepEqual(
      sentences(
        report({
          kind: 'timed-out',
          limit: 'check',
          limitMs: 2_000,
          durationMs: 2_153,
          during: 'A › R3 refills',
        }),
      ),
      [
        'failed',
        'Timed out: one check took longer than its limit of 2 s.',
        'It was stopped after 2.2 s.',
        'It was busy with “refills”.',
        'Waiting costs nothing here: time is virtual. What ran long was real work, often an endless loop.',
      ],
    );
    assert.deepEqual(
      sentences(
        report({ kind: 'timed-out', limit: 'run', limitMs: 10_000, durationMs: 10_004, during: null }),
      ).slice(1, 4),
      [
        'Timed out: the run took longer than its limit of 10 s.',
        'It was stopped after 10 s.',
        'It was still loading your files.',
      ],
    );
  });

  it('gives the cause and the figures of a crash', () => {
    const detail = 'The limit is 256 MiB of heap; 261 MiB were in use.';
    assert.deepEqual(sentences(report({ kind: 'crashed', cause: 'memory', detail, during: 'R1 a' })), [
      'failed',
      'The run used too much memory and was stopped.',
      detail,
      'It was busy with “a”.',
    ]);
  });

  it('does not call a cancelled run a failure', () => {
    assert.deepEqual(sentences(report({ kind: 'cancelled' })), ['incomplete', 'The run was cancelled.']);
  });

  it('is read out as one sentence, with the requirements that failed', () => {
    const failed = ['R10 a', 'R2,R3 b', 'R2 c'].map(title => check(title, { state: 'failed' }));
    assert.equal(
      reportSentences(finished([...failed, check('R1 d')]), say),
      '3 of 4 checks failed: R2, R3, R10.',
    );
    assert.equal(
      reportSentences(finished([...failed.slice(0, 1), check('R4 e', { state: 'not-revealed' })]), say),
      '1 of 2 checks failed: R10. 1 not revealed.',
    );
    const told = check('Check 1', { state: 'failed', requirements: [] });
    assert.equal(reportSentences(finished([told]), say), '1 of 1 check failed.');
    assert.equal(reportSentences(finished([check('R1 d')]), say), 'The only check passed.');
  });
});

describe('checks by suite', () => {
  it('puts what failed first, and keeps the order otherwise', () => {
    const groups = groupBySuite([
      check('Windows › R1 a', { suite: 'windows' }),
      check('Windows › R2 b', { suite: 'windows' }),
      check('Shared › R3 c', { suite: 'shared-store' }),
      check('Shared › R4 d', { suite: 'shared-store', state: 'failed' }),
    ]);
    assert.deepEqual(
      groups.map(g => [g.suite, g.title, g.checks.map(c => c.title), g.tally.passed, g.tally.total]),
      [
        ['shared-store', 'Shared', ['Shared › R4 d', 'Shared › R3 c'], 1, 2],
        ['windows', 'Windows', ['Windows › R1 a', 'Windows › R2 b'], 2, 2],
      ],
    );
  });

  it('opens what failed, but of many only the first', () => {
    const opened = (count: number) => {
      const failed = Array.from({ length: count }, (_, i) => check(`R1 ${i}`, { state: 'failed' }));
      return [...checksToOpen(groupBySuite([check('R2 passes'), ...failed]))].map(c => c.title);
    };
    assert.deepEqual(opened(3), ['R1 0', 'R1 1', 'R1 2']);
    assert.deepEqual(opened(4), ['R1 0']);
    assert.deepEqual(opened(65), ['R1 0']);
  });

  it('falls back on the name of the suite', () => {
    const titles = groupBySuite([
      check('A › R1 a', { suite: 'shared-store' }),
      check('B › R2 b', { suite: 'shared-store' }),
      check('R3 c', { suite: 'windows' }),
    ]).map(group => group.title);
    assert.deepEqual(titles, ['Shared store', 'Windows']);
  });

  it('parts a title into its suites and its name', () => {
    assert.deepEqual(['A › B › R3,R4 refills', 'R1 + R2 holds', 'R5', 'plain'].map(checkName), [
      { path: ['A', 'B'], name: 'refills' },
      { path: [], name: 'holds' },
      { path: [], name: 'R5' },
      { path: [], name: 'plain' },
    ]);
  });
});
