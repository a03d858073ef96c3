import assert from 'node:assert/strict';
import { mergePart } from '../../../../src/core/run/mergeReports';
import { noWalls, type CheckResult, type CheckState, type RunReport } from '../../../../src/core/run/report';

const check = (suite: string, title: string, state: CheckState): CheckResult => ({
  ...{ suite, title, state },
  requirements: [],
  ms: 1,
  logs: [],
  trace: [],
});

const report = (...checks: CheckResult[]): RunReport => ({
  kind: 'finished',
  exercise: 'pack/exercise',
  pack: { id: 'pack', version: '1.0.0', hash: 'a' },
  seed: 1,
  durationMs: 1,
  walls: noWalls,
  checks,
  loadLogs: [],
});

const states = ({ checks }: RunReport): string[] => checks.map(({ title, state }) => `${title} ${state}`);

describe('a report of a part', () => {
  const before = report(
    check('a', 'one', 'passed'),
    check('a', 'two', 'failed'),
    check('b', 'one', 'failed'),
  );
  const part = report(check('b', 'one', 'passed'));

  it('takes its place among what is known of the same files', () =>
    assert.deepEqual(states(mergePart(before, part, true)), ['one passed', 'two failed', 'one passed']));

  it('keeps the seed that each result was made with', () => {
    const seeds = ({ seed, checks }: RunReport) => [seed, checks.map(check => check.seed)];
    const second = mergePart(before, { ...part, seed: 2 }, true);
    assert.deepEqual(seeds(second), [2, [1, 1, undefined]]);
    const third = mergePart(second, { ...report(check('a', 'one', 'failed')), seed: 3 }, true);
    assert.deepEqual(seeds(third), [3, [undefined, 1, 2]]);
  });

  it('leaves the rest open when the files have changed since', () =>
    assert.deepEqual(states(mergePart(before, part, false)), ['one not-run', 'two not-run', 'one passed']));

  it('keeps nothing of a run without a verdict', () => {
    const stopped: RunReport = { ...before, kind: 'cancelled' };
    assert.deepEqual(states(mergePart(stopped, part, true)), ['one not-run', 'two not-run', 'one passed']);
  });

  it('stands alone when nothing is known, when the pack has changed, and when it gave no verdict', () => {
    const newer: RunReport = { ...part, pack: { ...part.pack, hash: 'b' } };
    const broken: RunReport = { ...part, kind: 'did-not-compile', errors: [] };
    const foreign = report(check('c', 'three', 'passed'));
    assert.deepEqual(
      [
        mergePart(undefined, part, true),
        mergePart(before, newer, true),
        mergePart(before, broken, true),
        mergePart(before, foreign, true),
      ],
      [part, newer, broken, foreign],
    );
  });
});
