import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { outcomeOf } from '../../../src/core/run/report';
import type { Attempt } from '../../../src/editor/attempts';
import type { TestApi } from '../../../src/extension';
import { attemptWith } from '../support/attempts';
import { answering } from '../support/dialogs';
import { until } from '../support/events';
import { EvolvingPack } from '../support/evolvingPack';
import { listFiles, readText, type, writeText } from '../support/files';
import { activated, startOver } from '../support/host';
import { PanelEnd } from '../support/panelEnd';
import { catalogRows } from '../support/trees';

const ref = 'evolving/counter';
const mine = `export const createCounter = (store) => ({
  next: () => (store.write(store.read() + 1), store.read()),
});
`;

describe('an exercise that has changed since an attempt was begun', () => {
  let api: TestApi;
  let pack: EvolvingPack;
  let panel: PanelEnd;
  before(async () => {
    api = await activated();
    pack = new EvolvingPack(api, 'evolving');
    await pack.keep();
  });
  beforeEach(async () => {
    await startOver(api);
    panel = new PanelEnd(api, ref);
  });
  afterEach(async () => {
    panel.dispose();
    await pack.restore();
  });

  const at = (attempt: Attempt, path: string) => vscode.Uri.joinPath(attempt.folder, path);
  const text = (attempt: Attempt, path: string) => readText(at(attempt, path));

  /** Version 1.1.0: another starter for both files, one file more. */
  const nextVersion = async () => {
    await pack.edit('pack.yaml', 'version: 1.0.0', 'version: 1.1.0');
    await pack.edit('counter/exercise.yaml', '  - path: store.ts', '  - path: store.ts\n  - path: clock.ts');
    await pack.edit('counter/starter/counter.ts', 'export function', '/** Counts. */\nexport function');
    await pack.edit('counter/starter/store.ts', 'export function', '/** Keeps it. */\nexport function');
    const clock = 'export const now = () => Date.now();\n';
    await pack.become({ 'counter/starter/clock.ts': clock, 'counter/solution/clock.ts': clock });
  };

  it('is said in the panel, and in a message to who has none, and nothing happens without a yes', async () => {
    const attempt = await attemptWith(api, ref, { 'counter.ts': mine });
    assert.equal((await panel.channel.request('ready', null)).attempt?.update, null);
    const before = await listFiles(attempt.folder);
    let told: () => void = () => undefined;
    const isTold = new Promise<void>(resolve => (told = resolve));
    const said = await answering(
      'showInformationMessage',
      items => {
        told();
        return items.at(-1);
      },
      async () => {
        await nextVersion();
        const { attempt: view } = await panel.question(
          question => (question.attempt?.update ?? null) !== null,
        );
        assert.deepEqual(view?.update, {
          from: '1.0.0',
          to: '1.1.0',
          change: 'newer',
          moving: 2,
          staying: 1,
        });
        await isTold;
      },
    );
    assert.deepEqual(said, [
      '“Count in a store” has changed since you began (1.0.0 → 1.1.0). 2 files move on, 1 of yours stays.',
    ]);
    // "Later", which the message was answered with, is heard by the panel as well.
    await until(api.services.updates.onDidPostpone, () => true);
    panel.questions.length = 0;
    await api.services.attempts.scan();
    await panel.question(question => question.attempt?.update === null);
    assert.deepEqual(await listFiles(attempt.folder), before);
    assert.equal(await text(attempt, 'counter.ts'), mine);
  });

  it('is followed by untouched files, keeps copies, and leaves those of the learner', async () => {
    const attempt = await attemptWith(api, ref, { 'counter.ts': mine });
    const first = await api.services.runs.check(attempt, { source: 'command' });
    assert.equal(outcomeOf(first), 'passed');
    await nextVersion();
    const said = await answering(
      'showInformationMessage',
      () => undefined,
      () => panel.channel.request('updateAttempt', null),
    );
    assert.deepEqual(said, [
      '“Count in a store” is now as version 1.1.0 has it. Left as they were: counter.ts.',
    ]);
    const files = await listFiles(attempt.folder);
    assert.deepEqual(
      files.map(path => path.replace(/^\.backup\/[^/]+/, '.backup/…')),
      [
        '.backup/…/store.ts',
        '.design-drills.json',
        'clock.ts',
        'counter.ts',
        'drills.d.ts',
        'store.ts',
        'tsconfig.json',
        'types.ts',
      ],
    );
    assert.equal(await text(attempt, 'counter.ts'), mine);
    assert.match(await text(attempt, 'store.ts'), /Keeps it/);
    assert.doesNotMatch(await text(attempt, files[0]!), /Keeps it/);
    const now = api.services.attempts.of(ref)!;
    assert.equal(now.marker.packVersion, '1.1.0');
    assert.deepEqual((await api.services.updates.plan(now))?.steps, []);
    assert.equal(api.services.progress.of(ref).runs, 1);
    const again = await api.services.runs.check(now, { source: 'command' });
    assert.equal(outcomeOf(again), 'passed');
  });

  it('is shown beside what the learner has, file by file', async () => {
    const attempt = await attemptWith(api, ref, { 'counter.ts': mine });
    await nextVersion();
    await api.services.updateFlow.show(attempt);
    const { label = '' } = vscode.window.tabGroups.activeTabGroup.activeTab ?? {};
    assert.ok(label.startsWith('Count in a store: New Starter ↔ Yours'), label);
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await api.services.updates.carryOut(attempt, new Date());
    await pack.edit('counter/starter/counter.ts', 'Counts.', 'Counts on.');
    await api.services.packs.refresh();
    await api.services.updateFlow.show(attempt);
    const input: unknown = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
    assert.ok(input instanceof vscode.TabInputTextDiff);
    assert.equal(input.modified.toString(), at(attempt, 'counter.ts').toString());
    assert.match((await vscode.workspace.openTextDocument(input.original)).getText(), /Counts on/);
  });

  it('can be followed by a command, which says what will happen', async () => {
    const attempt = await attemptWith(api, ref, { 'counter.ts': mine });
    await nextVersion();
    const said = await answering(
      'showWarningMessage',
      items => items.find(item => item === 'Update'),
      () => vscode.commands.executeCommand('designDrills.updateAttempt', ref),
    );
    assert.deepEqual(said, [
      '“Count in a store” has changed since you began (1.0.0 → 1.1.0). 2 files move on, 1 of yours stays.',
    ]);
    assert.match(await text(attempt, 'store.ts'), /Keeps it/);
    const nothing = await answering(
      'showInformationMessage',
      () => undefined,
      () => vscode.commands.executeCommand('designDrills.updateAttempt', ref),
    );
    assert.deepEqual(nothing, ['The files of “Count in a store” are as version 1.1.0 of its pack has them.']);
  });

  it('may be older than the attempt: that is said, and checks run', async () => {
    const attempt = await attemptWith(api, ref, { 'counter.ts': mine });
    await pack.edit('pack.yaml', 'version: 1.0.0', 'version: 0.9.0');
    await api.services.packs.refresh();
    const { attempt: view } = await panel.question(question => (question.attempt?.update ?? null) !== null);
    assert.deepEqual(view?.update, { from: '1.0.0', to: '0.9.0', change: 'older', moving: 0, staying: 0 });
    const report = await api.services.runs.check(attempt, { source: 'command' });
    assert.equal(outcomeOf(report), 'passed');
  });

  it('does not take over what the learner wrote before a run, only when asked, and then with a copy', async () => {
    const attempt = await attemptWith(api, ref, { 'counter.ts': mine, 'store.ts': '// mine\n' });
    await pack.edit('counter/exercise.yaml', '  - path: store.ts', '  - path: store.ts\n    readonly: true');
    await api.services.packs.refresh();
    const report = await api.services.runs.check(attempt, { source: 'command' });
    assert.equal(outcomeOf(report), 'passed', 'what runs is the exercise’s');
    assert.equal(await text(attempt, 'store.ts'), '// mine\n');
    const { backup } = await api.services.updates.carryOut(attempt, new Date());
    assert.equal(await readText(vscode.Uri.joinPath(backup!, 'store.ts')), '// mine\n');
    assert.match(await text(attempt, 'store.ts'), /createStore/);
  });
});

describe('an exercise that is called otherwise now', () => {
  let api: TestApi;
  let pack: EvolvingPack;
  before(async () => {
    api = await activated();
    pack = new EvolvingPack(api, 'evolving');
    await pack.keep();
  });
  beforeEach(() => startOver(api));
  afterEach(() => pack.restore());

  /** Version 2.0.0: the exercise, its discussion and a file of it have other names. */
  const rename = async () => {
    await pack.edit('pack.yaml', 'version: 1.0.0', 'version: 2.0.0');
    await pack.edit('pack.yaml', '[counter]', '[tally]\nrenamed:\n  counter: tally');
    const yaml = 'counter/exercise.yaml';
    await pack.edit(yaml, '  - path: counter.ts', '  - path: tally.ts');
    await pack.edit(yaml, '  - id: restarts', '  - id: durability');
    await pack.edit(
      yaml,
      'reveal:',
      'renamed:\n  files: { counter.ts: tally.ts }\n  discussions: { restarts: durability }\nreveal:',
    );
    await pack.edit('counter/tests/counting.test.ts', '#attempt/counter', '#attempt/tally');
    for (const part of ['starter', 'solution'])
      await vscode.workspace.fs.rename(
        pack.at(`counter/${part}/counter.ts`),
        pack.at(`counter/${part}/tally.ts`),
      );
    await vscode.workspace.fs.rename(pack.at('counter'), pack.at('tally'));
    await api.services.packs.refresh();
  };

  it('brings its attempt, its progress, its answers and its panel along', async () => {
    const panel = new PanelEnd(api, ref);
    const attempt = await attemptWith(api, ref, { 'counter.ts': mine });
    await api.services.runs.check(attempt, { source: 'command' });
    await panel.channel.request('saveAnswer', { ref, place: 'restarts', text: 'The value.' });
    await panel.channel.request('scorePoint', { discussion: 'restarts', point: 'loss', score: 'found' });
    await rename();

    const view = await panel.question(question => question.ref === 'evolving/tally');
    assert.deepEqual(
      [view.state, view.runs, view.discussions[0]?.answer, view.discussions[0]?.model?.rubric[0]?.score],
      ['passed', 1, 'The value.', 'found'],
    );
    assert.deepEqual(view.attempt?.update, {
      ...{ from: '1.0.0', to: '2.0.0', change: 'newer', moving: 3, staying: 0 },
    });
    assert.equal(api.services.attempts.of('evolving/tally')?.key, attempt.key);
    assert.equal(api.services.attempts.of(ref)?.key, attempt.key, 'who asks by the old id finds it too');

    // With text that has not been saved yet.
    await type(at(attempt, 'counter.ts'), `${mine}// more\n`);
    const { folder } = attempt;
    await panel.channel.request('updateAttempt', null);
    const files = await listFiles(folder);
    assert.deepEqual(
      files.map(path => path.replace(/^\.backup\/[^/]+/, '.backup/…')),
      [
        '.backup/…/answers/restarts.md',
        '.backup/…/answers/restarts.review.yaml',
        '.backup/…/counter.ts',
        '.design-drills.json',
        'answers/durability.md',
        'answers/durability.review.yaml',
        'drills.d.ts',
        'store.ts',
        'tally.ts',
        'tsconfig.json',
        'types.ts',
      ],
    );
    assert.equal(await text(attempt, 'tally.ts'), `${mine}// more\n`);
    const updated = api.services.attempts.of('evolving/tally')!;
    assert.deepEqual(
      [updated.marker.exercise, updated.marker.formerly],
      ['evolving/tally', ['evolving/counter']],
    );
    const report = await api.services.runs.check(updated, { source: 'command' });
    assert.equal(outcomeOf(report), 'passed');

    // Back to the version that knows the old id only.
    await pack.restore();
    assert.equal(api.services.attempts.of(ref)?.key, attempt.key);
    assert.equal(api.services.progress.of(ref).runs, 1);
    panel.dispose();
  });

  const at = (attempt: Attempt, path: string) => vscode.Uri.joinPath(attempt.folder, path);
  const text = (attempt: Attempt, path: string) => readText(at(attempt, path));
});

describe('an attempt whose pack is gone', () => {
  let api: TestApi;
  let pack: EvolvingPack;
  before(async () => {
    api = await activated();
    pack = new EvolvingPack(api, 'evolving');
    await pack.keep();
  });
  beforeEach(() => startOver(api));
  after(() => pack.restore());

  it('stays as it is, and goes on when the pack is back', async () => {
    const panel = new PanelEnd(api, ref);
    await panel.channel.request('ready', null);
    const attempt = await attemptWith(api, ref, { 'counter.ts': mine });
    const notes = vscode.Uri.joinPath(attempt.folder, 'answers', 'restarts.md');
    await writeText(notes, 'The value.');
    await api.services.runs.check(attempt, { source: 'command' });
    const files = await listFiles(attempt.folder);
    const tree = () => {
      api.catalogView.tree.refresh();
      return catalogRows(api.catalogView.tree);
    };
    const rows = tree();

    await pack.remove();
    assert.notDeepEqual(tree(), rows);
    await assert.rejects(
      panel.channel.request('check', {}),
      /evolving\/counter is not in the installed packs/,
    );
    assert.deepEqual(await listFiles(attempt.folder), files);

    panel.questions.length = 0;
    await pack.restore();
    const view = await panel.question(question => question.attempt !== null);
    assert.deepEqual(
      [view.state, view.runs, view.attempt?.update, view.discussions[0]?.answer],
      ['passed', 1, null, 'The value.'],
    );
    assert.deepEqual(tree(), rows);
    panel.dispose();
  });
});
