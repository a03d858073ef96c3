import assert from 'node:assert/strict';
import { runMutants, type Mutant } from '../../src/core/verify/mutation';
import { createMutants } from '../../src/node/authoring/createMutants';
import { exerciseOf, useRunner } from './support/exercise';

const solution = `export function clamp(value: number, low: number, high: number): number {
  if (value < low) return low;
  return value > high ? high : value;
}
`;
const suites = {
  low: `import { clamp } from '#attempt/clamp.ts';
it('R1 is never below', () => assert.equal(clamp(1, 2, 5), 2));
it('R1 keeps what is between', () => assert.equal(clamp(3, 2, 5), 3));`,
};

describe('a suite against mutants', () => {
  const { runner } = useRunner();
  const judge = async (text: Readonly<Record<string, string>>, mutants?: readonly Mutant[]) => {
    const exercise = exerciseOf({ files: { 'clamp.ts': solution }, suites: text });
    const pack = { id: 'test', version: '1.0.0', hash: '' };
    let seen = 0;
    const score = await runMutants(exercise, pack, mutants ?? (await createMutants(exercise)), runner, {
      seeds: [1],
      parallel: 2,
      onJudged: () => seen++,
    });
    return { score, seen };
  };

  it('finds out what the checks do not notice', async () => {
    const { score, seen } = await judge(suites);
    assert.deepEqual(
      score.mutants
        .filter(({ fate }) => fate === 'survived')
        .map(({ line, original, replacement }) => `${line}: ${original} -> ${replacement}`),
      ['2: value < low -> value <= low', '3: value > high -> false', '3: value > high -> value >= high'],
    );
    assert.deepEqual([score.killed, score.survived, score.percent], [6, 3, 66.7]);
    assert.equal(seen, 9);
    assert.equal(score.mutants.find(({ replacement }) => replacement === '{}')?.by, 'R1 is never below');
  });

  it('takes an end for a kill, and says which mutants were none', async () => {
    const mutant = (text: string): Mutant => ({
      ...{ file: 'clamp.ts', mutator: 'X', line: 1, column: 1, original: '', replacement: '' },
      ...{ before: [], after: [] },
      text,
    });
    const { score } = await judge(suites, [
      mutant('throw new Error("no");'),
      mutant('export function clamp( {'),
      mutant('export const clamp = () => { for (;;); };'),
    ]);
    assert.deepEqual(
      score.mutants.map(({ fate, by }) => [fate, by]),
      [
        ['ended', null],
        ['invalid', null],
        ['ended', 'R1 is never below'],
      ],
    );
    assert.equal(score.percent, 100);
  });
});
