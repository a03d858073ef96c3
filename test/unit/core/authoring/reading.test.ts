import assert from 'node:assert/strict';
import fc from 'fast-check';
import { explainAt } from '../../../../src/core/authoring/language/hover';
import { linksIn } from '../../../../src/core/authoring/language/links';
import { exerciseProblems, withLive } from '../../../../src/core/authoring/language/liveProblems';
import { outlineOf, type Part } from '../../../../src/core/authoring/language/outline';
import { packYamlProblems, parsePack } from '../../../../src/core/pack/parsePack';
import { formatProblem } from '../../../../src/core/pack/problem';
import { memorySource } from '../../../../src/core/pack/source';
import { goodFiles, mistakes, withMistake } from '../support/packs';
import { around, exerciseSchema, packSchema } from './support/cursorText';

const good = goodFiles['counter/exercise.yaml']!;

/** What is said of the first place of a text in the exercise. */
function explained(text: string, yaml = good, file = exerciseSchema) {
  const offset = yaml.indexOf(text);
  assert.notEqual(offset, -1, text);
  const found = explainAt(yaml, offset, file, around);
  return found && { on: yaml.slice(found.start, found.end), says: found.about || found.named };
}

describe('what is said of a word in exercise.yaml', () => {
  it('is what the schema says of a key', () => {
    assert.deepEqual(explained('difficulty'), {
      on: 'difficulty',
      says: 'How much experience it asks for.\n\nOne of `core`, `intermediate`, `advanced`.',
    });
    assert.deepEqual(explained('minutes'), {
      on: 'minutes',
      says: 'How long it takes someone who can do it.\n\nFrom 1 to 600.\n\nFor example `60`.',
    });
    assert.deepEqual(explained('caughtBy'), {
      on: 'caughtBy',
      says: 'The requirements whose checks must fail.\n\nFor example `[R9]`.',
    });
  });

  it('is what a name stands for', () => {
    for (const [text, yaml, says] of [
      ['R3', 'wrong: [{ caughtBy: [R3] }]\nrequirements: { R3: "A *ceiling*." }', '**R3** A *ceiling*.'],
      ['R4', 'wrong: [{ caughtBy: [R4] }]', 'There is no requirement R4.'],
      ['gauge', 'prerequisites: [gauge]', '**A gauge**'],
      ['timer', 'prerequisites: [timer]', '**timer**'],
      ['draft', 'prerequisites: [draft]', '**Not yet**\n\nNo module lists it.'],
      ['nothing', 'prerequisites: [nothing]', 'There is no exercise nothing in this pack.'],
      ['tests/', 'suites: [{ file: tests/basics.test.ts }]', '`tests/basics.test.ts`: a hidden suite'],
      ['tests/', 'suites: [{ file: tests/support.ts }]', '`tests/support.ts`: a module for suites'],
      ['tests/', 'suites: [{ file: tests/none.ts }]', '`tests/none.ts` does not exist.'],
      [
        'wrong/',
        'wrong: [{ folder: wrong/returns-old-value }]',
        '`wrong/returns-old-value/`: a folder with `counter.ts`',
      ],
      [
        'wrong/',
        'wrong: [{ file: wrong/no-ceiling.ts }]',
        '`wrong/no-ceiling.ts`: a design laid over the solution',
      ],
      ['a/b', 'discussions: [{ model: a/b.model.md }]', '`a/b.model.md` does not exist.'],
      [
        'types.ts',
        'files: [{ path: types.ts }]',
        '`starter/types.ts`: what the learner begins with\n\n`solution/types.ts` does not exist.',
      ],
    ] as const)
      assert.equal(explained(text, yaml)?.says, says, yaml);
  });

  it('is nothing in long texts, comments and unknown keys', () => {
    assert.equal(explained('Some', 'hints:\n  - text: |\n      Some\n      text.\n'), undefined);
    assert.equal(explained('note', '# note\ntitle: A'), undefined);
    assert.equal(explained('colour', 'colour: red'), undefined);
  });

  it('works in pack.yaml', () =>
    assert.equal(
      explained('counter', 'modules: [{ exercises: [counter] }]', packSchema)?.says,
      '**Count what happens**',
    ));
});

describe('links', () => {
  const linked = (yaml: string, file = exerciseSchema): string[] =>
    linksIn(yaml, file, around).map(({ start, end, target }) => `${yaml.slice(start, end)} -> ${target}`);

  it('lead to files and exercises that there are', () => {
    assert.deepEqual(linked(good), [
      'types.ts -> counter/starter/types.ts',
      'counter.ts -> counter/solution/counter.ts',
      'tests/basics.test.ts -> counter/tests/basics.test.ts',
      'tests/ceiling.test.ts -> counter/tests/ceiling.test.ts',
      'wrong/no-ceiling.ts -> counter/wrong/no-ceiling.ts',
      'counter.ts -> counter/solution/counter.ts',
      'wrong/returns-old-value -> counter/wrong/returns-old-value/counter.ts',
      'alternative -> counter/alternative/counter.ts',
      'discussion/durability.md -> counter/discussion/durability.md',
      'discussion/durability.model.md -> counter/discussion/durability.model.md',
      'counter.ts -> counter/solution/counter.ts',
    ]);
    assert.deepEqual(linked('prerequisites: [gauge, nothing]'), ['gauge -> gauge/exercise.yaml']);
    assert.deepEqual(linked('modules: [{ exercises: [draft] }]', packSchema), [
      'draft -> draft/exercise.yaml',
    ]);
  });
});

describe('the outline', () => {
  const named = ({ name, detail, parts }: Part): unknown => [name, detail, parts.map(named)];

  it('has the records, by title or id', () => {
    const yaml = `title: A
skills: [caching, scale]
requirements:
  R1: >-
    One
    line.
suites:
  - id: a
    title: First
  - id: b
  - file: c
wrong:
broken
`;
    assert.deepEqual(outlineOf(yaml).map(named), [
      ['title', 'A', []],
      ['skills', 'caching, scale', []],
      ['requirements', '', [['R1', 'One line.', []]]],
      [
        'suites',
        '',
        [
          [
            'First',
            '',
            [
              ['id', 'a', []],
              ['title', 'First', []],
            ],
          ],
          ['b', '', [['id', 'b', []]]],
          ['3', '', [['file', 'c', []]]],
        ],
      ],
      ['wrong', '', []],
      ['broken', '', []],
    ]);
  });

  it('is in order, whatever the text', () =>
    fc.assert(
      fc.property(
        fc.nat(good.length),
        fc.nat(40),
        fc.constantFrom('', '\n', '[', '- ', ': ', '"'),
        (at, cut, put) => {
          const text = good.slice(0, at) + put + good.slice(at + cut);
          const isSound = ({ name, start, end, nameStart, nameEnd, parts }: Part): boolean =>
            name !== '' &&
            start <= nameStart &&
            nameStart <= nameEnd &&
            nameEnd <= end &&
            parts.every(isSound);
          assert.ok(outlineOf(text).every(isSound));
          linksIn(text, exerciseSchema, around);
          explainAt(text, at, exerciseSchema, around);
        },
      ),
      { numRuns: 60 },
    ));
});

describe('problems while typing', () => {
  for (const mistake of mistakes)
    it(`are those of the whole pack: ${mistake.name}`, () => {
      const source = memorySource('test', withMistake(mistake));
      const { problems } = parsePack(source);
      const parts = [
        ...new Set(
          source
            .list()
            .filter(path => path.includes('/'))
            .map(path => path.split('/')[0]!),
        ),
      ];
      // The last time that the pack was read as a whole, it may have been as it is now.
      const live = new Map([
        ['pack.yaml', packYamlProblems(source)] as const,
        ...parts.map(part => [part, exerciseProblems(source, part)] as const),
      ]);
      const listed = problems.filter(({ file }) => live.has(file.split('/')[0]!));
      const shown = withLive(problems, live).map(formatProblem);
      for (const problem of listed) assert.ok(shown.includes(formatProblem(problem)), formatProblem(problem));
    });

  it('take the place of those of the same part only', () => {
    const problem = (file: string, code: string, severity: 'error' | 'warning' = 'error') => ({
      ...{ file, code, severity, message: '', remedy: '' },
      ...{ line: 1, column: 1, endLine: 1, endColumn: 1 },
    });
    const read = [
      problem('a/exercise.yaml', 'missing-key'),
      problem('a/exercise.yaml', 'prerequisite-cycle', 'warning'),
      problem('b/question.md', 'dead-link'),
      problem('c/exercise.yaml', 'unlisted-exercise', 'warning'),
      problem('pack.yaml', 'bad-version'),
    ];
    const now = [problem('a/exercise.yaml', 'yaml-syntax')];
    const codes = (live: Parameters<typeof withLive>[1]): string[] =>
      withLive(read, live).map(({ file, code }) => `${file} ${code}`);
    assert.deepEqual(codes(new Map([['a', now]])), [
      'a/exercise.yaml prerequisite-cycle',
      'b/question.md dead-link',
      'c/exercise.yaml unlisted-exercise',
      'pack.yaml bad-version',
      'a/exercise.yaml yaml-syntax',
    ]);
    assert.deepEqual(codes(new Map([['pack.yaml', []]])), [
      'a/exercise.yaml missing-key',
      'a/exercise.yaml prerequisite-cycle',
      'b/question.md dead-link',
    ]);
  });
});
