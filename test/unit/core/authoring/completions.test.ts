import assert from 'node:assert/strict';
import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { completionsAt } from '../../../../src/core/authoring/language/completions';
import { goodFiles } from '../support/packs';
import { around, completed, exerciseSchema, labels, packSchema, taken } from './support/cursorText';

const bundled = readFileSync('exercises/chatbot-platform/rate-limiting/exercise.yaml', 'utf8');
const good = goodFiles['counter/exercise.yaml']!;

describe('completion in exercise.yaml', () => {
  describe('keys', () => {
    it('offers everything at once in an empty file, then each key, those that must be there first', () =>
      assert.deepEqual(labels('|'), [
        'title, summary, difficulty, minutes, skills, requirements, files, suites',
        'title, summary, difficulty, minutes, skills, discussions',
        ...['title', 'summary', 'difficulty', 'minutes', 'skills', 'prerequisites', 'requirements', 'files'],
        ...[
          'suites',
          'services',
          'limits',
          'hints',
          'wrong',
          'alternatives',
          'playground',
          'discussions',
          'reveal',
          'renamed',
        ],
      ]));

    it('leaves out those that are there, and wants those that they bring with them', () =>
      assert.deepEqual(
        completed('title: A\nfiles:\n  - path: a.ts\n|\nhints: []\nwrong: []\n').map(
          ({ label, detail }) => `${label} ${detail}`,
        ),
        [
          ...['summary required', 'difficulty required', 'minutes required', 'skills required'],
          ...['requirements required', 'suites required', 'prerequisites optional', 'services optional'],
          ...[
            'limits optional',
            'alternatives optional',
            'playground optional',
            'discussions optional',
            'reveal optional',
          ],
          'renamed optional',
        ],
      ));

    it('knows the record by the indentation', () => {
      const text = 'suites:\n  - id: a\n    |\n    file: tests/a.test.ts\ntitle: A\n';
      assert.deepEqual(labels(text), ['title']);
      assert.deepEqual(labels('suites:\n  - id: a\n    t|\nwrong:\n'), ['title', 'file']);
      assert.deepEqual(labels('suites:\n  - id: a\n    file: b\n|'), labels('suites: []\n|'));
    });

    it('offers the keys of a record that has none yet', () => {
      assert.deepEqual(labels('limits:\n  |\n'), ['checkMs', 'runMs', 'memoryMb', 'suiteMs']);
      assert.deepEqual(labels('limits:\n  |\n  runMs: 3\n'), ['checkMs', 'memoryMb', 'suiteMs']);
      assert.deepEqual(labels('limits: |\n'), ['checkMs', 'runMs', 'memoryMb', 'suiteMs']);
      assert.deepEqual(labels('reveal:\n  checks:\n    |\n'), ['when', 'detail']);
    });

    it('offers them in braces', () => {
      assert.deepEqual(labels('limits: { | }'), ['checkMs', 'runMs', 'memoryMb', 'suiteMs']);
      assert.deepEqual(labels('limits: { runMs: 1000, m| '), ['checkMs', 'memoryMb', 'suiteMs']);
      assert.deepEqual(
        labels('discussions:\n  - id: a\n    rubric:\n      - { id: x, |\n    followUps: []\n'),
        ['text', 'weight', 'level'],
      );
    });

    it('replaces the word only where a colon follows', () =>
      assert.equal(taken('minu|: 10\ntitle: A\n', 'minutes'), 'minutes: 10\ntitle: A\n'));

    it('counts requirements on', () => {
      assert.equal(
        taken('requirements:\n  R1: One.\n  R2: Two.\n  |\nfiles: []\n', 'R3'),
        'requirements:\n  R1: One.\n  R2: Two.\n  R3: •\nfiles: []\n',
      );
      assert.equal(taken('requirements:\n  |', 'R1'), 'requirements:\n  R1: •');
      assert.equal(taken('requirements: |', 'R1'), 'requirements: \n  R1: •');
    });

    it('fills a record with what it needs, indented as it belongs', () => {
      assert.equal(
        taken('title: A\nsui|', 'suites'),
        'title: A\nsuites:\n  - id: •\n    title: •\n    file: tests/basics.test.ts',
      );
      assert.equal(
        taken('discussions:\n  - id: a\n    |', 'rubric'),
        'discussions:\n  - id: a\n    rubric:\n      - id: •\n        text: •\n        weight: 3\n        level: good',
      );
      assert.equal(taken('requirements: {}\nskills|', 'skills'), 'requirements: {}\nskills: [requirements]');
      assert.equal(taken('limits: { | }', 'runMs'), 'limits: { runMs: 10000 }');
    });
  });

  describe('items', () => {
    it('offers a whole record for each way to write it', () => {
      const text = `requirements:\n  R1: One.\nfiles:\n  - path: counter.ts\nwrong:\n  - |`;
      assert.deepEqual(labels(text).slice(0, 2), [
        'id, title, mistake, caughtBy, file, replaces',
        'id, title, mistake, caughtBy, folder',
      ]);
      assert.equal(
        taken(text, 'id, title, mistake, caughtBy, file, replaces'),
        'requirements:\n  R1: One.\nfiles:\n  - path: counter.ts\nwrong:\n  - id: •\n    title: •\n    mistake: •\n    caughtBy: [R1]\n    file: alternative/counter.ts\n    replaces: counter.ts',
      );
    });

    it('puts the dash that is missing', () => {
      assert.equal(taken('files:\n  |', 'path'), 'files:\n  - path: counter.ts');
      assert.equal(
        taken('files:\n  - path: a.ts\n  |\n', 'path'),
        'files:\n  - path: a.ts\n  - path: counter.ts\n',
      );
      assert.equal(taken('skills:\n  - caching\n  |\n', 'scale'), 'skills:\n  - caching\n  - scale\n');
      assert.equal(taken('hints: |', 'title, text'), 'hints: \n  - title: •\n    text: •');
    });

    it('goes on with an item where the editor leaves the cursor', () => {
      assert.deepEqual(labels('suites:\n  - id: a\n  |'), ['title', 'file', 'id, title, file']);
      assert.equal(taken('suites:\n  - id: a\n  |', 'title'), 'suites:\n  - id: a\n    title: •');
      assert.equal(
        taken('discussions:\n  - id: a\n  |\n    title: A\nhints: []', 'rubric'),
        'discussions:\n  - id: a\n    rubric:\n      - id: •\n        text: •\n        weight: 3\n        level: good\n    title: A\nhints: []',
      );
    });

    it('puts the blank that is missing', () => {
      assert.equal(taken('difficulty:|', 'advanced'), 'difficulty: advanced');
      assert.equal(taken('skills:\n  -|', 'scale'), 'skills:\n  - scale');
      assert.equal(taken('limits: {runMs:|}', '10000'), 'limits: {runMs: 10000}');
    });
  });

  describe('values', () => {
    it('offers the words that there are', () => {
      assert.deepEqual(labels('difficulty: |'), ['core', 'intermediate', 'advanced']);
      assert.deepEqual(labels('difficulty: adv|anced # hm\n'), ['core', 'intermediate', 'advanced']);
      assert.deepEqual(labels('services: [|]'), ['redis', 'postgres']);
      assert.deepEqual(labels('services: [redis, |'), ['postgres']);
      assert.deepEqual(labels('reveal:\n  solution: a|'), [
        ...['always', 'after-runs 3', 'after-pass', 'after-submit', 'after-due', 'never'],
      ]);
      assert.deepEqual(labels('reveal:\n  checks: { detail: |'), ['state', 'requirement', 'message', 'diff']);
      assert.deepEqual(labels('files:\n  - path: a.ts\n    readonly: |'), ['true', 'false']);
    });

    it('puts words into brackets where a list has not begun', () =>
      assert.equal(taken('services: |\ntitle: A', 'redis'), 'services: [redis•]\ntitle: A'));

    it('offers no word twice, but keeps the one that stands there', () =>
      assert.deepEqual(labels('services: [redis, post|gres]'), ['postgres']));

    it('replaces a word in quotes with its quotes', () =>
      assert.equal(
        taken('difficulty: "co|re"\nminutes: 5\n', 'advanced'),
        'difficulty: advanced\nminutes: 5\n',
      ));

    it('offers requirements with what they say', () => {
      const text =
        'requirements:\n  R1: "One"\n  R2: >-\n    Two\n    lines.\nwrong:\n  - id: a\n    caughtBy: [R1, |]\n';
      assert.deepEqual(
        completed(text).map(({ kind, label, detail, insert }) => ({ kind, label, detail, insert })),
        [{ kind: 'reference', label: 'R2', detail: 'Two lines.', insert: 'R2' }],
      );
      assert.deepEqual(
        labels('requirements: { R1: a, R2: b }\nwrong:\n  - caughtBy:\n      - R2\n      - |\n'),
        ['R1'],
      );
    });

    it('offers the other exercises of the pack by title', () =>
      assert.deepEqual(
        completed('prerequisites: [|]').map(({ label, detail }) => [label, detail]),
        [
          ['gauge', 'A gauge'],
          ['timer', ''],
        ],
      ));

    it('offers the files that there are, unused ones first', () => {
      const rest =
        '\ndiscussions: [{ prompt: discussion/durability.md }]\nfiles: [{ path: types.ts, readonly: true }, { path: counter.ts }]\n';
      assert.deepEqual(labels(`suites:\n  - file: |\n  - file: tests/basics.test.ts${rest}`), [
        'tests/ceiling.test.ts',
        'tests/basics.test.ts',
      ]);
      assert.deepEqual(labels(`playground:\n  file: |`), ['tests/support.ts']);
      assert.deepEqual(labels(`files:\n  - path: |`), ['counter.ts', 'types.ts']);
      assert.deepEqual(labels(`wrong:\n  - replaces: |${rest}`), ['counter.ts']);
      assert.deepEqual(labels(`wrong:\n  - file: |${rest}`), [
        'alternative/counter.ts',
        'wrong/no-ceiling.ts',
        'wrong/returns-old-value/counter.ts',
      ]);
      assert.deepEqual(labels(`wrong:\n  - folder: |${rest}`), [
        'alternative',
        'wrong',
        'wrong/returns-old-value',
      ]);
      assert.deepEqual(labels('discussions:\n  - prompt: |'), ['discussion/durability.md']);
      assert.deepEqual(labels('discussions:\n  - model: dis|'), ['discussion/durability.model.md']);
    });

    it('has nothing to say where any text will do, in comments and inside of texts', () => {
      for (const text of [
        'title: |',
        'title: A # |',
        '# |',
        'title: "a\n  |b"\n',
        'colour: |',
        'colour:\n  - |',
      ])
        assert.deepEqual(labels(text), [], text);
      const prose = 'hints:\n  - title: A\n    text: |\n      Some\n      ';
      assert.deepEqual(completionsAt(prose, prose.length, exerciseSchema, around), []);
    });
  });

  it('works in pack.yaml', () => {
    assert.deepEqual(labels('form|', packSchema).slice(0, 3), [
      'format, id, title, description, version, authors, license, modules',
      'format',
      'id',
    ]);
    assert.equal(taken('id: a\n|', 'format', packSchema), 'id: a\nformat: 1');
    assert.deepEqual(labels('modules:\n  - title: A\n    exercises: [counter, |]\n', packSchema), ['draft']);
    assert.equal(
      taken('modules:\n  - title: A\n    exercises: []\n  |', 'title, exercises', packSchema),
      'modules:\n  - title: A\n    exercises: []\n  - title: •\n    exercises: [draft]',
    );
  });

  describe('whatever the text', () => {
    const isSound = (text: string, offset: number): void => {
      for (const { start, end, insert } of completionsAt(text, offset, exerciseSchema, around)) {
        assert.ok(start <= offset && offset <= end && end <= text.length, `${start} ${offset} ${end}`);
        assert.ok(!text.slice(start, end).includes('\n'), 'it replaces no more than a line');
        assert.notEqual(insert, '');
      }
    };

    it('answers at the end of everything that one writes on the way to an exercise', function () {
      this.timeout(60_000); // once for each letter
      for (let end = 0; end <= good.length; end++) isSound(good.slice(0, end), end);
    });

    it('answers wherever somebody stops in a long exercise', () =>
      fc.assert(
        fc.property(fc.nat(bundled.length), end => isSound(bundled.slice(0, end), end)),
        { numRuns: 60 },
      ));

    it('answers in files from Windows', () =>
      assert.equal(
        taken('title: A\r\nlimits:\r\n  |\r\n', 'runMs'),
        'title: A\r\nlimits:\r\n  runMs: 10000\r\n',
      ));

    it('answers anywhere after a cut, a doubled part or stray characters', () =>
      fc.assert(
        fc.property(
          fc.nat(good.length),
          fc.nat(60),
          fc.oneof(
            fc.string({ maxLength: 8 }),
            fc.constantFrom('\n', '- ', '[', '{', '"', ': ', '  ', '|', '&a', '*a', '\t'),
          ),
          fc.nat(),
          (at, cut, put, where) => {
            const text = good.slice(0, at) + put + good.slice(at + cut);
            isSound(text, where % (text.length + 1));
          },
        ),
        { numRuns: 300 },
      ));
  });
});
