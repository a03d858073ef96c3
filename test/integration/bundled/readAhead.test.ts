import assert from 'node:assert/strict';
import type { ExerciseRef } from '../../../src/core/exercise';
import { freshExercise, type ExerciseProgress } from '../../../src/core/progress';
import { ReadAhead } from '../../../src/editor/readAhead';
import type { TestApi } from '../../../src/extension';
import { activated } from '../support/host';

describe('reading ahead', () => {
  let api: TestApi;
  let refs: readonly ExerciseRef[];
  const read: ExerciseRef[] = [];
  before(async () => {
    api = await activated();
    refs = api.services.packs.catalog.entries.map(({ ref }) => ref);
  });
  beforeEach(async () => {
    read.length = 0;
    await api.services.progress.reset();
  });
  after(() => api.services.progress.reset());

  const is = (ref: ExerciseRef, change: Partial<ExerciseProgress>) =>
    api.services.progress.update(ref, () => ({ ...freshExercise, startedAt: 1, ...change }));

  /** Reads from the real packs; every exercise that it asks for is noted first. */
  const readAhead = (onRead: (ref: ExerciseRef) => void = () => undefined): ReadAhead => {
    const { packs, progress } = api.services;
    const noted = new Proxy(packs, {
      get: (target, key) => {
        if (key === 'load')
          return async (ref: ExerciseRef) => {
            read.push(ref);
            onRead(ref);
            return target.load(ref);
          };
        const value: unknown = Reflect.get(target, key);
        return value;
      },
    });
    return new ReadAhead({ packs: noted, progress });
  };

  it('takes what is begun, then what is new, in the order of the list, and nothing that is passed', async () => {
    const [first = '', second = '', third = '', fourth = '', ...others] = refs;
    await is(first as ExerciseRef, { firstPassAt: 2, lastOutcome: 'passed' });
    await is(third as ExerciseRef, { lastOutcome: 'failed' });
    await is(fourth as ExerciseRef, {});
    const ahead = readAhead();
    await ahead.begin();
    assert.deepEqual(read, [third, fourth, second, ...others.slice(0, 5)]);
    ahead.dispose();
  });

  it('happens once', async () => {
    const ahead = readAhead();
    await Promise.all([ahead.begin(), ahead.begin()]);
    await ahead.begin();
    assert.deepEqual(read, refs.slice(0, 8));
    ahead.dispose();
  });

  it('goes on after one that cannot be read: who opens it is told', async () => {
    const ahead = readAhead(ref => {
      if (ref === refs[1]) throw new Error('The disk is gone.');
    });
    await ahead.begin();
    assert.deepEqual(read, refs.slice(0, 8));
    ahead.dispose();
  });

  it('ends with the window', async () => {
    const ahead: ReadAhead = readAhead(() => ahead.dispose());
    await ahead.begin();
    assert.deepEqual(read, refs.slice(0, 1));
  });
});
