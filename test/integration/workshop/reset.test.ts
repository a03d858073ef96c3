import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { TestApi } from '../../../src/extension';
import { attemptWith } from '../support/attempts';
import { answering } from '../support/dialogs';
import { listFiles, readText, type, writeText } from '../support/files';
import { activated, startOver } from '../support/host';
import { counter } from '../support/sample';

describe('a reset', () => {
  let api: TestApi;
  before(async () => (api = await activated()));
  beforeEach(() => startOver(api));

  it('keeps a copy of everything, answers too, and begins again', async () => {
    const attempt = await attemptWith(api, counter.ref, {
      'counter.ts': counter.solution,
      'extra.ts': 'export {};\n',
    });
    await writeText(vscode.Uri.joinPath(attempt.folder, 'answers', 'durability.md'), 'It is lost.');
    await api.services.runs.check(attempt, { source: 'command' });
    await type(vscode.Uri.joinPath(attempt.folder, 'counter.ts'), '// not saved yet\n');
    const backup = await api.services.scaffolder.reset(attempt, new Date('2026-02-03T04:05:06Z'));
    assert.deepEqual(await listFiles(attempt.folder), [
      '.backup/2026-02-03T04-05-06/answers/durability.md',
      '.backup/2026-02-03T04-05-06/counter.ts',
      '.backup/2026-02-03T04-05-06/extra.ts',
      '.design-drills.json',
      'answers/durability.md',
      'counter.ts',
      'drills.d.ts',
      'extra.ts',
      'tsconfig.json',
      'types.ts',
    ]);
    assert.equal(await readText(vscode.Uri.joinPath(backup, 'counter.ts')), '// not saved yet\n');
    assert.match(await readText(vscode.Uri.joinPath(attempt.folder, 'counter.ts')), /Not written yet/);
    assert.equal(api.services.results.get(attempt), undefined);
    assert.equal(api.services.attempts.all.length, 1, 'the copy is no attempt of its own');
  });

  it('asks first, and does nothing without a yes', async () => {
    const attempt = await attemptWith(api, counter.ref, { 'counter.ts': counter.solution });
    const said = await answering(
      'showWarningMessage',
      () => undefined,
      () => vscode.commands.executeCommand('designDrills.reset', counter.ref),
    );
    assert.deepEqual(said, ['Begin “Count what happens” again from the starter files?']);
    assert.equal(await readText(vscode.Uri.joinPath(attempt.folder, 'counter.ts')), counter.solution);
  });

  it('follows a yes', async () => {
    const attempt = await attemptWith(api, counter.ref, { 'counter.ts': counter.solution });
    await answering(
      'showWarningMessage',
      items => items.at(-1),
      () => vscode.commands.executeCommand('designDrills.reset', counter.ref),
    );
    assert.match(await readText(vscode.Uri.joinPath(attempt.folder, 'counter.ts')), /Not written yet/);
  });
});
