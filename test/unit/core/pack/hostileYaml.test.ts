import assert from 'node:assert/strict';
import { parsePack } from '../../../../src/core/pack/parsePack';
import { formatProblem } from '../../../../src/core/pack/problem';
import { memorySource } from '../../../../src/core/pack/source';
import { counter, goodFiles } from '../support/packs';
import { hostileYaml } from './support/hostileYaml';

describe('hostile YAML', () => {
  for (const { name, file, text, outcome, first } of hostileYaml)
    it(`comes to a fixed end: ${name}`, () => {
      const { pack, problems } = parsePack(
        memorySource('hostile', { ...goodFiles, [file]: text(goodFiles[file]!) }),
      );
      const errors = problems.filter(({ severity }) => severity === 'error');
      assert.deepEqual(
        {
          outcome: inShort(errors.map(({ code }) => code)),
          first: errors[0] ? formatProblem(errors[0]) : '',
        },
        { outcome, first },
      );
      // What is kept is the exercise that was meant, or none.
      for (const exercise of pack?.exercises ?? [])
        assert.deepEqual({ ...exercise, minutes: 10, summary: '' }, { ...counter(), summary: '' });
      assert.equal(({} as { polluted?: unknown }).polluted, undefined);
    });

  it('in one exercise does not hide the others', function () {
    this.timeout(60_000); // every one of them is parsed, with all that YAML makes of it
    const files: Record<string, string> = {
      ...goodFiles,
      'pack.yaml': goodFiles['pack.yaml']!.replace('[counter]', '[bad, counter]'),
    };
    const exercises = hostileYaml.filter(({ file }) => file === 'counter/exercise.yaml');
    for (const { name, text } of exercises) {
      const { pack } = parsePack(
        memorySource('hostile', { ...files, 'bad/exercise.yaml': text(goodFiles['counter/exercise.yaml']!) }),
      );
      assert.deepEqual(pack?.exercises.at(-1), counter(), name);
    }
  });
});

/** Equal neighbours are counted. */
function inShort(codes: readonly string[]): string {
  const runs: { code: string; count: number }[] = [];
  for (const code of codes) {
    const last = runs.at(-1);
    if (last?.code === code) last.count++;
    else runs.push({ code, count: 1 });
  }
  return runs.map(({ code, count }) => (count === 1 ? code : `${code} × ${count}`)).join(', ');
}
