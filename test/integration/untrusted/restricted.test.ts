import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { TestApi } from '../../../src/extension';
import { answering } from '../support/dialogs';
import { listFiles, type } from '../support/files';
import { activated, folderUri } from '../support/host';
import { fakeModel } from '../support/fakeModel';
import { PanelEnd } from '../support/panelEnd';

describe('Restricted Mode', () => {
  let api: TestApi;
  before(async () => (api = await activated()));

  const restricted =
    'This folder is in Restricted Mode. Trust it to write files and run checks; questions can be read without.';

  it('is on', () => assert.equal(vscode.workspace.isTrusted, false));

  it('lets questions be read, with the attempt and its files', async () => {
    const panel = new PanelEnd(api, 'sample/gauge');
    const { gate, title, attempt, playground } = await panel.channel.request('ready', null);
    assert.equal(playground, null);
    await assert.rejects(
      panel.channel.request('play', { settings: {}, seed: 1, reference: false }),
      /There is no playground here/,
    );
    assert.deepEqual(
      { gate, title, attempt },
      {
        gate: 'untrusted',
        title: 'A gauge in two files',
        attempt: {
          folder: 'drills/sample/gauge',
          update: null,
          files: [
            { path: 'gauge.ts', owner: 'learner' },
            { path: 'format.ts', owner: 'learner' },
          ],
        },
      },
    );
    panel.dispose();
  });

  it('begins and proves no pack, and writes no types into one', async () => {
    await (
      await api.authoring.get()
    ).authored.typesWritten;
    const before = await listFiles(folderUri('packs'));
    for (const command of ['newPack', 'newExercise', 'verifyExercise']) {
      const target = folderUri('packs', 'sample', 'gauge', 'exercise.yaml');
      const said = await answering(
        'showErrorMessage',
        () => undefined,
        () => vscode.commands.executeCommand(`designDrills.${command}`, target),
      );
      assert.deepEqual(said, [
        'This folder is in Restricted Mode. Trust it to write packs and to run what they hold.',
      ]);
    }
    assert.deepEqual(await listFiles(folderUri('packs')), before);
  });

  it('runs nothing and writes nothing, by whichever way', async () => {
    const attempt = api.services.attempts.of('sample/gauge');
    assert.ok(attempt);
    const before = await listFiles(folderUri('drills'));
    let started = 0;
    const link = api.services.runs.onDidStart(() => started++);
    const panel = new PanelEnd(api, 'sample/gauge');
    await assert.rejects(panel.channel.request('check', {}), { message: restricted });
    await assert.rejects(panel.channel.request('scaffold', null), { message: restricted });
    await assert.rejects(panel.channel.request('reset', null), { message: restricted });
    const commands = ['designDrills.check', 'designDrills.scaffold', 'designDrills.reset'];
    for (const command of commands) {
      const said = await answering(
        'showErrorMessage',
        () => undefined,
        () => vscode.commands.executeCommand(command, 'sample/gauge'),
      );
      assert.deepEqual(said, [restricted]);
    }
    const document = await type(vscode.Uri.joinPath(attempt.folder, 'gauge.ts'), '// typed here\n');
    await document.save();
    await assert.rejects(api.services.runs.check(attempt, { source: 'save' }), { code: 'untrusted' });
    assert.equal(started, 0);
    assert.deepEqual(await listFiles(folderUri('drills')), before);
    link.dispose();
    panel.dispose();
  });

  it('sends nothing to a language model, and shows what one proposed before', async () => {
    const model = await fakeModel();
    assert.equal((await vscode.lm.selectChatModels()).length, 1, 'there is one');
    const panel = new PanelEnd(api, 'sample/gauge');
    const { examiner, discussions } = await panel.channel.request('ready', null);
    assert.deepEqual(examiner, { kind: 'untrusted' });
    assert.deepEqual(discussions[0]?.model?.proposal, {
      ...{ model: 'Fake Model', answer: 'No, for whoever shows it knows better.\n', followUp: '' },
      points: [{ id: 'apart', score: 'partly', quote: 'whoever shows it', isQuoted: true }],
    });
    await assert.rejects(panel.channel.request('examine', { discussion: 'units', answer: 'No.' }), {
      message:
        'This folder is in Restricted Mode, so nothing was sent. Trust it to ask a language model, or score the points yourself.',
    });
    assert.deepEqual(model.heard, []);
    panel.dispose();
  });

  it('does not take settings from the folder that say where to read and write', () => {
    const settings = vscode.workspace.getConfiguration('designDrills');
    assert.deepEqual([settings.get('packs.folders'), settings.get('attempts.folder')], [[], 'drills']);
  });

  it('shows an attempt in the Test Explorer, and why it does not run', async () => {
    api.tests.tree.update();
    const items = [...api.tests.controller.items].map(([, item]) => item);
    assert.deepEqual(
      items.map(({ label }) => label),
      ['A gauge in two files'],
    );
    await api.tests.controller.resolveHandler?.(items[0]);
    assert.equal(items[0]?.error, restricted);
  });
});
