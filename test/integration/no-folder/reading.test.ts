import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { ExerciseRef } from '../../../src/core/exercise';
import type { TestApi } from '../../../src/extension';
import { answering } from '../support/dialogs';
import { activated } from '../support/host';
import { PanelEnd } from '../support/panelEnd';

describe('without a folder', () => {
  let api: TestApi;
  let ref: ExerciseRef;
  before(async () => {
    api = await activated();
    ref = api.services.packs.catalog.entries[0]!.ref;
  });

  it('questions can be read', async () => {
    const panel = new PanelEnd(api, ref);
    const view = await panel.channel.request('ready', null);
    assert.deepEqual(
      { gate: view.gate, attempt: view.attempt, answers: view.discussions.map(({ answer }) => answer) },
      { gate: 'no-folder', attempt: null, answers: view.discussions.map(() => null) },
    );
    assert.notEqual(view.statementHtml, '');
    panel.dispose();
  });

  it('whatever needs files says what to do', async () => {
    const panel = new PanelEnd(api, ref);
    const message = 'Open a folder first: your files for the exercise are written into it.';
    await assert.rejects(panel.channel.request('scaffold', null), { message });
    const said = await answering(
      'showErrorMessage',
      () => undefined,
      () => vscode.commands.executeCommand('designDrills.scaffold', ref),
    );
    assert.deepEqual(said, [message]);
    panel.dispose();
  });

  it('there is nothing to test and nothing in the status bar', () => {
    assert.deepEqual([...api.tests.controller.items], []);
    assert.equal(api.statusBar.item.text, '');
  });
});
