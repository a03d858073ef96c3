import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import {
  changesOf,
  compareVersions,
  mayNeedUpdate,
  planUpdate,
  type AttemptUpdate,
  type RecordedFolder,
} from '../../../src/core/attemptUpdate';
import type { Exercise, ExerciseFile, Owner } from '../../../src/core/exercise';
import {
  planReset,
  planRestore,
  planScaffold,
  type ScaffoldInput,
  type ScaffoldRecord,
} from '../../../src/core/scaffold';
import { counter } from './support/packs';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

const base: Exercise = { ...counter(), testModules: {}, wrong: [], alternatives: [] };

const file = (path: string, starter: string, owner: Owner = 'learner'): ExerciseFile => ({
  ...{ path, starter, solution: starter, owner },
});

const inputOf = (
  packVersion: string,
  files: readonly ExerciseFile[],
  renamed: Partial<Exercise['renamed']> = {},
): ScaffoldInput => ({
  exercise: { ...base, files, renamed: { discussions: {}, files: {}, ...renamed } },
  ...{ packVersion, environment: '// environment\n', sha256 },
});

/** An attempt as it was scaffolded. */
function begun(input: ScaffoldInput): RecordedFolder {
  const plan = planScaffold(input, { files: {} });
  assert.ok(plan.kind === 'write');
  return {
    files: Object.fromEntries(plan.files.map(({ path, text }) => [path, text])),
    record: plan.record,
  };
}

const changed = (folder: RecordedFolder, files: Readonly<Record<string, string>>): RecordedFolder => ({
  ...folder,
  files: { ...folder.files, ...files },
});

/** What the folder is afterwards, copies included. */
function carriedOut(folder: RecordedFolder, update: AttemptUpdate): RecordedFolder {
  const { backup, moves, files, record } = changesOf(update, '.backup/1');
  const after = { ...folder.files };
  for (const { to, text } of backup) after[to] = text;
  for (const { from, to } of moves) {
    assert.ok(!Object.hasOwn(after, to), 'a move replaces nothing');
    after[to] = after[from]!;
    delete after[from];
  }
  for (const { path, text, action } of files) {
    assert.equal(action === 'create', !Object.hasOwn(after, path));
    after[path] = text;
  }
  return { files: after, record };
}

const summary = ({ steps }: AttemptUpdate): string[] =>
  steps.map(step => `${step.kind} ${step.kind === 'move' ? `${step.from} -> ` : ''}${step.path}`);

const first = inputOf('1.0.0', [
  file('types.ts', '// types 1', 'exercise'),
  file('counter.ts', '// counter 1'),
  file('store.ts', '// store 1'),
]);

describe('an update of an attempt', () => {
  it('has nothing to do while the exercise is the same, whatever the learner has done', () => {
    const attempt = changed(begun(first), { 'counter.ts': '// mine', 'extra.ts': '// mine too' });
    assert.deepEqual(planUpdate(first, attempt).steps, []);
    assert.deepEqual(planUpdate({ ...first, packVersion: '1.0.1' }, attempt).steps, []);
    assert.equal(mayNeedUpdate(first, attempt.record), false);
  });

  it('moves untouched files on and leaves those of the learner', () => {
    const next = inputOf('1.1.0', [
      file('types.ts', '// types 2', 'exercise'),
      file('counter.ts', '// counter 2'),
      file('store.ts', '// store 2'),
      file('clock.ts', '// clock'),
    ]);
    const attempt = changed(begun(first), { 'counter.ts': '// mine' });
    assert.ok(mayNeedUpdate(next, attempt.record));
    const update = planUpdate(next, attempt);
    assert.deepEqual([update.from, update.to, update.change], ['1.0.0', '1.1.0', 'newer']);
    assert.deepEqual(update.steps, [
      { kind: 'keep', path: 'counter.ts', text: '// counter 2' },
      { kind: 'advance', path: 'store.ts', text: '// store 2', before: '// store 1' },
      { kind: 'add', path: 'clock.ts', text: '// clock' },
    ]);
    const after = carriedOut(attempt, update);
    assert.equal(after.files['types.ts'], '// types 2', 'read-only files are put back as before every run');
    assert.equal(after.files['counter.ts'], '// mine');
    assert.equal(after.files['.backup/1/store.ts'], '// store 1');
    assert.equal(after.record.packVersion, '1.1.0');
  });

  it('leaves what is no part of the exercise any more, and says so once', () => {
    const next = inputOf('2.0.0', [file('counter.ts', '// counter 1')]);
    const attempt = changed(begun(first), { 'store.ts': '// mine' });
    const update = planUpdate(next, attempt);
    assert.deepEqual(summary(update), ['leave store.ts', 'leave types.ts']);
    const after = carriedOut(attempt, update);
    assert.equal(after.files['store.ts'], '// mine');
    assert.deepEqual(planUpdate(next, after).steps, []);
  });

  it('carries work to the new name of a file and of an answer', () => {
    const next = inputOf(
      '1.1.0',
      [file('tally.ts', '// tally 2'), file('store.ts', '// store 1'), file('types.ts', '', 'exercise')],
      { files: { 'counter.ts': 'tally.ts' }, discussions: { restarts: 'durability' } },
    );
    const attempt = changed(begun(first), { 'counter.ts': '// mine', 'answers/restarts.md': 'It is lost.' });
    const update = planUpdate(next, attempt);
    assert.deepEqual(summary(update), [
      'move counter.ts -> tally.ts',
      'move answers/restarts.md -> answers/durability.md',
    ]);
    const after = carriedOut(attempt, update);
    assert.deepEqual(
      ['counter.ts', 'tally.ts', 'answers/restarts.md', 'answers/durability.md'].map(p => after.files[p]),
      [undefined, '// mine', undefined, 'It is lost.'],
    );
    const untouched = carriedOut(begun(first), planUpdate(next, begun(first)));
    assert.equal(untouched.files['tally.ts'], '// tally 2', 'what nobody has touched goes on as well');
    assert.equal(untouched.files['.backup/1/counter.ts'], '// counter 1');
  });

  it('moves nothing over a file of the learner', () => {
    const next = inputOf('1.1.0', [file('tally.ts', '// tally')], {
      files: { 'counter.ts': 'tally.ts' },
      discussions: { restarts: 'durability' },
    });
    const attempt = changed(begun(first), {
      'tally.ts': '// mine already',
      'answers/restarts.md': 'old',
      'answers/durability.md': 'new',
    });
    assert.deepEqual(summary(planUpdate(next, attempt)), [
      'keep tally.ts',
      'leave counter.ts',
      'leave store.ts',
      'leave types.ts',
    ]);
  });

  it('follows a name that differs in case only, and adds nothing that a disk would take for another file', () => {
    const renamed = { files: { 'counter.ts': 'Counter.ts' } };
    const next = inputOf('1.1.0', [file('Counter.ts', '// 2'), file('Extra.ts', '// new')], renamed);
    const attempt = changed(begun(first), { 'extra.ts': '// mine' });
    assert.deepEqual(summary(planUpdate(next, attempt)).slice(0, 2), [
      'move counter.ts -> Counter.ts',
      'keep extra.ts',
    ]);
  });

  it('keeps a copy when the exercise takes a file over, and until then leaves it alone', () => {
    const next = inputOf('1.1.0', [
      file('types.ts', '// types 1', 'exercise'),
      file('counter.ts', '// counter 2', 'exercise'),
      file('store.ts', '// store 1'),
    ]);
    const attempt = changed(begun(first), { 'counter.ts': '// mine', 'types.ts': '// scribbled' });
    assert.deepEqual(
      planRestore(next, attempt).map(({ path }) => path),
      ['types.ts'],
      'a run does not ask',
    );
    const update = planUpdate(next, attempt);
    assert.deepEqual(summary(update), ['take counter.ts']);
    const after = carriedOut(attempt, update);
    assert.equal(after.files['counter.ts'], '// counter 2');
    assert.equal(after.files['.backup/1/counter.ts'], '// mine');
    assert.deepEqual(
      planRestore(next, changed(after, { 'counter.ts': '// again' })).map(({ path }) => path),
      ['counter.ts'],
      'from then on it is the exercise’s',
    );
  });

  it('takes everything for the learner’s when an older marker does not say', () => {
    const { files, record } = begun(first);
    const { exercise, packVersion } = record;
    const bare: ScaffoldRecord = { exercise, packVersion, scaffolded: {} };
    assert.deepEqual(planUpdate(first, { files, record: bare }).steps, []);
    const next = inputOf('1.1.0', [
      file('types.ts', '// types 2', 'exercise'),
      file('counter.ts', '// counter 2'),
      file('store.ts', '// store 1'),
    ]);
    assert.deepEqual(summary(planUpdate(next, { files, record: bare })), [
      'take types.ts',
      'keep counter.ts',
    ]);
  });

  it('goes back as it went on', () => {
    const next = inputOf('1.1.0', [file('counter.ts', '// counter 2'), file('clock.ts', '// clock')]);
    const update = planUpdate(first, changed(begun(next), { 'clock.ts': '// mine' }));
    assert.equal(update.change, 'older');
    assert.deepEqual(summary(update), ['advance counter.ts', 'add store.ts', 'leave clock.ts']);
  });

  it('remembers every name that the exercise has had, so that an older pack finds it', () => {
    const next: ScaffoldInput = {
      ...first,
      exercise: { ...first.exercise, id: 'tally' },
      formerly: ['good/counter'],
    };
    const { record } = planUpdate(next, begun(first));
    assert.deepEqual([record.exercise, record.formerly], ['good/tally', ['good/counter']]);
    const back = planUpdate(first, { ...begun(first), record });
    assert.deepEqual([back.record.exercise, back.record.formerly], ['good/counter', ['good/tally']]);
  });

  it('compares versions as semver does, and does not guess', () => {
    assert.deepEqual(
      [
        compareVersions('1.0.0', '1.0.1'),
        compareVersions('1.10.0', '1.9.0'),
        compareVersions('1.0.0-rc.1', '1.0.0'),
        compareVersions('1.0.0', '1.0.0+build'),
        compareVersions('someday', '1.0.0'),
      ],
      ['newer', 'older', 'newer', 'same', 'same'],
    );
  });
});

describe('any update of any attempt', () => {
  const paths = ['a.ts', 'b.ts', 'B.ts', 'c.ts', 'lib/d.ts'];
  const text = fc.constantFrom('// 1', '// 2', '// 3', '');
  const work = fc.constantFrom('// 1', '// 2', '// mine', '// also mine', '');
  const owner = fc.constantFrom<Owner>('learner', 'exercise');
  const files = fc
    .uniqueArray(fc.record({ path: fc.constantFrom(...paths), text, owner }), {
      selector: ({ path }) => path.toLowerCase(),
    })
    .map(list => list.map(entry => file(entry.path, entry.text, entry.owner)));
  const renames = (list: readonly ExerciseFile[]) =>
    fc
      .dictionary(fc.constantFrom(...paths), fc.constantFrom('', ...list.map(({ path }) => path)))
      .map(table =>
        Object.fromEntries(
          Object.entries(table).filter(([from, to]) => to !== '' && !list.some(({ path }) => path === from)),
        ),
      );
  const version = (number: string) =>
    files.chain(list =>
      fc
        .record({
          files: renames(list),
          discussions: fc.constantFrom({}, { old: 'new' }, { old: 'new', older: 'new' }),
        })
        .map(renamed => inputOf(number, list, renamed)),
    );
  const touched = fc.dictionary(
    fc.constantFrom(...paths, 'mine.ts', 'answers/old.md', 'answers/older.md', 'answers/new.md'),
    fc.option(work, { freq: 4 }),
  );
  const forgets = fc.constantFrom('nothing', 'owners', 'everything');
  const anything = fc.record({ was: version('1.0.0'), is: version('1.1.0'), touched, forgets });

  interface Situation {
    readonly was: ScaffoldInput;
    readonly touched: Readonly<Record<string, string | null>>;
    readonly forgets: string;
  }

  function attemptIn({ was, touched, forgets }: Situation): RecordedFolder {
    const { files, record } = begun(was);
    const { exerciseFiles = [], ...older } = record;
    const after = { ...files };
    for (const [path, text] of Object.entries(touched))
      if (text === null) delete after[path];
      else after[path] = text;
    if (forgets === 'nothing') return { files: after, record: { ...older, exerciseFiles } };
    return { files: after, record: forgets === 'owners' ? older : { ...older, scaffolded: {} } };
  }

  const isEnvironment = (path: string): boolean => path === 'tsconfig.json' || path === 'drills.d.ts';

  const holds = ({ files }: RecordedFolder, text: string): boolean => Object.values(files).includes(text);

  it('loses no word of the learner, and no word of anybody without a copy', () => {
    fc.assert(
      fc.property(anything, situation => {
        const attempt = attemptIn(situation);
        const after = carriedOut(attempt, planUpdate(situation.is, attempt));
        for (const [path, before] of Object.entries(attempt.files)) {
          const mine = isWork(attempt, path, before);
          if (mine) assert.ok(holds(after, before), `${path} is lost`);
          const stands = Object.hasOwn(after.files, path) && after.files[path] === before;
          const isCopied = Object.entries(after.files).some(
            ([copy, text]) => copy === `.backup/1/${path}` && text === before,
          );
          const { files } = situation.is.exercise;
          const isNowExercises = files.some(known => known.path === path && known.owner === 'exercise');
          assert.ok(
            stands || isCopied || (isNowExercises && !mine) || isEnvironment(path),
            `${path} has no copy`,
          );
        }
      }),
      { numRuns: 500 },
    );
  });

  it('is complete: the second time there is nothing to do', () => {
    fc.assert(
      fc.property(anything, situation => {
        const attempt = attemptIn(situation);
        const once = carriedOut(attempt, planUpdate(situation.is, attempt));
        const twice = planUpdate(situation.is, once);
        assert.deepEqual([twice.steps, twice.restored], [[], []]);
      }),
      { numRuns: 500 },
    );
  });

  it('is seen coming from the marker alone', () => {
    fc.assert(
      fc.property(anything, situation => {
        const attempt = attemptIn(situation);
        if (planUpdate(situation.is, attempt).steps.length > 0)
          assert.ok(mayNeedUpdate(situation.is, attempt.record));
      }),
      { numRuns: 500 },
    );
  });

  it('mentions no file that stands as both versions have it, and each file once', () => {
    fc.assert(
      fc.property(anything, situation => {
        const attempt = attemptIn(situation);
        const { steps } = planUpdate(situation.is, attempt);
        const mentioned = steps.flatMap(step =>
          step.kind === 'move' ? [step.from, step.path] : [step.path],
        );
        assert.equal(new Set(mentioned).size, mentioned.length);
        for (const { path, starter } of situation.is.exercise.files)
          if (attempt.files[path] === starter) assert.ok(!mentioned.includes(path), path);
      }),
      { numRuns: 500 },
    );
  });

  it('is not needed by an attempt that has just been scaffolded', () => {
    fc.assert(
      fc.property(version('1.0.0'), input => assert.deepEqual(planUpdate(input, begun(input)).steps, [])),
    );
  });

  /** Whether nothing but the learner can have written it. */
  const isWork = ({ record }: RecordedFolder, path: string, text: string): boolean =>
    record.scaffolded[path] !== sha256(text) && !isEnvironment(path) && !record.exerciseFiles?.includes(path);

  it('is not forestalled by what happens without asking: a run and a second scaffolding', () => {
    fc.assert(
      fc.property(anything, situation => {
        const attempt = attemptIn(situation);
        const scaffold = planScaffold(situation.is, attempt);
        assert.ok(scaffold.kind === 'write');
        for (const { path, action } of [...planRestore(situation.is, attempt), ...scaffold.files]) {
          const before = attempt.files[path];
          assert.equal(action === 'create', before === undefined);
          if (action === 'restore') assert.ok(!isWork(attempt, path, before!), `${path} is lost`);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('leaves a reset with copies of everything', () => {
    fc.assert(
      fc.property(anything, situation => {
        const attempt = attemptIn(situation);
        const { backup, files } = planReset(situation.is, attempt, '.backup/1');
        for (const { path, action } of files)
          if (action === 'restore' && isWork(attempt, path, attempt.files[path]!))
            assert.ok(backup.some(copy => copy.from === path && copy.text === attempt.files[path]));
      }),
      { numRuns: 500 },
    );
  });
});
