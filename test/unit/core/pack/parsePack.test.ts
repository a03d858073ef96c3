import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parsePack, parsePackInSteps } from '../../../../src/core/pack/parsePack';
import type { Problem } from '../../../../src/core/pack/problem';
import { memorySource } from '../../../../src/core/pack/source';
import {
  discussedFiles,
  goodFiles,
  goodPack,
  mistakes,
  problemsOf,
  withMistake,
  type Files,
} from '../support/packs';

describe('a pack without mistakes', () => {
  it('has no problems', () => assert.deepEqual(problemsOf(goodFiles), []));

  it('has no problems without code either', () => assert.deepEqual(problemsOf(discussedFiles), []));

  it('needs no code', () => {
    const { pack } = parsePack(memorySource('test', discussedFiles));
    const [exercise] = pack?.exercises ?? [];
    const { requirements, files, suites, testModules, services, reveal, discussions = [] } = exercise ?? {};
    assert.deepEqual(
      {
        ...{ requirements, files, suites, testModules, services, reveal },
        discussions: discussions.map(({ id }) => id),
      },
      {
        requirements: [{ id: 'R1', text: 'A reader sees a post within five seconds.' }],
        ...{ files: [], suites: [], testModules: {}, services: [] },
        reveal: {
          checks: { when: { at: 'always' }, detail: 'diff' },
          solution: { at: 'after-pass' },
          model: { at: 'always' },
        },
        discussions: ['fan-out', 'deletion'],
      },
    );
    const silent = { ...discussedFiles };
    silent['feed/exercise.yaml'] = silent['feed/exercise.yaml']!.replace('reveal:\n  model: always\n', '');
    const again = parsePack(memorySource('test', silent)).pack?.exercises[0];
    assert.deepEqual(again?.reveal.model, { at: 'always' });
  });

  it('is read an exercise at a time by whoever has other things to do', () => {
    const steps = parsePackInSteps(memorySource('test/packs/good', goodFiles));
    const first = steps.next();
    assert.deepEqual(
      [first, steps.next()],
      [
        { done: false, value: undefined },
        { done: true, value: parsePack(memorySource('test/packs/good', goodFiles)) },
      ],
    );
  });

  it('is read whole', () => {
    const { exercises, ...header } = goodPack();
    assert.deepEqual(header, {
      id: 'good',
      title: 'A small good pack',
      description: 'One exercise that is complete in every respect.',
      version: '1.2.3',
      authors: ['Design Drills'],
      license: 'MIT',
      modules: [{ title: 'Counting', exercises: ['counter'] }],
      language: 'en-GB',
      mutationScore: 90,
      renamed: { tally: 'counter', counting: 'counter' },
      label: 'test/packs/good',
      hash: '0'.repeat(64),
    });
    const at = (path: string): string => goodFiles[`counter/${path}`]!;
    assert.deepEqual(exercises, [
      {
        pack: 'good',
        id: 'counter',
        title: 'Count what happens',
        summary: 'A counter with a ceiling.',
        language: 'en-GB',
        difficulty: 'core',
        minutes: 10,
        skills: ['data modelling', 'resilience'],
        prerequisites: [],
        pictures: {},
        figures: {},
        statement: at('question.md'),
        production: at('production.md'),
        requirements: [
          { id: 'R1', text: 'A new counter stands at 0.' },
          { id: 'R2', text: '`increment` adds one and returns the new value.' },
          { id: 'R3', text: 'The counter never goes above its ceiling.' },
        ],
        files: [
          {
            path: 'types.ts',
            starter: at('starter/types.ts'),
            solution: at('starter/types.ts'),
            owner: 'exercise',
          },
          {
            path: 'counter.ts',
            starter: at('starter/counter.ts'),
            solution: at('solution/counter.ts'),
            owner: 'learner',
          },
        ],
        suites: [
          { id: 'basics', title: 'Counting', entry: 'tests/basics.test.ts' },
          { id: 'ceiling', title: 'The ceiling', entry: 'tests/ceiling.test.ts' },
        ],
        testModules: {
          'tests/basics.test.ts': at('tests/basics.test.ts'),
          'tests/ceiling.test.ts': at('tests/ceiling.test.ts'),
          'tests/playground.ts': at('tests/playground.ts'),
          'tests/support.ts': at('tests/support.ts'),
        },
        services: [],
        limits: { checkMs: 2000, runMs: 8000, memoryMb: 128 },
        hints: [
          { title: 'Where to keep the value', text: 'In a variable that the returned object closes over.' },
          { title: 'The ceiling', text: '`Math.min` is enough.' },
        ],
        wrong: [
          {
            id: 'no-ceiling',
            title: 'It counts for ever',
            files: { 'counter.ts': at('wrong/no-ceiling.ts') },
            mistake: 'The ceiling is ignored, so whatever it protects is overrun.',
            caughtBy: ['R3'],
            alsoFails: [],
          },
          {
            id: 'returns-old-value',
            title: 'It returns the value before',
            files: { 'counter.ts': at('wrong/returns-old-value/counter.ts') },
            mistake: 'Callers are always one behind.',
            caughtBy: ['R2'],
            alsoFails: [],
          },
        ],
        alternatives: [
          { id: 'as-class', title: 'A class', files: { 'counter.ts': at('alternative/counter.ts') } },
        ],
        playground: {
          entry: 'tests/playground.ts',
          about: 'Clients that increment one counter.',
          parameters: [
            {
              ...{ kind: 'number', id: 'increments', title: 'Increments', unit: 'per second' },
              about: 'Of all clients together.',
              ...{ min: 1, max: 1000, step: 1, scale: 'logarithmic', default: 20 },
            },
            {
              ...{ kind: 'number', id: 'ceiling', title: 'Ceiling', unit: '', about: '' },
              ...{ min: 0.5, max: 50, step: 0.5, scale: 'linear', default: 10 },
            },
            {
              ...{ kind: 'choice', id: 'arrivals', title: 'Arrivals', about: '', default: 'steady' },
              choices: [
                { id: 'steady', title: 'Evenly' },
                { id: 'herd', title: 'All at once' },
              ],
            },
          ],
          presets: [
            {
              title: 'A run on the counter',
              about: 'Everybody comes at once.',
              settings: { increments: 500, arrivals: 'herd' },
            },
          ],
        },
        discussions: [
          {
            id: 'durability',
            title: 'What if the process restarts?',
            minutes: 5,
            prompt: at('discussion/durability.md'),
            model: at('discussion/durability.model.md'),
            rubric: [
              { id: 'loss', text: 'Says what is lost.', weight: 3, level: 'good' },
              { id: 'cost', text: 'Weighs the cost of a durable counter.', weight: 2, level: 'great' },
            ],
            followUps: [{ question: 'And with two processes?', points: ['They need one store.'] }],
            estimates: [
              {
                id: 'events-lost',
                question: 'How many events are lost in a restart of 3 seconds, at 40 a second?',
                value: '120',
                expected: { kind: 'count', value: 120 },
                tolerance: '10 %',
                working: '40/s × 3 s = **120**',
                explanation: 'Whether that matters is for the product to say.',
              },
            ],
            weakAnswers: [{ answer: 'It does not restart.', why: 'Every process does.' }],
          },
        ],
        reveal: {
          checks: { when: { at: 'always' }, detail: 'diff' },
          solution: { at: 'after-pass' },
          model: { at: 'after-runs', runs: 2 },
        },
        renamed: { discussions: { restarts: 'durability' }, files: { 'count.ts': 'counter.ts' } },
      },
    ]);
  });

  it('has defaults for all that may be left out', () => {
    const yaml = goodFiles['counter/exercise.yaml']!;
    const short = yaml.slice(0, yaml.indexOf('services:')).replace('prerequisites: []\n', '');
    const { pack, problems } = parsePack(
      memorySource('short', { ...goodFiles, 'counter/exercise.yaml': short }),
    );
    const { prerequisites, services, limits, hints, wrong, alternatives, playground, discussions, reveal } =
      pack!.exercises[0]!;
    assert.deepEqual(
      { prerequisites, services, limits, hints, wrong, alternatives, playground, discussions, reveal },
      {
        prerequisites: [],
        services: [],
        limits: { checkMs: 2000, runMs: 10_000, memoryMb: 256 },
        hints: [],
        wrong: [],
        alternatives: [],
        playground: null,
        discussions: [],
        reveal: {
          checks: { when: { at: 'always' }, detail: 'diff' },
          solution: { at: 'after-pass' },
          model: { at: 'after-runs', runs: 3 },
        },
      },
    );
    assert.ok(problems.every(({ code }) => code === 'unlisted-file'));
  });
});

describe('a mistake in a pack', () => {
  for (const mistake of mistakes)
    it(`is named with its place: ${mistake.name}`, () =>
      assert.deepEqual(problemsOf(withMistake(mistake)), mistake.problems));

  for (const mistake of mistakes)
    it(`keeps the exercise out exactly if it is an error: ${mistake.name}`, () => {
      const { pack, problems } = parsePack(memorySource('test', withMistake(mistake)));
      const id = mistake.pack === 'discussed' ? 'feed' : 'counter';
      const wrong = problems.some(p => p.severity === 'error' && p.file.startsWith(`${id}/`));
      if (pack && !pack.exercises.some(e => e.id === id))
        assert.ok(wrong || problems.some(p => p.code === 'missing-exercise'));
      if (wrong) assert.deepEqual(pack?.exercises, []);
    });

  it('does not hide the other exercises', () => {
    const { pack, problems } = parsePack(memorySource('two', twoExercises));
    assert.deepEqual(
      problems.map(({ file, code }) => [file, code]),
      [['second/exercise.yaml', 'out-of-range']],
    );
    assert.deepEqual(
      pack?.exercises.map(({ id }) => id),
      ['counter'],
    );
    assert.deepEqual(pack.modules, [{ title: 'Counting', exercises: ['counter'] }]);
  });

  it('is found in a circle of prerequisites', () => {
    const files = {
      ...twoExercises,
      'counter/exercise.yaml': goodFiles['counter/exercise.yaml']!.replace(
        'prerequisites: []',
        'prerequisites: [second]',
      ),
      'second/exercise.yaml': goodFiles['counter/exercise.yaml']!.replace(
        'prerequisites: []',
        'prerequisites: [counter]',
      ),
    };
    assert.deepEqual(problemsOf(files), [
      'counter/exercise.yaml:1:1: warning: The exercise "counter" is, directly or not, its own prerequisite. Remove one of the prerequisites. [prerequisite-cycle]',
      'second/exercise.yaml:1:1: warning: The exercise "second" is, directly or not, its own prerequisite. Remove one of the prerequisites. [prerequisite-cycle]',
    ]);
  });

  it('has an end that is on the same line', () => {
    const { problems } = parsePack(
      memorySource('test', withMistake(mistakes.find(m => m.name === 'a number as text')!)),
    );
    const [problem] = problems;
    assert.deepEqual([problem?.line, problem?.column, problem?.endLine, problem?.endColumn], [4, 10, 4, 13]);
  });
});

describe('any text at all', () => {
  const anyYaml = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.string({ unit: fc.constantFrom(...Array.from('a:-[]{}"\'|>&*!#%@ \n\t,?0')), maxLength: 60 }),
    damaged(goodFiles['counter/exercise.yaml']!),
  );

  it('is read without an exception, and problems lie inside the files', () => {
    fc.assert(
      fc.property(anyYaml, damaged(goodFiles['pack.yaml']!), fc.boolean(), (exercise, pack, both) => {
        const files = {
          ...goodFiles,
          'counter/exercise.yaml': exercise,
          ...(both ? { 'pack.yaml': pack } : {}),
        };
        for (const problem of parsePack(memorySource('any', files)).problems) assertInside(problem, files);
      }),
      { numRuns: 300 },
    );
  });

  it('may be nested beyond reason', () => {
    const problems = problemsOf({ ...goodFiles, 'counter/exercise.yaml': '['.repeat(50_000) });
    assert.ok(problems.length > 0 && problems.length < 50, `${problems.length} problems`);
  });

  it('is refused beyond a length', () => {
    const yaml = `${goodFiles['counter/exercise.yaml']}# ${'x'.repeat(256_000)}`;
    assert.deepEqual(
      problemsOf({ ...goodFiles, 'counter/exercise.yaml': yaml }).map(p => p.replace(/\d{6,}/, 'N')),
      [
        'counter/exercise.yaml:1:1: error: The file has N characters; at most 256000 are read. Move long texts into files of their own. [file-too-large]',
      ],
    );
  });

  it('may have thousands of keys', () => {
    const keys = Array.from({ length: 15_000 }, (_, i) => `k${i}: 1`).join('\n');
    const began = performance.now();
    problemsOf({ ...goodFiles, 'counter/exercise.yaml': `${goodFiles['counter/exercise.yaml']}${keys}` });
    assert.ok(performance.now() - began < 5_000);
  });

  it('cannot grow by aliases', () => {
    const bomb = ['k0: &k0 [x,x,x,x,x,x,x,x,x]'];
    for (let i = 1; i < 30; i++) bomb.push(`k${i}: &k${i} [${`*k${i - 1},`.repeat(9)}]`);
    const yaml = `${bomb.join('\n')}\n${goodFiles['counter/exercise.yaml']!.replace(/skills:.*/, 'skills: *k29')}`;
    assert.ok(problemsOf({ ...goodFiles, 'counter/exercise.yaml': yaml }).some(p => p.includes('[alias]')));
  });
});

const twoExercises: Files = {
  ...goodFiles,
  'pack.yaml': goodFiles['pack.yaml']!.replace('[counter]', '[counter, second]'),
  ...Object.fromEntries(
    Object.entries(goodFiles)
      .filter(([path]) => path.startsWith('counter/'))
      .map(([path, text]) => [
        path.replace('counter/', 'second/'),
        text.replace('minutes: 10', 'minutes: 1000'),
      ]),
  ),
};

/** A text with a few characters taken out, doubled or replaced. */
function damaged(text: string): fc.Arbitrary<string> {
  const damage = fc.record({
    at: fc.nat(text.length),
    length: fc.nat(12),
    put: fc.oneof(
      fc.constant(''),
      fc.constantFrom('&a ', '*a', '- ', ': ', '{', ']', '"', '\n', '\t', 'null', '!!x ', '? '),
    ),
  });
  return fc
    .array(damage, { minLength: 1, maxLength: 4 })
    .map(list => list.reduce((t, { at, length, put }) => t.slice(0, at) + put + t.slice(at + length), text));
}

function assertInside(problem: Problem, files: Files): void {
  const { file, line, column, endLine, endColumn, message, remedy } = problem;
  const lines = (files[file] ?? '').split('\n');
  const said = JSON.stringify(problem);
  assert.ok(line >= 1 && line <= lines.length && column >= 1 && column <= lines[line - 1]!.length + 1, said);
  assert.ok(endLine >= line && endLine <= lines.length && endColumn <= lines[endLine - 1]!.length + 1, said);
  assert.ok(endLine > line || endColumn >= column, said);
  assert.match(message, /^\S.*[.:]$/s);
  assert.match(remedy, /^[A-Z].*[.?]$/s);
}
