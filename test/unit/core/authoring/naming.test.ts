import assert from 'node:assert/strict';
import type { PackEdit, Refusal } from '../../../../src/core/authoring/language/edits';
import { namedAt } from '../../../../src/core/authoring/language/naming';
import { insertRequirement, renumberRequirements } from '../../../../src/core/authoring/language/renumber';
import { memorySource } from '../../../../src/core/pack/source';
import { goodFiles, problemsOf, type Files } from '../support/packs';
import { changedFiles, exerciseSchema, packSchema } from './support/cursorText';

const schemas = { pack: packSchema, exercise: exerciseSchema };

const files: Files = {
  ...goodFiles,
  'counter/question.md':
    '# Count\n\nR2 and R3, not `R3`.\n\n```ts\nconst R3 = 1;\n```\n\nR3 again; R30 is none of it.\n',
  'counter/starter/types.ts': "/** See R3. */\nexport type A = 'R3'; // R1\nexport const R3 = `R3`;\n",
  'second/exercise.yaml': 'title: Second\nprerequisites: [counter]\nsummary: R3 is another here.\n',
};

/** The names that there are where a text stands in a file. */
const at = (path: string, text: string, from: Files = files) => {
  const offset = from[path]!.indexOf(text);
  assert.notEqual(offset, -1, `${path} does not hold ${text}`);
  const exercise = path.includes('/') ? path.split('/')[0] : undefined;
  return namedAt({ source: memorySource('test', from), schemas }, exercise, path, offset);
};

/** The files after an edit. */
function after(edit: PackEdit | Refusal | undefined, from: Files = files): Record<string, string> {
  assert.ok(edit && !('refused' in edit), JSON.stringify(edit));
  return changedFiles(from, edit);
}

/** Lines that are not as they were, by file. */
function changes(now: Files, from: Files = files): Record<string, string[]> {
  const found = Object.entries(now).flatMap(([path, text]) => {
    const before = from[path]?.split('\n') ?? [];
    const lines = text.split('\n').filter(line => !before.includes(line));
    return lines.length > 0 ? [[path, lines] as const] : [];
  });
  return Object.fromEntries(found);
}

describe('names in a pack', () => {
  it('moves the parts of figures with their requirements', () => {
    const drawn: Files = {
      ...goodFiles,
      'counter/media/a.figure.svg': '<g data-requirement="R1 R3"><title>R3</title>\n<path d="M3 3"/></g>\n',
    };
    const source = memorySource('test', drawn);
    const named = namedAt(
      { source, schemas },
      'counter',
      'counter/exercise.yaml',
      drawn['counter/exercise.yaml']!.indexOf('R3: The'),
    );
    assert.deepEqual(
      named!.mentions().flatMap(({ path, start }) => (path.endsWith('.svg') ? [start] : [])),
      [24, 35],
    );
  });

  it('finds a requirement wherever the exercise mentions it', () => {
    const mentions = at('counter/exercise.yaml', 'R3: The')!.mentions();
    assert.deepEqual(
      mentions.map(({ path, start, isDeclaration }) => {
        const text = files[path]!;
        return `${path}:${text.slice(0, start).split('\n').length}${isDeclaration ? '!' : ''}`;
      }),
      [
        'counter/exercise.yaml:10!',
        'counter/exercise.yaml:36',
        'counter/question.md:3',
        'counter/question.md:9',
        'counter/starter/types.ts:1',
        'counter/tests/ceiling.test.ts:5',
      ],
    );
    assert.equal(at('counter/tests/ceiling.test.ts', 'R3 stops')?.name, 'R3');
    assert.equal(at('counter/question.md', 'R3`'), undefined);
  });

  it('renames a requirement everywhere', () =>
    assert.deepEqual(changes(after(at('counter/tests/ceiling.test.ts', 'R3')!.rename('R4'))), {
      'counter/exercise.yaml': ['  R4: The counter never goes above its ceiling.', '    caughtBy: [R4]'],
      'counter/question.md': ['R2 and R4, not `R3`.', 'R4 again; R30 is none of it.'],
      'counter/starter/types.ts': ['/** See R4. */'],
      'counter/tests/ceiling.test.ts': ["it('R4 stops at its ceiling', () => {"],
    }));

  it('says why a requirement cannot be called so', () => {
    const named = at('counter/exercise.yaml', 'R3')!;
    assert.deepEqual(named.rename('R2'), {
      refused: 'R2 is mentioned already. To make room for it, insert a requirement there.',
    });
    assert.deepEqual(named.rename('third'), { refused: 'A requirement is called R and a number: R1, R2, …' });
  });

  it('makes room for a requirement', () => {
    const now = after(insertRequirement(memorySource('test', files), 'counter', exerciseSchema, 2));
    assert.deepEqual(changes(now), {
      'counter/exercise.yaml': [
        '  R2: ',
        '  R3: "`increment` adds one and returns the new value."',
        '  R4: The counter never goes above its ceiling.',
        '    caughtBy: [R4]',
      ],
      'counter/question.md': ['R3 and R4, not `R3`.', 'R4 again; R30 is none of it.'],
      'counter/starter/types.ts': ['/** See R4. */'],
      'counter/tests/basics.test.ts': ["  it('R3 counts up and says so', () => {"],
      'counter/tests/ceiling.test.ts': ["it('R4 stops at its ceiling', () => {"],
    });
  });

  it('adds a requirement after the last, behind all of its lines', () => {
    const text = 'requirements:\n  R1: >-\n    One\n    line.\n\nfiles: []\n';
    const from = { 'a/exercise.yaml': text };
    const now = after(insertRequirement(memorySource('test', from), 'a', exerciseSchema, 2), from);
    assert.equal(
      now['a/exercise.yaml'],
      'requirements:\n  R1: >-\n    One\n    line.\n  R2: \n\nfiles: []\n',
    );
    assert.equal(insertRequirement(memorySource('test', from), 'a', exerciseSchema, 4), undefined);
  });

  it('numbers requirements anew', () => {
    const from = {
      'a/exercise.yaml': 'requirements: { R2: See R5., R5: Five. }\nwrong: [{ caughtBy: ["R5"] }]\n',
      'a/tests/a.test.ts': "it('R5, R2 both', () => {});\n",
    };
    assert.deepEqual(after(renumberRequirements(memorySource('test', from), 'a', exerciseSchema), from), {
      'a/exercise.yaml': 'requirements: { R1: See R2., R2: Five. }\nwrong: [{ caughtBy: ["R2"] }]\n',
      'a/tests/a.test.ts': "it('R2, R1 both', () => {});\n",
    });
  });

  it('renames an exercise with its folder and remembers what it was called', () => {
    const named = at('pack.yaml', 'counter]')!;
    assert.deepEqual(
      named.mentions().map(({ path }) => path),
      ['pack.yaml', 'second/exercise.yaml'],
    );
    const now = after(named.rename('tally-up'));
    assert.deepEqual(changes(now), {
      'pack.yaml': ['    exercises: [tally-up]', '  counter: tally-up'],
      'second/exercise.yaml': ['prerequisites: [tally-up]'],
      ...Object.fromEntries(
        Object.entries(files)
          .filter(([path]) => path.startsWith('counter/'))
          .map(([path, text]) => [path.replace('counter/', 'tally-up/'), text.split('\n')]),
      ),
    });
    assert.deepEqual(named.rename('second'), { refused: 'There is a folder second already.' });
    assert.equal('refused' in named.rename('Tally'), true);
  });

  it('leaves a pack without problems when something is renamed and named back', () => {
    const there = after(at('pack.yaml', 'counter]', goodFiles)!.rename('tally-up'), goodFiles);
    assert.deepEqual(problemsOf(there), []);
    const back = after(at('pack.yaml', 'tally-up]', there)!.rename('counter'), there);
    assert.deepEqual(problemsOf(back), []);
  });

  for (const [id, to, moved] of [
    ['durability', 'restart', ['discussion/restart.md', 'discussion/restart.model.md']],
    ['no-ceiling', 'endless', ['wrong/endless.ts']],
    ['returns-old-value', 'late', ['wrong/late/counter.ts']],
    ['basics', 'first', ['tests/first.test.ts']],
    ['as-class', 'class', []],
  ] as const)
    it(`renames ${id} and the files that are called after it`, () => {
      const now = after(at('counter/exercise.yaml', `${id}\n`, goodFiles)!.rename(to), goodFiles);
      assert.deepEqual(
        Object.keys(now).filter(path => !Object.hasOwn(goodFiles, path)),
        moved.map(path => `counter/${path}`),
      );
      assert.deepEqual(problemsOf(now), []);
      assert.match(now['counter/exercise.yaml']!, new RegExp(`- id: ${to}\n`));
    });

  it('remembers the id of a discussion, because answers are found by it', () => {
    const now = after(at('counter/exercise.yaml', 'durability\n')!.rename('restart'));
    assert.deepEqual(changes(now)['counter/exercise.yaml']?.slice(-1), [
      '  discussions: { durability: restart, restarts: durability }',
    ]);
  });

  it('knows no other names', () => {
    for (const [path, text] of [
      ['pack.yaml', 'good'],
      ['counter/exercise.yaml', 'Count what'],
      ['counter/exercise.yaml', 'loss'],
      ['counter/question.md', 'not'],
    ] as const)
      assert.equal(at(path, text), undefined, text);
  });
});
