import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { TestApi } from '../../../src/extension';
import { until } from '../support/events';
import { readText, type } from '../support/files';
import { activated, folderUri, startOver } from '../support/host';
import { PanelEnd } from '../support/panelEnd';

describe('the preview of an exercise', () => {
  let api: TestApi;
  let preview: PanelEnd;
  const yaml = () => folderUri('counter', 'exercise.yaml');
  before(async () => {
    api = await activated();
    await (
      await api.authoring.get()
    ).authored.ready;
  });
  beforeEach(async () => {
    await startOver(api);
    preview = new PanelEnd(api, yaml());
  });
  afterEach(async () => {
    preview.dispose();
    await startOver(api);
  });

  it('shows everything, and nothing that could be run', async () => {
    const view = await preview.channel.request('ready', null);
    assert.deepEqual(
      {
        title: view.title,
        requirements: view.requirements.map(({ html }) => html),
        hints: view.hints.map(({ html }) => html),
        models: view.discussions.map(({ model, answer }) => [model?.rubric.length, answer]),
        can: [view.attempt, view.run, view.next, view.solutionRevealed],
        preview: view.preview,
      },
      {
        title: 'Count what happens',
        requirements: [
          'A new counter stands at 0.',
          '<code>increment</code> adds one and returns the new value.',
          'The counter never goes above its ceiling.',
        ],
        hints: [
          '<p>In a variable that the returned object closes over.</p>\n',
          '<p><code>Math.min</code> is enough.</p>\n',
        ],
        models: [[2, null]],
        can: [null, { kind: 'none' }, null, false],
        preview: { problems: [], outdated: false },
      },
    );
    await assert.rejects(preview.channel.request('check', {}), /nothing is run or written here/);
  });

  it('follows what is typed and not saved', async () => {
    await preview.channel.request('ready', null);
    await type(folderUri('counter', 'question.md'), '# Count\n\nOnly **typed** so far.\n');
    const view = await preview.question(({ statementHtml }) => statementHtml.includes('typed'));
    assert.equal(view.statementHtml, '<p>Only <strong>typed</strong> so far.</p>\n');
  });

  it('keeps what was last sound while the YAML is broken, with the problems, and lets the texts follow', async () => {
    await preview.channel.request('ready', null);
    const text = await readText(yaml());
    await type(yaml(), text.replace('title: Count what happens', 'title: [Count what happens'));
    const broken = await preview.question(({ preview: shown }) => shown?.outdated === true);
    assert.deepEqual(
      [broken.title, broken.requirements.length, broken.preview?.problems.every(p => p.severity === 'error')],
      ['Count what happens', 3, true],
    );
    assert.ok((broken.preview?.problems.length ?? 0) > 0);

    await type(folderUri('counter', 'discussion', 'durability.md'), 'And when it is switched off?\n');
    const followed = await preview.question(({ discussions }) =>
      (discussions[0]?.promptHtml ?? '').includes('switched off'),
    );
    assert.equal(followed.preview?.outdated, true);

    await type(yaml(), text.replace('title: Count what happens', 'title: Count it all'));
    const mended = await preview.question(({ title }) => title === 'Count it all');
    assert.deepEqual(mended.preview, { problems: [], outdated: false });
  });

  it('leads to a problem in its file', async () => {
    await preview.channel.request('ready', null);
    const text = await readText(yaml());
    await type(yaml(), text.replace('difficulty: core', 'difficulty: easy'));
    const view = await preview.question(({ preview: shown }) => shown?.problems.length === 1);
    assert.deepEqual(
      view.preview?.problems.map(({ file, line, column }) => [file, line, column]),
      [['counter/exercise.yaml', 3, 13]],
    );
    await vscode.window.showTextDocument(folderUri('counter', 'question.md'));
    const shown = new Promise<vscode.TextEditor>(resolve => {
      const link = vscode.window.onDidChangeActiveTextEditor(editor => {
        if (editor?.document.uri.toString() !== yaml().toString()) return;
        link.dispose();
        resolve(editor);
      });
    });
    preview.channel.notify('openProblem', { index: 0 });
    const { selection } = await shown;
    assert.deepEqual([selection.start.line, selection.start.character], [2, 12]);
  });

  it('is opened beside the text, once, and leaves the keyboard there', async () => {
    await vscode.window.showTextDocument(yaml());
    const open = () => vscode.commands.executeCommand('designDrills.previewExerciseToSide', yaml());
    await open();
    await open();
    const { onDidChangeTabs } = vscode.window.tabGroups;
    const tabs = () =>
      vscode.window.tabGroups.all.flatMap(({ viewColumn, tabs: all }) =>
        all.flatMap(({ input, label }) =>
          input instanceof vscode.TabInputWebview ? [[label, viewColumn]] : [],
        ),
      );
    await until(onDidChangeTabs, () => tabs()[0]?.[0] === 'Preview: Count what happens');
    assert.deepEqual(tabs(), [['Preview: Count what happens', vscode.ViewColumn.Two]]);
    assert.equal(vscode.window.activeTextEditor?.document.uri.toString(), yaml().toString());
  });
});
