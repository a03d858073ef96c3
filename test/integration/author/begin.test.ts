import assert from 'node:assert/strict';
import path from 'node:path';
import * as vscode from 'vscode';
import type { TestApi } from '../../../src/extension';
import { answering, answeringInTurn } from '../support/dialogs';
import { listFiles, readText, writeText } from '../support/files';
import { activated, folderUri, startOver } from '../support/host';

describe('an author begins', () => {
  let api: TestApi;
  let manifest: string;
  before(async () => {
    api = await activated();
    manifest = await readText(folderUri('pack.yaml'));
  });
  beforeEach(() => startOver(api));
  afterEach(async () => {
    await startOver(api);
    for (const made of ['a-limit', 'drills']) await remove(folderUri(made));
    await writeText(folderUri('pack.yaml'), manifest);
    await api.services.packs.refresh();
  });

  const remove = (uri: vscode.Uri) =>
    vscode.workspace.fs.delete(uri, { recursive: true }).then(undefined, () => undefined);
  const openFiles = () =>
    vscode.window.tabGroups.all
      .flatMap(({ tabs }) => tabs)
      .flatMap(({ input }) =>
        input instanceof vscode.TabInputText ? vscode.workspace.asRelativePath(input.uri) : [],
      );
  const problemsOf = (exercise: string) =>
    api.services.packs.problems.flatMap(({ problems }) =>
      problems.filter(({ file }) => file.startsWith(`${exercise}/`)),
    );

  it('an exercise that is sound at once', async () => {
    const asked = await answeringInTurn(
      [{ type: 'A limit' }, { accept: true }, { pick: 'A limit for every key' }],
      () => vscode.commands.executeCommand('designDrills.newExercise'),
    );
    assert.deepEqual(
      asked.slice(0, 2).map(({ title, offered }) => [title, offered]),
      [
        ['New Exercise in “written” (1/3)', ''],
        ['New Exercise in “written” (2/3)', 'a-limit'],
      ],
    );
    assert.equal(api.services.packs.find('written/a-limit')?.card.title, 'A limit');
    assert.deepEqual(problemsOf('a-limit'), []);
    assert.deepEqual(openFiles(), ['a-limit/exercise.yaml', 'a-limit/question.md']);
    assert.equal(
      await readText(folderUri('pack.yaml')),
      manifest.replace('exercises: [counter]', 'exercises: [counter, a-limit]'),
    );
    assert.ok((await listFiles(folderUri('a-limit'))).includes('tsconfig.json'));
  });

  it('an exercise in a pack whose pack.yaml is being edited: nothing typed is lost', async () => {
    const document = await vscode.workspace.openTextDocument(folderUri('pack.yaml'));
    const editor = await vscode.window.showTextDocument(document);
    await editor.edit(edit => edit.insert(new vscode.Position(2, 0), '# Typed just now.\n'));
    await answeringInTurn([{ type: 'A limit' }, { accept: true }, { pick: 'A limit for every key' }], () =>
      vscode.commands.executeCommand('designDrills.newExercise', folderUri('counter')),
    );
    const text = await readText(folderUri('pack.yaml'));
    assert.match(text, /# Typed just now\.\n# The order/);
    assert.match(text, /a-limit/);
  });

  it('nothing, when an id is taken or the person goes away', async () => {
    const before = await listFiles(folderUri());
    await answeringInTurn([{ type: 'A limit' }, { accept: true }, null], () =>
      vscode.commands.executeCommand('designDrills.newExercise'),
    );
    const asked = await answeringInTurn([{ type: 'Counter' }, { type: 'counter' }], () =>
      vscode.commands.executeCommand('designDrills.newExercise'),
    );
    assert.deepEqual(asked.slice(1), [
      { title: 'New Exercise in “written” (2/3)', offered: 'counter-2' },
      { title: 'The pack has a folder “counter” already.', offered: 'counter' },
    ]);
    assert.deepEqual(await listFiles(folderUri()), before);
  });

  it('a pack with a first exercise', async () => {
    await vscode.workspace.fs.createDirectory(folderUri('drills'));
    const said = await answering(
      'showInformationMessage',
      () => undefined,
      () =>
        answeringInTurn(
          [{ type: 'Backend interviews' }, { accept: true }, { pick: 'A limit for every key' }],
          () => vscode.commands.executeCommand('designDrills.newPack', folderUri('drills')),
        ),
    );
    assert.deepEqual(said, []);
    const entry = api.services.packs.find('backend-interviews/limiter');
    assert.ok(entry);
    assert.equal(entry.pack.title, 'Backend interviews');
    assert.equal(
      path.relative(folderUri().fsPath, entry.pack.label),
      path.join('drills', 'backend-interviews'),
    );
    assert.deepEqual(
      openFiles().map(file => path.posix.basename(file)),
      ['exercise.yaml', 'question.md'],
    );
  });
});
