import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { TestApi } from '../../../src/extension';
import { attemptWith } from '../support/attempts';
import { next } from '../support/events';
import { type } from '../support/files';
import { activated, startOver } from '../support/host';
import { counter } from '../support/sample';

describe('saving', () => {
  let api: TestApi;
  before(async () => (api = await activated()));
  beforeEach(() => startOver(api));

  it('checks the attempt of the file, with what is in memory', async () => {
    const attempt = await attemptWith(api, counter.ref);
    const document = await type(vscode.Uri.joinPath(attempt.folder, 'counter.ts'), counter.solution);
    const ended = next(api.services.runs.onDidEnd);
    await document.save();
    const { run, report } = await ended;
    assert.deepEqual(
      {
        source: run.options.source,
        attempt: run.attempt.key,
        states: report.checks.map(({ state }) => state),
      },
      { source: 'save', attempt: attempt.key, states: ['passed', 'passed', 'passed'] },
    );
  });

  it('finds compiled what was in the editor when typing paused', async () => {
    const attempt = await attemptWith(api, counter.ref);
    const suites = await api.services.runner.get();
    const foresee = suites.foresee.bind(suites);
    try {
      const foreseen = new Promise(resolve => {
        suites.foresee = request => {
          foresee(request);
          resolve(request.files['counter.ts']);
        };
      });
      const document = await type(vscode.Uri.joinPath(attempt.folder, 'counter.ts'), counter.solution);
      assert.equal(await foreseen, counter.solution);
      const ended = next(api.services.runs.onDidEnd);
      await document.save();
      assert.equal((await ended).report.kind, 'finished');
    } finally {
      suites.foresee = foresee;
    }
  });

  it('cancels the check before it', async () => {
    const attempt = await attemptWith(api, counter.ref);
    const uri = vscode.Uri.joinPath(attempt.folder, 'counter.ts');
    const kinds: string[] = [];
    const link = api.services.runs.onDidEnd(({ report }) => void kinds.push(report.kind));
    try {
      const document = await type(uri, counter.endless);
      const started = next(api.services.runs.onDidProgress, ({ event }) => event.type === 'started');
      await document.save();
      await started;
      await type(uri, counter.solution);
      const finished = next(api.services.runs.onDidEnd, ({ report }) => report.kind === 'finished');
      await document.save();
      await finished;
      assert.deepEqual(kinds, ['cancelled', 'finished']);
    } finally {
      link.dispose();
    }
  });

  it('is once for two files that are saved together', async () => {
    const attempt = await attemptWith(api, 'sample/gauge');
    await type(
      vscode.Uri.joinPath(attempt.folder, 'gauge.ts'),
      "import { format } from './format';\nexport const show = format;\n",
    );
    await type(
      vscode.Uri.joinPath(attempt.folder, 'format.ts'),
      "export const format = (value: number) => value + ' ms';\n",
    );
    const finished = next(api.services.runs.onDidEnd, ({ report }) => report.kind === 'finished');
    await vscode.workspace.saveAll();
    const { report } = await finished;
    assert.deepEqual(
      report.checks.map(({ state }) => state),
      ['passed'],
    );
    assert.equal(api.services.progress.of('sample/gauge').runs, 1);
  });

  it('does nothing when the setting is off, nor for files that are no part of the run', async () => {
    const attempt = await attemptWith(api, counter.ref);
    const settings = vscode.workspace.getConfiguration('designDrills');
    let started = 0;
    const link = api.services.runs.onDidStart(() => started++);
    try {
      await settings.update('run.onSave', false, vscode.ConfigurationTarget.Workspace);
      await (await type(vscode.Uri.joinPath(attempt.folder, 'counter.ts'), counter.solution)).save();
      await settings.update('run.onSave', undefined, vscode.ConfigurationTarget.Workspace);
      await vscode.workspace.fs.writeFile(vscode.Uri.joinPath(attempt.folder, 'notes.md'), new Uint8Array());
      await (await type(vscode.Uri.joinPath(attempt.folder, 'notes.md'), 'notes')).save();
      // A run that were wrongly begun would be replaced by this one, and counted.
      await api.services.runs.check(attempt, { source: 'command' });
      assert.equal(started, 1);
    } finally {
      link.dispose();
      await settings.update('run.onSave', undefined, vscode.ConfigurationTarget.Workspace);
    }
  });
});
