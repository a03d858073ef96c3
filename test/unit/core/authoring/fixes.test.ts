import assert from 'node:assert/strict';
import { fixesFor, type Fix } from '../../../../src/core/authoring/language/fixes';
import { parsePack } from '../../../../src/core/pack/parsePack';
import { formatProblem } from '../../../../src/core/pack/problem';
import { memorySource } from '../../../../src/core/pack/source';
import { goodFiles, mistakes, problemsOf, withMistake, type Files } from '../support/packs';
import { changedFiles, exerciseSchema, packSchema } from './support/cursorText';

const schemas = { pack: packSchema, exercise: exerciseSchema };

interface Fixed {
  readonly problem: string;
  readonly fixes: readonly Fix[];
}

const fixesOf = (files: Files): Fixed[] => {
  const source = memorySource('test', files);
  return parsePack(source).problems.map(problem => ({
    problem: formatProblem(problem),
    fixes: fixesFor(problem, source, schemas),
  }));
};

const titlesOf = (files: Files): string[] =>
  fixesOf(files).flatMap(({ fixes }) => fixes.map(({ title }) => title));

/** The good pack with another text in its exercise.yaml. */
const changed = (from: string, to: string): Files => ({
  ...goodFiles,
  'counter/exercise.yaml': goodFiles['counter/exercise.yaml']!.replace(from, () => to),
});

/** The pack after the fix of that name. */
function fixed(files: Files, title: string): Record<string, string> {
  const fix = fixesOf(files)
    .flatMap(({ fixes }) => fixes)
    .find(one => one.title === title);
  assert.ok(fix, `${title} is not among ${titlesOf(files).join(', ')}`);
  return changedFiles(files, fix.edit);
}

describe('fixes', () => {
  for (const [what, from, to, titles] of [
    ['a slip in a key', 'minutes: 10', 'minuts: 10', ['Add “minutes”', 'Change to “minutes”']],
    ['a slip in a word', 'difficulty: core', 'difficulty: cor', ['Change to “core”']],
    [
      'a word that nothing is near to',
      'level: great',
      'level: poor',
      ['Change to “good”', 'Change to “great”'],
    ],
    ['too many words to choose from', 'skills: [data modelling,', 'skills: [juggling,', []],
    [
      'a requirement that is not there',
      'caughtBy: [R3]',
      'caughtBy: [R33]',
      ['Change to “R1”', 'Change to “R2”', 'Change to “R3”'],
    ],
    ['a requirement twice', 'caughtBy: [R3]', 'caughtBy: [R3, R3]', ['Remove “R3”']],
    ['an exercise that is not there', 'prerequisites: []', 'prerequisites: [gauge]', []],
    ['its own prerequisite', 'prerequisites: []', 'prerequisites: [counter]', ['Remove “counter”']],
    [
      'a requirement too many',
      '  R2: "',
      '  R2: New.\n  R4: "',
      ['Number the requirements anew everywhere', 'Number the requirements anew everywhere'],
    ],
    ['a requirement that is none', 'R1: A', 'first: A', ['Change to “R1”']],
    ['a number for a text', 'title: Counting', 'title: 2024', ['Put it in quotes']],
    ['an id with blanks', 'id: ceiling', 'id: The Ceiling', ['Change to “the-ceiling”']],
    [
      'a file that is not there',
      'file: tests/basics',
      'file: tests/basic',
      ['Create tests/basic.test.ts', 'Change to “tests/basics.test.ts”'],
    ],
    ['text that only the author knows', 'title: Counting', 'title: " "', []],
    ['no YAML at all', 'title: Counting', 'title: [', []],
  ] as const)
    it(`are offered for ${what}`, () => assert.deepEqual(titlesOf(changed(from, to)), titles));

  for (const mistake of mistakes)
    it(`do what they say: ${mistake.name}`, () => {
      const files = withMistake(mistake);
      for (const { problem, fixes } of fixesOf(files))
        for (const { title, edit } of fixes.filter(({ isObvious }) => isObvious)) {
          const after = problemsOf(changedFiles(files, edit));
          assert.ok(!after.includes(problem), `after “${title}” there is still ${problem}`);
        }
    });

  it('write a key where it usually stands, with what it needs', () => {
    const yaml = (files: Files) => files['counter/exercise.yaml']!;
    const before = (text: string) => yaml(goodFiles).replace(text, '');
    for (const [key, text, put] of [
      ['minutes', 'minutes: 10\n', 'minutes: 60\n'],
      ['title', 'title: Count what happens\n', 'title: \n'],
      ['replaces', '    replaces: counter.ts\n', '    replaces: counter.ts\n'],
      ['level', ', level: good', undefined],
    ] as const) {
      const files = { ...goodFiles, 'counter/exercise.yaml': before(text) };
      const now = yaml(fixed(files, `Add “${key}”`));
      if (put === undefined) assert.match(now, /- \{ level: good, id: loss, text: "[^"]+", weight: 3 \}/);
      else assert.ok(now.includes(put), now);
    }
  });

  it('begin a file with what is known of it', () => {
    const suite = changed('file: tests/ceiling.test.ts', 'file: tests/height.test.ts');
    assert.equal(
      fixed(suite, 'Create tests/height.test.ts')['counter/tests/height.test.ts'],
      `import assert from 'node:assert/strict';
import * as attempt from '#attempt/counter.ts';

describe('The ceiling', () => {
  it('R1 …', () => {
    assert.ok(attempt);
  });
});
`,
    );
    const playground = changed('file: tests/playground.ts', 'file: tests/sandbox.ts');
    assert.equal(
      fixed(playground, 'Create tests/sandbox.ts')['counter/tests/sandbox.ts'],
      `import * as attempt from '#attempt/counter.ts';
import { play, trace, traffic } from '#testkit';

interface Settings {
  readonly increments: number;
  readonly ceiling: number;
  readonly arrivals: string;
}

export async function playground(settings: Settings): Promise<void> {
  const played = await play(traffic.poisson({ perSecond: 10, forMs: 10_000 }), () => [attempt, settings]);
  trace.reading('requests', played.count());
}
`,
    );
    const wrong = changed('file: wrong/no-ceiling.ts', 'file: wrong/endless.ts');
    assert.equal(
      fixed(wrong, 'Create wrong/endless.ts')['counter/wrong/endless.ts'],
      goodFiles['counter/solution/counter.ts'],
    );
    const file = changed('  - path: counter.ts', '  - path: counter.ts\n  - path: more.ts');
    const created = fixed(file, 'Create starter/more.ts and solution/more.ts');
    assert.deepEqual(
      [created['counter/starter/more.ts'], created['counter/solution/more.ts'], problemsOf(created)],
      ['export {};\n', 'export {};\n', []],
    );
  });

  it('list a file that was forgotten, or delete it', () => {
    const files = { ...goodFiles, 'counter/tests/tooHigh.test.ts': '' };
    assert.deepEqual(titlesOf(files), []); // other modules of tests may be there
    const wrong = { ...goodFiles, 'counter/wrong/byTwo.ts': '' };
    assert.deepEqual(titlesOf(wrong), ['List it under “wrong”', 'Delete wrong/byTwo.ts']);
    assert.deepEqual(fixed(wrong, 'Delete wrong/byTwo.ts'), goodFiles);
    assert.match(
      fixed(wrong, 'List it under “wrong”')['counter/exercise.yaml']!,
      /\n {2}- id: by-two\n {4}title: \n {4}mistake: \n {4}caughtBy: \[R1\]\n {4}file: wrong\/byTwo.ts\n {4}replaces: counter.ts\nalternatives:/,
    );
  });

  it('add an exercise to the pack that no module lists', () => {
    const files = { ...goodFiles, 'spare/exercise.yaml': 'title: Spare\n' };
    const now = fixed(files, 'Add it to the last module of pack.yaml');
    assert.match(now['pack.yaml']!, /exercises: \[counter, spare\]/);
  });
});
