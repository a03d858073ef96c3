import assert from 'node:assert/strict';
import { noWalls, type CheckResult, type RunReport } from '../../../../src/core/run/report';
import type { RunRequest } from '../../../../src/core/run/request';
import { judgeScore } from '../../../../src/core/verify/judgeScore';
import { runMutants, scoreOf, type JudgedMutant, type Mutant } from '../../../../src/core/verify/mutation';
import { counter, goodPack } from '../support/packs';

const mutants: readonly Mutant[] = Array.from({ length: 20 }, (_, i) => ({
  ...{ file: 'counter.ts', mutator: 'X', line: i + 1, column: 1, original: 'a', replacement: 'b' },
  ...{ before: ['a'], after: ['b'], text: `mutant ${i}` },
}));

/** Mutants whose number is even are noticed, those that three divides on seed 2 only. */
function runner() {
  const asked: { readonly mutant: number; readonly seed: number }[] = [];
  return {
    asked,
    run({ files, seed = 0, bail, pack }: RunRequest): Promise<RunReport> {
      assert.equal(bail, true);
      const mutant = Number(/\d+/.exec(files['counter.ts']!)![0]);
      asked.push({ mutant, seed });
      const fails = mutant % 2 === 0 || (mutant % 3 === 0 && seed === 2);
      const check: CheckResult = {
        ...{ suite: 'basics', title: 'R1 begins at 0', requirements: ['R1'] },
        ...{ state: fails ? 'failed' : 'passed', ms: 1, logs: [], trace: [] },
      };
      const facts = { exercise: 'good/counter', pack, seed, durationMs: 1, walls: noWalls } as const;
      return Promise.resolve({ ...facts, kind: 'finished', loadLogs: [], checks: [check] });
    },
  };
}

describe('the changes of a solution', () => {
  it('have a chance with every seed to be noticed', async () => {
    const own = runner();
    const score = await runMutants(counter(), goodPack(), mutants, own, { seeds: [1, 2], parallel: 3 });
    assert.deepEqual([score.killed, score.survived, score.notRun, score.percent], [13, 7, 0, 65]);
    assert.equal(own.asked.length, 20 + 10);
    assert.deepEqual(
      score.mutants.map(({ line }) => line),
      mutants.map(({ line }) => line),
    );
  });

  it('are left when the time is over, evenly spread, and are not counted then', async () => {
    const own = runner();
    let left = 6;
    const isOver = (): boolean => left-- <= 0;
    const score = await runMutants(counter(), goodPack(), mutants, own, { seeds: [1], parallel: 1, isOver });
    assert.deepEqual(
      own.asked.map(({ mutant }) => mutant),
      [0, 7, 14, 1, 8, 15],
    );
    assert.deepEqual([score.killed, score.survived, score.notRun, score.percent], [3, 3, 14, 50]);
  });

  it('are left when somebody has had enough', async () => {
    const own = runner();
    const score = await runMutants(counter(), goodPack(), mutants, own, {
      ...{ seeds: [1], parallel: 2 },
      signal: AbortSignal.abort(),
    });
    assert.deepEqual([own.asked.length, score.notRun, score.percent], [0, 20, null]);
  });

  const judged = (...fates: JudgedMutant['fate'][]): readonly JudgedMutant[] =>
    fates.map((fate, i) => ({ ...mutants[i]!, fate, by: null }));
  const said = (floor: number, ...fates: JudgedMutant['fate'][]): string[] =>
    judgeScore(scoreOf(judged(...fates)), floor).map(({ code, severity }) => `${severity} ${code}`);

  it('are enough at the floor, and too few below it', () => {
    assert.deepEqual(said(50, 'killed', 'survived'), []);
    assert.deepEqual(said(51, 'killed', 'survived'), ['error mutation-score']);
    assert.deepEqual(said(100, 'killed', 'ended', 'invalid'), []);
    assert.deepEqual(said(100, 'invalid'), []);
  });

  it('are a warning where there was no time for them', () =>
    assert.deepEqual(said(50, 'killed', 'not-run'), ['warning mutation-unfinished']));

  it('lead to the first that went unnoticed', () => {
    const [finding] = judgeScore(scoreOf(judged('killed', 'survived', 'survived')), 90);
    assert.deepEqual(finding?.at, { file: 'solution/counter.ts', line: 2 });
  });
});
