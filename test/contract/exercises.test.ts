import assert from 'node:assert/strict';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { parsePack } from '../../src/core/pack/parsePack';
import { formatProblem } from '../../src/core/pack/problem';
import { isError } from '../../src/core/verify/finding';
import { verifyExercise, type ExerciseVerdict } from '../../src/core/verify/verifyExercise';
import { refOf, type Exercise, type Pack } from '../../src/core/exercise';
import { readPack } from '../../src/node/packFiles';
import { Runner } from '../../src/node/runner';
import { bundledPacks } from './support/bundledExercises';

const seeds = [1, 2];
const parallel = availableParallelism();
/** What every bundled exercise has at least. */
const least = { checks: 25, requirements: 10, wrong: 6, alternatives: 1, discussions: 1, hints: 3 };

describe('the bundled exercises', () => {
  it('are there', () => assert.ok(bundledPacks.length > 0));

  for (const { folder, ids } of bundledPacks)
    describe(folder, () => {
      let pack: Pack;
      let runner: Runner | undefined;
      before(async () => {
        const parsed = parsePack(await readPack(folder));
        assert.deepEqual(parsed.problems.map(formatProblem), []);
        assert.ok(parsed.pack);
        pack = parsed.pack;
        const sandboxDir = path.resolve(__dirname, '..', '..', 'sandbox');
        runner = new Runner({ sandboxDir, warm: 0, keeps: parallel });
      });
      after(() => runner?.dispose());

      it('has its name', () => assert.equal(pack.id, path.basename(folder)));

      for (const id of ids)
        describe(id, () => {
          let exercise: Exercise;
          let verdict: ExerciseVerdict;
          before(async function () {
            this.timeout(480_000);
            const found = pack.exercises.find(e => e.id === id);
            assert.ok(runner);
            assert.ok(found, `${id} is in no module`);
            exercise = found;
            verdict = await verifyExercise(exercise, pack, runner, { seeds, parallel });
          });

          it('proves itself', () => {
            // How long a suite takes depends on the machine as well; that is a warning.
            const findings = verdict.findings
              .filter(isError)
              .map(({ code, message, remedy }) => `${message} ${remedy} [${code}]`);
            assert.deepEqual(findings, [], refOf(exercise));
            assert.equal(verdict.ok, true);
          });

          it('has enough in it', () => {
            const { requirements, wrong, alternatives, discussions, hints } = exercise;
            const parts = { checks: verdict.checks, requirements, wrong, alternatives, discussions, hints };
            for (const [what, count] of Object.entries(least)) {
              const { length } = parts[what as keyof typeof parts];
              assert.ok(length >= count, `${length} ${what}; at least ${count} are asked for`);
            }
          });

          it('says what production asks of it', () => assert.notEqual(exercise.production.trim(), ''));

          it('has discussions with follow-ups and more than one level', () => {
            for (const { id: discussion, followUps, rubric } of exercise.discussions) {
              assert.ok(followUps.length > 0, `${discussion} has no follow-up`);
              assert.deepEqual(
                [...new Set(rubric.map(({ level }) => level))].sort(),
                ['good', 'great'],
                discussion,
              );
            }
          });
        });
    });
});
