import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { Attempt } from '../../../src/editor/attempts';
import type { TestApi } from '../../../src/extension';
import { attemptWith } from '../support/attempts';
import { answering } from '../support/dialogs';
import { activated, startOver } from '../support/host';
import { counter } from '../support/sample';

describe('the reference solution', () => {
  let api: TestApi;
  before(async () => (api = await activated()));
  beforeEach(() => startOver(api));

  const compare = (ref: string) => vscode.commands.executeCommand('designDrills.compareSolution', ref);
  const solutionOf = ({ folder }: Attempt): vscode.Uri =>
    vscode.Uri.joinPath(folder, 'counter.ts').with({
      scheme: 'design-drills-solution',
      query: 'sample/counter/counter.ts',
    });

  it('is not shown before the exercise allows it, not even by its address', async () => {
    const attempt = await attemptWith(api, counter.ref);
    const said = await answering(
      'showErrorMessage',
      () => undefined,
      () => compare(counter.ref),
    );
    assert.deepEqual(said, [
      'The solution of “Count what happens” is not shown yet. Shown when every check has passed.',
    ]);
    const document = await vscode.workspace.openTextDocument(solutionOf(attempt));
    assert.equal(document.getText(), '// Shown when every check has passed.\n');
  });

  it('is compared with the learner’s file, read-only, after a pass', async () => {
    const attempt = await attemptWith(api, counter.ref, { 'counter.ts': counter.solution });
    await api.services.runs.check(attempt, { source: 'command' });
    await compare(counter.ref);
    const tab = vscode.window.tabGroups.activeTabGroup.activeTab;
    assert.equal(tab?.label, 'counter.ts: Solution ↔ Yours');
    assert.ok(tab.input instanceof vscode.TabInputTextDiff);
    assert.deepEqual(
      [tab.input.original.toString(), tab.input.modified.toString()],
      [solutionOf(attempt).toString(), vscode.Uri.joinPath(attempt.folder, 'counter.ts').toString()],
    );
    const document = await vscode.workspace.openTextDocument(solutionOf(attempt));
    assert.match(document.getText(), /Math\.min\(value \+ 1, ceiling\)/);
    assert.equal(vscode.workspace.fs.isWritableFileSystem('design-drills-solution'), undefined);
  });

  it('is compared file by file when there are several', async () => {
    await attemptWith(api, 'sample/gauge');
    await compare('sample/gauge');
    assert.equal(
      vscode.window.tabGroups.activeTabGroup.activeTab?.label,
      'A gauge in two files: Solution ↔ Yours (2 files)',
    );
  });
});
