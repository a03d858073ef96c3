import assert from 'node:assert/strict';
import { playReportOf } from '../../../../src/core/run/playReport';
import { noWalls, type CheckResult, type Failure, type RunReport } from '../../../../src/core/run/report';

const facts = {
  exercise: 'good/counter',
  pack: { id: 'good', version: '1.0.0', hash: '0'.repeat(64) },
  ...{ seed: 7, durationMs: 12, walls: noWalls },
} as const;
const kept = { seed: 7, durationMs: 12, walls: noWalls };
const failure: Failure = { message: 'no', frames: [] };
const check = (change: Partial<CheckResult> = {}): CheckResult => ({
  ...{ suite: 'playground', title: 'playground', requirements: [], state: 'passed', ms: 1 },
  logs: [{ level: 'log', text: 'during' }],
  trace: [{ kind: 'point', t: 0, series: 'value', value: 1 }],
  ...change,
});
const finished = (checks: readonly CheckResult[], loadFailure?: Failure): RunReport => ({
  ...{ ...facts, kind: 'finished', checks, loadLogs: [{ level: 'info', text: 'before' }] },
  ...(loadFailure && { loadFailure }),
});
const logs = [
  { level: 'info', text: 'before' },
  { level: 'log', text: 'during' },
];

describe('what came of a playground', () => {
  it('is a picture, and no verdict: there are no checks, no requirements and no exercise in it', () =>
    assert.deepEqual(playReportOf(finished([check()])), {
      ...{ ...kept, kind: 'played', logs },
      trace: [{ kind: 'point', t: 0, series: 'value', value: 1 }],
    }));

  it('keeps what was drawn before something failed', () =>
    assert.deepEqual(playReportOf(finished([check({ state: 'failed', failure })])), {
      ...{ ...kept, kind: 'failed', failure, logs },
      trace: [{ kind: 'point', t: 0, series: 'value', value: 1 }],
    }));

  it('tells of modules that could not be loaded', () =>
    assert.deepEqual(playReportOf(finished([], failure)), {
      ...{ ...kept, kind: 'failed', failure, trace: [] },
      logs: [{ level: 'info', text: 'before' }],
    }));

  it('says how it ended where it did not come to its end', () => {
    const errors = [{ file: 'a.ts', line: 1, column: 1, message: 'no', codeFrame: '' }];
    const ends = [
      { kind: 'did-not-compile', errors },
      { kind: 'timed-out', limit: 'check', limitMs: 2000, during: 'playground' },
      { kind: 'crashed', cause: 'memory', detail: 'Full.', during: 'playground' },
      { kind: 'cancelled' },
    ] as const;
    assert.deepEqual(
      ends.map(end => playReportOf({ ...facts, checks: [], ...end })),
      [
        { ...kept, kind: 'did-not-compile', errors },
        { ...kept, kind: 'timed-out', limitMs: 2000 },
        { ...kept, kind: 'crashed', cause: 'memory', detail: 'Full.' },
        { ...kept, kind: 'cancelled' },
      ],
    );
  });
});
