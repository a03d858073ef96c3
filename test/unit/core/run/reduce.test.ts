import assert from 'node:assert/strict';
import fc from 'fast-check';
import { headline } from '../../../../src/core/run/headline';
import { initialRun, reduce, reportOf, type RunEvent } from '../../../../src/core/run/reduce';
import { outcomeOf, type CheckResult, type RunReport } from '../../../../src/core/run/report';

const walls = { compartment: true, permissions: true, watchdog: true, emptyEnvironment: true };
const check = (title: string) => ({ suite: 's', title, requirements: ['R1'] });
const result = (title: string, state: CheckResult['state'] = 'passed'): CheckResult => ({
  ...check(title),
  state,
  ms: 1,
  logs: [],
  trace: [],
});
const frame = {
  exercise: { pack: 'p', id: 'e' },
  pack: { id: 'p', version: '1.0.0', hash: 'h' },
  seed: 1,
  durationMs: 2,
};
const report = (...events: RunEvent[]): RunReport => reportOf(events.reduce(reduce, initialRun), frame);

const planned: RunEvent = { type: 'planned', checks: [check('one'), check('two')] };
const loaded: RunEvent = { type: 'loaded', failure: null, logs: [] };
const finished = (index: number, state?: CheckResult['state']): RunEvent => ({
  type: 'finished',
  index,
  result: result(['one', 'two'][index] ?? '?', state),
});
const done: RunEvent = { type: 'ended', end: { kind: 'finished' } };

describe('reducing a run', () => {
  it('makes a report of what happened', () => {
    assert.deepEqual(
      report({ type: 'confined', walls }, planned, loaded, finished(0), finished(1, 'failed'), done),
      {
        exercise: 'p/e',
        pack: { id: 'p', version: '1.0.0', hash: 'h' },
        seed: 1,
        durationMs: 2,
        walls,
        checks: [result('one'), result('two', 'failed')],
        kind: 'finished',
        loadLogs: [],
      },
    );
  });

  it('names the check that was running when a run was stopped', () => {
    const end: RunEvent = { type: 'ended', end: { kind: 'timed-out', limit: 'check', limitMs: 5 } };
    const during = (...events: RunEvent[]): unknown => {
      const stopped = report(...events, end);
      return stopped.kind === 'timed-out' && stopped.during;
    };
    assert.deepEqual(
      [during(), during(planned), during(planned, loaded), during(planned, loaded, finished(0))],
      [null, null, 'one', 'two'],
    );
  });

  it('keeps the plan when the modules do not load', () => {
    const failure = { message: 'TypeError: x', frames: [] };
    const stopped = report(planned, { type: 'loaded', failure, logs: [] }, done);
    assert.ok(stopped.kind === 'finished');
    assert.deepEqual(
      [stopped.loadFailure, stopped.checks.map(c => c.state), outcomeOf(stopped)],
      [failure, ['not-run', 'not-run'], 'failed'],
    );
  });

  it('lets nothing change an end', () => {
    const cancelled: RunEvent = { type: 'ended', end: { kind: 'cancelled' } };
    assert.equal(report(planned, cancelled, loaded, finished(0), finished(1), done).kind, 'cancelled');
  });

  it('passes only when every planned check was reported once, as passed', () => {
    const event = fc.oneof(
      fc.constant(planned),
      fc.constant(loaded),
      fc.constant(done),
      fc.nat(2).map(index => finished(index)),
      fc.nat(2).map(index => finished(index, 'failed')),
    );
    const honest = [planned, loaded, finished(0), finished(1), done];
    fc.assert(
      fc.property(fc.array(event, { maxLength: 8 }), events => {
        if (outcomeOf(report(...events)) !== 'passed') return;
        assert.deepEqual(events.slice(0, honest.length), honest);
      }),
      { numRuns: 5_000 },
    );
    assert.equal(outcomeOf(report(...honest)), 'passed');
  });
});

describe('the headline', () => {
  const all = [planned, loaded, finished(0), finished(1)];
  const failing = [planned, loaded, finished(0), finished(1, 'failed')];
  const hidden = [planned, loaded, finished(0), finished(1, 'not-revealed')];
  const cases: readonly (readonly [string, readonly RunEvent[]])[] = [
    ['All 2 checks passed', [...all, done]],
    ['1 of 2 checks failed', [...failing, done]],
    ['1 of 2 checks passed, 1 not revealed', [...hidden, done]],
    [
      'Could not be loaded: TypeError: x',
      [planned, { type: 'loaded', failure: { message: 'TypeError: x\nhint', frames: [] }, logs: [] }, done],
    ],
    [
      'Does not compile: a.ts:3: Unexpected token. (and 1 more)',
      [
        {
          type: 'ended',
          end: {
            kind: 'did-not-compile',
            errors: [3, 4].map(line => ({
              file: 'a.ts',
              line,
              column: 1,
              message: 'Unexpected token.',
              codeFrame: '',
            })),
          },
        },
      ],
    ],
    [
      'Stopped: “one” took longer than 2 s',
      [planned, loaded, { type: 'ended', end: { kind: 'timed-out', limit: 'check', limitMs: 2_000 } }],
    ],
    [
      'Stopped: loading the files took longer than 2 s',
      [planned, { type: 'ended', end: { kind: 'timed-out', limit: 'check', limitMs: 2_000 } }],
    ],
    [
      'Stopped: the run took longer than 10 s in “two”',
      [
        planned,
        loaded,
        finished(0),
        { type: 'ended', end: { kind: 'timed-out', limit: 'run', limitMs: 10_000 } },
      ],
    ],
    [
      'Stopped in “one”: The heap is limited to 256 MB.',
      [
        planned,
        loaded,
        {
          type: 'ended',
          end: { kind: 'crashed', cause: 'memory', detail: 'The heap is limited to 256 MB.' },
        },
      ],
    ],
    ['Cancelled', [{ type: 'ended', end: { kind: 'cancelled' } }]],
    ['There were no checks to run', [done]],
  ];
  for (const [text, events] of cases) it(text, () => assert.equal(headline(report(...events)), text));
});
