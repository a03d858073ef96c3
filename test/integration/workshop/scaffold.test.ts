import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { TestApi } from '../../../src/extension';
import { listFiles, readText, type, writeText } from '../support/files';
import { activated, attemptsFolder, folderUri, startOver } from '../support/host';

describe('scaffolding', () => {
  let api: TestApi;
  before(async () => (api = await activated()));
  beforeEach(() => startOver(api));

  const folder = () => folderUri(attemptsFolder(), 'sample', 'counter');

  it('writes the starter files and opens the first that is the learner’s', async () => {
    await vscode.commands.executeCommand('designDrills.scaffold', 'sample/counter');
    assert.deepEqual(await listFiles(folder()), [
      '.design-drills.json',
      'counter.ts',
      'drills.d.ts',
      'tsconfig.json',
      'types.ts',
    ]);
    assert.equal(
      vscode.window.activeTextEditor?.document.uri.toString(),
      vscode.Uri.joinPath(folder(), 'counter.ts').toString(),
    );
    assert.equal(api.services.attempts.of('sample/counter')?.key, folder().toString());
    assert.notEqual(api.services.progress.of('sample/counter').startedAt, null);
  });

  it('keeps what the learner has written, on disk and unsaved, and brings back what is missing', async () => {
    await api.services.scaffolder.scaffold('sample/gauge');
    const at = (name: string) => folderUri(attemptsFolder(), 'sample', 'gauge', name);
    await writeText(at('gauge.ts'), '// mine, on disk\n');
    const document = await type(at('format.ts'), '// mine, unsaved\n');
    await vscode.workspace.fs.delete(at('tsconfig.json'));
    const { created, kept } = await api.services.scaffolder.scaffold('sample/gauge');
    assert.deepEqual({ created, kept }, { created: 1, kept: 3 });
    assert.equal(await readText(at('gauge.ts')), '// mine, on disk\n');
    assert.equal(document.getText(), '// mine, unsaved\n');
    assert.ok(document.isDirty);
    await vscode.commands.executeCommand('workbench.action.files.revert');
  });

  it('gives the same folder when it is done twice', async () => {
    await api.services.scaffolder.scaffold('sample/counter');
    const before = await listFiles(folder());
    const { created, kept } = await api.services.scaffolder.scaffold('sample/counter');
    assert.deepEqual(
      { created, kept, files: await listFiles(folder()) },
      { created: 0, kept: 4, files: before },
    );
  });

  it('does not touch a folder that is someone else’s', async () => {
    await writeText(vscode.Uri.joinPath(folder(), 'types.ts'), '// not of this exercise\n');
    await assert.rejects(api.services.scaffolder.scaffold('sample/counter'), {
      code: 'occupied',
      message: `${attemptsFolder()}/sample/counter holds files that are not of this exercise (types.ts), and they are not overwritten. Move them, or choose another folder with the setting "designDrills.attempts.folder".`,
    });
    assert.deepEqual(await listFiles(folder()), ['types.ts']);
  });

  it('refuses an exercise that no pack has', () =>
    assert.rejects(api.services.scaffolder.scaffold('sample/none'), { code: 'no-exercise' }));

  it('follows the setting for the folder', async () => {
    const settings = vscode.workspace.getConfiguration('designDrills');
    await settings.update(
      'attempts.folder',
      `${attemptsFolder()}/by hand`,
      vscode.ConfigurationTarget.Workspace,
    );
    try {
      const { attempt } = await api.services.scaffolder.scaffold('sample/counter');
      assert.equal(attempt.key, folderUri(attemptsFolder(), 'by hand', 'sample', 'counter').toString());
    } finally {
      await settings.update('attempts.folder', undefined, vscode.ConfigurationTarget.Workspace);
    }
  });

  it('finds an attempt in a folder that git ignores', async () => {
    const ignore = folderUri('.gitignore');
    await writeText(ignore, 'drills/\n');
    try {
      await api.services.scaffolder.scaffold('sample/counter');
      await api.services.attempts.scan();
      assert.equal(api.services.attempts.of('sample/counter')?.key, folder().toString());
    } finally {
      await vscode.workspace.fs.delete(ignore);
    }
  });

  it('forgets an attempt that is deleted', async () => {
    await api.services.scaffolder.scaffold('sample/counter');
    const gone = new Promise<void>(resolve => {
      const link = api.services.attempts.onDidChange(() => {
        if (api.services.attempts.all.length > 0) return;
        link.dispose();
        resolve();
      });
    });
    const remove = async () => {
      await vscode.workspace.fs.createDirectory(folderUri('drills'));
      await vscode.workspace.fs.delete(folderUri('drills'), { recursive: true });
    };
    await remove();
    // The folder has only just been made: what happens in it at first may escape the operating system's watch.
    const again = setInterval(() => void remove(), 250);
    await gone.finally(() => clearInterval(again));
    assert.equal(api.services.attempts.of('sample/counter'), undefined);
  });
});
