import assert from 'node:assert/strict';
import fc from 'fast-check';
import { isRunReport } from '../../../../src/core/run/isRunReport';
import { noWalls, type CheckResult, type Failure, type RunReport } from '../../../../src/core/run/report';
import { mutated, oddValue } from '../../support/childMessages';

const failure: Failure = {
  message: 'm',
  expected: 'e',
  frames: [{ file: 'a.ts', line: 1, column: 2, fn: '' }],
};
const check: CheckResult = {
  ...{ suite: 's', title: 'R1 works', requirements: ['R1'], state: 'failed', ms: 1.5, failure },
  logs: [{ level: 'warn', text: 't' }],
  trace: [
    { kind: 'point', t: 0, series: 's', value: 1 },
    { kind: 'mark', t: 1, lane: 'l', label: 'x', tone: 'good' },
    { kind: 'state', t: 2, lane: 'l', state: 'open' },
    { kind: 'limit', series: 's', value: 3 },
    { kind: 'reading', name: 'n', value: 4, unit: 'ms', tone: 'bad', note: '' },
  ],
};
const facts = {
  exercise: 'p/e',
  pack: { id: 'p', version: '1.0.0', hash: 'h' },
  seed: 1,
  durationMs: 12.5,
  walls: noWalls,
  checks: [check],
} as const;

const reports: readonly RunReport[] = [
  { ...facts, kind: 'finished', loadLogs: [] },
  { ...facts, kind: 'finished', loadLogs: [], loadFailure: failure },
  {
    ...facts,
    kind: 'did-not-compile',
    errors: [{ file: 'a.ts', line: 1, column: 1, message: 'm', codeFrame: '' }],
  },
  { ...facts, kind: 'timed-out', limit: 'check', limitMs: 5, during: null },
  { ...facts, kind: 'crashed', cause: 'memory', detail: 'd', during: 'R1 works' },
  { ...facts, kind: 'cancelled' },
];

describe('a report that was stored', () => {
  for (const report of reports)
    it(`is known again: ${report.kind}`, () => assert.ok(isRunReport(JSON.parse(JSON.stringify(report)))));

  const wrong: readonly (readonly [what: string, value: unknown])[] = [
    ['nothing', undefined],
    ['a list', [reports[0]]],
    ['a kind that there is not', { ...reports[5], kind: 'toString' }],
    ['a check of no state', { ...reports[5], checks: [{ ...check, state: 'ok' }] }],
    ['a number that is text', { ...reports[5], seed: '1' }],
    ['an end without its words', { ...facts, kind: 'crashed', cause: 'memory', during: null }],
    ['what it only inherits', Object.create(reports[5]!) as unknown],
  ];
  for (const [what, value] of wrong)
    it(`is forgotten when it holds ${what}`, () => assert.ok(!isRunReport(value)));

  it('is looked at without harm, whatever it is', () =>
    fc.assert(
      fc.property(
        fc.oneof(oddValue, fc.constantFrom(...reports).chain(mutated)),
        value => void isRunReport(value),
      ),
      { numRuns: 1_000 },
    ));
});
