import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { RevealDetail, RevealRule, RevealWhen } from '../../../src/core/exercise';
import {
  mayDebug,
  mayMeasure,
  isRevealed,
  revealCheck,
  revealed,
  revealPlanned,
  type RevealContext,
} from '../../../src/core/reveal';
import { noWalls, requirementStates, type CheckResult, type RunReport } from '../../../src/core/run/report';

const start: RevealContext = { runs: 0, passed: false, submitted: false, due: false };

const failed: CheckResult = {
  suite: 'basics',
  title: 'R2 counts up',
  requirements: ['R2'],
  state: 'failed',
  ms: 3,
  failure: {
    message: 'Expected values to be equal:\n\n2 !== 1',
    expected: '1',
    actual: '2',
    frames: [{ file: 'counter.ts', line: 4, column: 2, fn: 'increment' }],
  },
  logs: [{ level: 'log', text: 'secret input' }],
  trace: [{ kind: 'limit', series: 'value', value: 7 }],
};
const passed: CheckResult = {
  ...without(failed),
  title: 'R1 begins at 0',
  requirements: ['R1'],
  state: 'passed',
};
const notRun: CheckResult = {
  ...without(failed),
  title: 'R3 stops',
  requirements: ['R3'],
  state: 'not-run',
  ms: 0,
};

const facts = {
  exercise: 'good/counter',
  pack: { id: 'good', version: '1.2.3', hash: 'h' },
  seed: 1,
  durationMs: 9,
  walls: noWalls,
  checks: [passed, failed, notRun],
} as const;
const finished: RunReport = { ...facts, kind: 'finished', loadLogs: [] };
const timedOut: RunReport = {
  ...facts,
  kind: 'timed-out',
  limit: 'check',
  limitMs: 1000,
  during: 'R3 stops',
};

describe('when something is revealed', () => {
  const table: [RevealWhen, Partial<RevealContext>, boolean][] = [
    [{ at: 'always' }, {}, true],
    [{ at: 'never' }, { runs: 99, passed: true, submitted: true, due: true }, false],
    [{ at: 'after-pass' }, { runs: 99 }, false],
    [{ at: 'after-pass' }, { passed: true }, true],
    [{ at: 'after-runs', runs: 3 }, { runs: 2 }, false],
    [{ at: 'after-runs', runs: 3 }, { runs: 3 }, true],
    [{ at: 'after-runs', runs: 3 }, { runs: 1, passed: true }, true],
    [{ at: 'after-submit' }, { passed: true }, false],
    [{ at: 'after-submit' }, { submitted: true }, true],
    [{ at: 'after-due' }, { submitted: true }, false],
    [{ at: 'after-due' }, { due: true }, true],
  ];
  for (const [when, context, expected] of table)
    it(`${JSON.stringify(when)} with ${JSON.stringify(context)}: ${expected}`, () =>
      assert.equal(isRevealed(when, { ...start, ...context }), expected));
});

describe('what a run may show besides its report', () => {
  it('is the debugger where everything of a check is seen, and coverage where its console is', () => {
    const details: readonly (RevealDetail | undefined)[] = [
      undefined,
      'state',
      'requirement',
      'message',
      'diff',
    ];
    assert.deepEqual(
      details.map(detail => [mayDebug(detail), mayMeasure(detail)]),
      [
        [false, false],
        [false, false],
        [false, false],
        [false, true],
        [true, true],
      ],
    );
  });
});

describe('a revealed report', () => {
  const rule = (detail: RevealDetail): RevealRule['checks'] => ({ when: { at: 'always' }, detail });

  it('is whole with every detail', () => assert.deepEqual(revealed(finished, rule('diff'), start), finished));

  it('holds the first line of a message and no values', () => {
    assert.deepEqual(revealed(finished, rule('message'), start).checks[1], {
      ...failed,
      failure: { message: 'Expected values to be equal:', frames: failed.failure!.frames },
    });
  });

  it('names the requirement', () => {
    assert.deepEqual(revealed(finished, rule('requirement'), start).checks, [
      bare({ title: 'R1 begins at 0', requirements: ['R1'], state: 'passed', ms: 3 }),
      bare({ title: 'R2 counts up', requirements: ['R2'], state: 'failed', ms: 3 }),
      bare({ title: 'R3 stops', requirements: ['R3'], state: 'not-run', ms: 0 }),
    ]);
  });

  it('tells states only', () => {
    const report = revealed(finished, rule('state'), start);
    assert.deepEqual(report.checks, [
      bare({ title: 'Check 1', requirements: [], state: 'passed', ms: 3 }),
      bare({ title: 'Check 2', requirements: [], state: 'failed', ms: 3 }),
      bare({ title: 'Check 3', requirements: [], state: 'not-run', ms: 0 }),
    ]);
    assert.deepEqual(requirementStates(['R1', 'R2'], report.checks), [
      { id: 'R1', state: 'not-revealed' },
      { id: 'R2', state: 'not-revealed' },
    ]);
  });

  it('tells nothing before its time', () => {
    const report = revealed(
      finished,
      { when: { at: 'after-submit' }, detail: 'diff' },
      { ...start, passed: true },
    );
    assert.deepEqual(report.checks, [
      bare({ title: 'Check 1', requirements: [], state: 'not-revealed', ms: 0 }),
      bare({ title: 'Check 2', requirements: [], state: 'not-revealed', ms: 0 }),
      bare({ title: 'Check 3', requirements: [], state: 'not-run', ms: 0 }),
    ]);
  });

  it('does not name the check that was running', () => {
    const during = (detail: RevealDetail): unknown => {
      const report = revealed(timedOut, rule(detail), start);
      return report.kind === 'timed-out' && report.during;
    };
    assert.deepEqual([during('state'), during('requirement')], [null, 'R3 stops']);
  });

  it('does not name the checks at the beginning either', () => {
    const planned = { suite: 'basics', title: 'R1 begins at 0', requirements: ['R1'] };
    assert.deepEqual(revealPlanned(planned, 4, 'state'), {
      suite: 'basics',
      title: 'Check 5',
      requirements: [],
    });
    assert.deepEqual(revealPlanned(planned, 4, undefined), {
      suite: 'basics',
      title: 'Check 5',
      requirements: [],
    });
    assert.deepEqual(revealPlanned(planned, 4, 'requirement'), planned);
  });

  it('never holds more with less detail', () => {
    const details: (RevealDetail | undefined)[] = [undefined, 'state', 'requirement', 'message', 'diff'];
    fc.assert(
      fc.property(fc.constantFrom(passed, failed, notRun), fc.nat(3), (check, i) => {
        const size = (detail: RevealDetail | undefined): number =>
          JSON.stringify(revealCheck({ ...check, title: `R1 ${'x'.repeat(20)}` }, 0, detail)).length;
        const [less, more] = [details[i]!, details[i + 1]!];
        assert.ok(i === 0 || size(less) <= size(more));
      }),
    );
  });
});

const bare = (part: Pick<CheckResult, 'title' | 'requirements' | 'state' | 'ms'>): CheckResult => ({
  suite: 'basics',
  ...part,
  logs: [],
  trace: [],
});

function without({ failure: _, ...rest }: CheckResult): Omit<CheckResult, 'failure'> {
  return { ...rest };
}
