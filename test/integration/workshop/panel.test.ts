import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { TestApi } from '../../../src/extension';
import { attemptWith } from '../support/attempts';
import { answering } from '../support/dialogs';
import { readText, type, writeText } from '../support/files';
import { activated, attemptsFolder, startOver } from '../support/host';
import { PanelEnd } from '../support/panelEnd';
import { counter } from '../support/sample';

describe('the question panel', () => {
  let api: TestApi;
  let panel: PanelEnd;
  before(async () => (api = await activated()));
  beforeEach(async () => {
    await startOver(api);
    panel = new PanelEnd(api, counter.ref);
  });
  afterEach(() => panel.dispose());

  it('gets everything with its first question', async () => {
    const view = await panel.channel.request('ready', null);
    assert.deepEqual(view, {
      ref: 'sample/counter',
      kind: 'checked',
      packTitle: 'A sample pack',
      language: 'en',
      title: 'Count what happens',
      summary: 'A counter with a ceiling.',
      difficulty: 'core',
      minutes: 10,
      skills: ['data modelling'],
      statementHtml: '<p>Write <code>createCounter(ceiling)</code> in <code>counter.ts</code>.</p>\n',
      productionHtml: '',
      requirements: [
        { id: 'R1', html: 'A new counter stands at 0.', state: 'not-run' },
        { id: 'R2', html: '<code>increment</code> adds one and returns the new value.', state: 'not-run' },
        { id: 'R3', html: 'The counter never goes above its ceiling.', state: 'not-run' },
      ],
      hints: [
        { title: 'Where to keep the value', html: null },
        { title: 'The ceiling', html: null },
      ],
      discussions: [
        {
          id: 'durability',
          title: 'What if the process restarts?',
          minutes: 5,
          promptHtml: '<p>What is lost when the process restarts, and does it matter?</p>\n',
          answer: null,
          estimates: [],
          model: null,
          modelWhen: 'Shown after 2 checks, or when all of them pass.',
          reviewProblem: null,
        },
      ],
      attempt: null,
      gate: 'ready',
      state: 'new',
      runs: 0,
      doneWhen: '',
      examiner: { kind: 'none' },
      solutionRevealed: false,
      playground: null,
      preview: null,
      solutionWhen: 'Shown when every check has passed.',
      next: { ref: 'sample/gauge', title: 'A gauge in two files' },
      run: { kind: 'none' },
    });
  });

  it('scaffolds, checks, and is told what became of the requirements', async () => {
    assert.deepEqual(await panel.channel.request('scaffold', null), { created: 4, kept: 0 });
    const { attempt } = await panel.question(view => view.attempt !== null);
    assert.deepEqual(attempt, {
      folder: `${attemptsFolder()}/sample/counter`,
      files: [
        { path: 'types.ts', owner: 'exercise' },
        { path: 'counter.ts', owner: 'learner' },
      ],
      update: null,
    });
    const folder = api.services.attempts.of(counter.ref)!.folder;
    await type(vscode.Uri.joinPath(folder, 'counter.ts'), counter.noCeiling);
    await panel.channel.request('check', {});
    const view = await panel.question(({ run }) => run.kind === 'report');
    assert.deepEqual(
      view.requirements.map(({ id, state }) => `${id} ${state}`),
      ['R1 passed', 'R2 passed', 'R3 failed'],
    );
    assert.deepEqual({ state: view.state, runs: view.runs }, { state: 'failing', runs: 1 });
    assert.ok(panel.runs.every(run => run.kind === 'running'));
  });

  it('refuses to check what has not been scaffolded', () =>
    assert.rejects(panel.channel.request('check', {}), {
      message: 'Scaffold the exercise first: there are no files to work on yet.',
    }));

  it('opens hints one after the other, and they stay open', async () => {
    await assert.rejects(panel.channel.request('hint', { index: 1 }), {
      message: 'Hints are opened one after the other.',
    });
    assert.deepEqual(await panel.channel.request('hint', { index: 0 }), {
      html: '<p>In a variable that the returned object closes over.</p>\n',
    });
    assert.deepEqual(await panel.channel.request('hint', { index: 1 }), {
      html: '<p><code>Math.min</code> is enough.</p>\n',
    });
    const { hints } = await panel.channel.request('ready', null);
    assert.deepEqual(
      hints.map(({ html }) => html !== null),
      [true, true],
    );
  });

  it('writes answers beside the code and shows the model answer when both conditions are met', async () => {
    const attempt = await attemptWith(api, counter.ref, { 'counter.ts': counter.solution });
    await panel.channel.request('check', {});
    const before = (await panel.channel.request('ready', null)).discussions[0];
    assert.deepEqual(
      { model: before?.model, when: before?.modelWhen },
      { model: null, when: 'Shown when you have begun an answer of your own.' },
    );
    const text = '# Restart\n\nThe value is lost.\n';
    await panel.channel.request('saveAnswer', { ref: counter.ref, place: 'durability', text });
    assert.equal(await readText(vscode.Uri.joinPath(attempt.folder, 'answers', 'durability.md')), text);
    await panel.channel.request('scorePoint', { discussion: 'durability', point: 'cost', score: 'partly' });
    const { discussions, solutionRevealed } = await panel.channel.request('ready', null);
    assert.equal(solutionRevealed, true);
    assert.deepEqual(discussions[0]?.answer, text);
    assert.deepEqual(discussions[0].model, {
      html: '<p>The value is lost. Whether that matters depends on what it protects.</p>\n',
      proposal: null,
      rubric: [
        { id: 'loss', html: 'Says what is lost.', weight: 3, level: 'good', score: null, reason: '' },
        {
          id: 'cost',
          html: 'Weighs the cost of a durable counter.',
          weight: 2,
          level: 'great',
          score: 'partly',
          reason: '',
        },
      ],
      score: {
        good: { got: 0, of: 3, floor: 2.1 },
        great: { got: 1, of: 2, floor: 1 },
        level: 'open',
      },
      followUps: [],
      followUpCount: 1,
      weakAnswers: [{ answerHtml: 'It does not restart.', whyHtml: 'Every process does.' }],
    });
  });

  it('keeps the last of several answers written at once', async () => {
    const attempt = await attemptWith(api, counter.ref);
    const texts = ['a', 'ab', 'abc'];
    await Promise.all(
      texts.map(text => panel.channel.request('saveAnswer', { ref: counter.ref, place: 'durability', text })),
    );
    assert.equal(await readText(vscode.Uri.joinPath(attempt.folder, 'answers', 'durability.md')), 'abc');
  });

  it('hears of an answer that is changed elsewhere, on disk or in an editor', async () => {
    const attempt = await attemptWith(api, counter.ref);
    const file = vscode.Uri.joinPath(attempt.folder, 'answers', 'durability.md');
    await panel.channel.request('saveAnswer', {
      ref: counter.ref,
      place: 'durability',
      text: 'from the panel',
    });
    await writeText(file, 'from the disk');
    await panel.question(({ discussions }) => discussions[0]?.answer === 'from the disk');
    await type(file, 'from an editor');
    await panel.question(({ discussions }) => discussions[0]?.answer === 'from an editor');
    await panel.channel.request('saveAnswer', {
      ref: counter.ref,
      place: 'durability',
      text: 'panel again',
    });
    assert.equal(await readText(file), 'panel again');
    assert.equal(vscode.window.activeTextEditor?.document.isDirty, false);
  });

  it('does not write answers to questions that the exercise does not ask', async () => {
    await attemptWith(api, counter.ref);
    const text = 'x';
    await assert.rejects(
      panel.channel.request('saveAnswer', { ref: counter.ref, place: '../../escape', text }),
    );
  });

  it('opens only files of the attempt', async () => {
    const attempt = await attemptWith(api, counter.ref);
    const opened = new Promise<vscode.TextEditor>(resolve => {
      const link = vscode.window.onDidChangeTextEditorSelection(({ textEditor }) => {
        if (textEditor.selection.active.line !== 2) return;
        link.dispose();
        resolve(textEditor);
      });
    });
    panel.channel.notify('openFile', { path: 'counter.ts', line: 3, column: 5 });
    const editor = await opened;
    assert.equal(
      editor.document.uri.toString(),
      vscode.Uri.joinPath(attempt.folder, 'counter.ts').toString(),
    );
    assert.equal(editor.selection.active.character, 4);
    const said = await answering(
      'showErrorMessage',
      () => undefined,
      async () => {
        panel.channel.notify('openFile', { path: '../../../README.md' });
        // Answered after the event before it has been dealt with.
        await panel.channel.request('ready', null);
        await panel.channel.request('ready', null);
      },
    );
    assert.deepEqual(said, ['There is no file ../../../README.md in this attempt.']);
  });

  it('says after a reset that the file is as it was', async () => {
    await attemptWith(api, counter.ref, { 'counter.ts': counter.solution });
    let done: boolean | undefined;
    await answering(
      'showWarningMessage',
      items => items.at(-1),
      async () => (done = await panel.channel.request('reset', null)),
    );
    assert.equal(done, true);
  });

  it('opens in the editor, one for each exercise that is worked on', async () => {
    const { panels, flows } = api.services;
    const first = await flows.open(counter.ref);
    assert.equal(panels.all.length, 1);
    const browsing = await flows.open('sample/gauge');
    assert.equal(browsing, first, 'a panel that is only looked at moves on');
    assert.equal(first.ref, 'sample/gauge');
    await attemptWith(api, 'sample/gauge');
    const second = await flows.open(counter.ref);
    assert.deepEqual(
      panels.all.map(({ ref }) => ref),
      ['sample/gauge', 'sample/counter'],
    );
    assert.equal(await flows.open(counter.ref), second);
    assert.equal(await flows.openInstead('sample/gauge', 'sample/sealed'), first);
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    assert.deepEqual(panels.all, []);
  });

  it('comes back after a reload with the exercise that it showed, or not at all', () => {
    const { panels } = api.services;
    const fresh = () =>
      vscode.window.createWebviewPanel('designDrills.question', '', vscode.ViewColumn.Active);
    const restored = panels.restore(fresh(), { ref: counter.ref, scrollTop: 40, open: {}, unsaved: {} });
    assert.equal(restored?.ref, counter.ref);
    for (const state of [undefined, null, 'text', {}, { ref: '../..' }, { ref: 7 }])
      assert.equal(panels.restore(fresh(), state), undefined);
    assert.deepEqual(panels.all, [restored]);
  });

  it('is drawn by its own script, which asks for the question', async () => {
    const { panels, flows } = api.services;
    const connected = flows
      .open(counter.ref)
      .then(({ session }) => new Promise<void>(resolve => session.onDidConnect(() => resolve())));
    await connected;
    assert.equal(panels.current?.ref, counter.ref);
    const tab = vscode.window.tabGroups.activeTabGroup.activeTab;
    assert.equal(tab?.label, 'Count what happens');
  });
});
