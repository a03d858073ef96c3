import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import {
  attemptTsconfig,
  planReset,
  planRestore,
  planScaffold,
  type FolderState,
  type ScaffoldInput,
  type ScaffoldPlan,
  type ScaffoldRecord,
} from '../../../src/core/scaffold';
import { counter, discussedPack, goodFiles } from './support/packs';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const environment = 'declare const console: Console;\n';
const input: ScaffoldInput = { exercise: counter(), packVersion: '1.2.3', environment, sha256 };
const starter = goodFiles['counter/starter/counter.ts']!;
const types = goodFiles['counter/starter/types.ts']!;
const scaffolded = {
  'types.ts': types,
  'counter.ts': starter,
  'drills.d.ts': environment,
  'tsconfig.json': attemptTsconfig,
};
const record: ScaffoldRecord = {
  exercise: 'good/counter',
  packVersion: '1.2.3',
  scaffolded: Object.fromEntries(Object.entries(scaffolded).map(([path, text]) => [path, sha256(text)])),
  exerciseFiles: ['types.ts', 'drills.d.ts', 'tsconfig.json'],
};

/** Path and action of every file, or why there is no plan. */
const actions = (plan: ScaffoldPlan): unknown =>
  plan.kind === 'write' ? Object.fromEntries(plan.files.map(({ path, action }) => [path, action])) : plan;

describe('a scaffold', () => {
  it('of an exercise without code writes nothing but the marker', () => {
    const feed = { ...input, exercise: discussedPack().exercises[0]! };
    const plan = planScaffold(feed, { files: { 'answers/fan-out.md': 'Both.' } });
    const marker = { exercise: 'discussed/feed', packVersion: '1.2.3', scaffolded: {}, exerciseFiles: [] };
    assert.deepEqual(plan, { kind: 'write', files: [], record: marker });
    assert.deepEqual(planRestore(feed, { files: {} }), []);
  });

  it('creates every file in an empty folder', () => {
    assert.deepEqual(planScaffold(input, { files: {} }), {
      kind: 'write',
      files: [
        { path: 'types.ts', owner: 'exercise', text: types, action: 'create' },
        { path: 'counter.ts', owner: 'learner', text: starter, action: 'create' },
        { path: 'drills.d.ts', owner: 'exercise', text: environment, action: 'create' },
        { path: 'tsconfig.json', owner: 'exercise', text: attemptTsconfig, action: 'create' },
      ],
      record,
    });
  });

  it('keeps everything the second time', () => {
    assert.deepEqual(actions(planScaffold(input, { files: scaffolded, record })), {
      'types.ts': 'keep',
      'counter.ts': 'keep',
      'drills.d.ts': 'keep',
      'tsconfig.json': 'keep',
    });
  });

  it("keeps the learner's work and restores the exercise's files", () => {
    const files = { 'counter.ts': 'export const mine = 1;', 'types.ts': '// changed', 'notes.md': 'mine' };
    assert.deepEqual(actions(planScaffold(input, { files, record })), {
      'types.ts': 'restore',
      'counter.ts': 'keep',
      'drills.d.ts': 'create',
      'tsconfig.json': 'create',
    });
  });

  it('brings a file up to date that the learner has not touched', () => {
    const older = { ...record, scaffolded: { ...record.scaffolded, 'counter.ts': sha256('// old starter') } };
    const files = { ...scaffolded, 'counter.ts': '// old starter' };
    const plan = planScaffold(input, { files, record: older });
    assert.deepEqual(actions(plan), {
      'types.ts': 'keep',
      'counter.ts': 'restore',
      'drills.d.ts': 'keep',
      'tsconfig.json': 'keep',
    });
  });

  it('writes nothing into a folder of someone else', () => {
    assert.deepEqual(planScaffold(input, { files: { 'tsconfig.json': '{}', 'counter.ts': '// theirs' } }), {
      kind: 'occupied',
      paths: ['tsconfig.json'],
    });
  });

  it('writes nothing into an attempt at another exercise', () => {
    const other = { ...record, exercise: 'good/other' as const };
    assert.deepEqual(planScaffold(input, { files: scaffolded, record: other }), {
      kind: 'other-exercise',
      exercise: 'good/other',
    });
  });

  it('lays a design over the starter, with files of its own, and never over files of the exercise', () => {
    const overlay = { 'counter.ts': '// solved', 'heap.ts': '// more', 'types.ts': '// not mine' };
    const plan = planScaffold({ ...input, overlay }, { files: {} });
    assert.ok(plan.kind === 'write');
    assert.deepEqual(Object.fromEntries(plan.files.map(({ path, text }) => [path, text])), {
      'types.ts': types,
      'counter.ts': '// solved',
      'heap.ts': '// more',
      'drills.d.ts': environment,
      'tsconfig.json': attemptTsconfig,
    });
    assert.equal(plan.record.scaffolded['counter.ts'], sha256('// solved'));
  });

  it('never replaces what the learner has changed, whatever the folder holds', () => {
    const path = fc.constantFrom(
      'counter.ts',
      'types.ts',
      'tsconfig.json',
      'drills.d.ts',
      'answers/durability.md',
      '__proto__',
    );
    const text = fc.constantFrom(starter, types, environment, attemptTsconfig, '// one', '// two', '');
    const anyFolder = fc.record({
      files: fc.dictionary(path, text),
      past: fc.option(fc.dictionary(path, text)),
    });
    fc.assert(
      fc.property(anyFolder, ({ files, past }) => {
        const folder: FolderState = past
          ? { files, record: { ...record, scaffolded: mapValues(past, sha256) } }
          : { files };
        const plan = planScaffold(input, folder);
        if (plan.kind !== 'write') return;
        for (const planned of plan.files) {
          const present = Object.hasOwn(files, planned.path) ? files[planned.path] : undefined;
          if (present === undefined) assert.equal(planned.action, 'create');
          else if (planned.owner === 'learner' && planned.action === 'restore')
            assert.equal(present, past?.[planned.path], 'only what stands as it was scaffolded');
          else if (planned.owner === 'learner') assert.equal(planned.text, present);
        }
      }),
    );
  });
});

describe('before a run', () => {
  it('only files of the exercise are restored', () => {
    const files = { 'types.ts': '// changed', 'tsconfig.json': attemptTsconfig };
    assert.deepEqual(planRestore(input, { files, record }), [
      { path: 'types.ts', owner: 'exercise', text: types, action: 'restore' },
      { path: 'drills.d.ts', owner: 'exercise', text: environment, action: 'create' },
    ]);
  });

  it('nothing is written when nothing has changed', () => {
    assert.deepEqual(planRestore(input, { files: { ...scaffolded, 'counter.ts': '// mine' }, record }), []);
  });
});

describe('a reset', () => {
  const files = {
    ...scaffolded,
    'counter.ts': '// mine',
    'heap.ts': '// mine too',
    'answers/durability.md': 'It is lost.',
    '.backup/1/counter.ts': '// older',
  };
  const plan = planReset(input, { files, record }, '.backup/2');

  it('copies everything of the learner first', () => {
    assert.deepEqual(plan.backup, [
      { from: 'answers/durability.md', to: '.backup/2/answers/durability.md', text: 'It is lost.' },
      { from: 'counter.ts', to: '.backup/2/counter.ts', text: '// mine' },
      { from: 'heap.ts', to: '.backup/2/heap.ts', text: '// mine too' },
    ]);
  });

  it('then puts the starter back, and leaves answers and further files', () => {
    assert.deepEqual(
      plan.files.map(({ path, action }) => [path, action]),
      [
        ['types.ts', 'keep'],
        ['counter.ts', 'restore'],
        ['drills.d.ts', 'keep'],
        ['tsconfig.json', 'keep'],
      ],
    );
    assert.equal(plan.files[1]?.text, starter);
    assert.deepEqual(plan.record, record);
  });
});

describe('the tsconfig.json of an attempt', () => {
  it('is JSON but for its comment', () => {
    const json = JSON.parse(attemptTsconfig.replace(/^ *\/\/.*$/m, '')) as {
      compilerOptions: { types: string[] };
    };
    assert.deepEqual(json.compilerOptions.types, []);
  });
});

const mapValues = (record: Readonly<Record<string, string>>, change: (text: string) => string) =>
  Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));
