import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { TestApi } from '../../../src/extension';
import { answering } from '../support/dialogs';
import { readText, writeText } from '../support/files';
import { activated, startOver } from '../support/host';
import { PanelEnd } from '../support/panelEnd';
import { catalogRows, testRows } from '../support/trees';

const ref = 'discussed/feed';
const answers = {
  'fan-out': 'When it is written; famous authors when it is read.',
  deletion: 'Copies forget it.',
};

/** An exercise without code: nothing runs, and everything else is as ever. */
describe('an exercise that is only discussed', () => {
  let api: TestApi;
  let panel: PanelEnd;
  before(async () => (api = await activated()));
  beforeEach(async () => {
    await startOver(api);
    panel = new PanelEnd(api, ref);
  });
  afterEach(() => panel.dispose());

  const row = () => {
    const pack = catalogRows(api.catalogView.tree).find(([text]) => text.includes('A pack without code'));
    return pack?.[1]?.[0]?.[1]?.[0]?.[0];
  };
  const passed = () => panel.question(({ state }) => state === 'passed');

  it('says in tree and panel what it asks for', async () => {
    assert.equal(
      row(),
      'circle-outline A feed for a million readers | new · intermediate · 30 min · discussion | designDrills.exercise.discussed.authored',
    );
    const view = await panel.channel.request('ready', null);
    const { kind, requirements, discussions, run, doneWhen, attempt } = view;
    assert.deepEqual(
      { kind, requirements, run, doneWhen, attempt, answers: discussions.map(({ answer }) => answer) },
      {
        kind: 'discussed',
        requirements: [{ id: 'R1', html: 'A reader sees a post within five seconds.', state: 'not-run' }],
        run: { kind: 'none' },
        doneWhen:
          'This is done when every discussion is answered, and you have found a point of each rubric in your answer.',
        attempt: null,
        answers: [null, null],
      },
    );
  });

  it('begins with a folder for answers, and nothing to test', async () => {
    assert.deepEqual(await panel.channel.request('scaffold', null), { created: 0, kept: 0 });
    const { attempt, state } = await panel.question(view => view.attempt !== null);
    assert.deepEqual([attempt?.files, state], [[], 'started']);
    const { folder } = api.services.attempts.of(ref)!;
    assert.deepEqual(await vscode.workspace.fs.readDirectory(folder), [
      ['.design-drills.json', vscode.FileType.File],
    ]);
    assert.deepEqual(testRows(api.tests.controller.items), []);
    assert.equal(vscode.window.activeTextEditor, undefined);
  });

  it('is passed when each discussion is answered and reviewed', async () => {
    await panel.channel.request('scaffold', null);
    for (const [discussion, text] of Object.entries(answers))
      await panel.channel.request('saveAnswer', { ref, place: discussion, text });
    const view = await panel.question(({ discussions }) => discussions.every(({ model }) => model !== null));
    assert.equal(view.state, 'started');
    const { folder } = api.services.attempts.of(ref)!;
    assert.equal(await readText(vscode.Uri.joinPath(folder, 'answers', 'fan-out.md')), answers['fan-out']);

    await panel.channel.request('scorePoint', { discussion: 'fan-out', point: 'cost', score: 'found' });
    await panel.question(({ discussions }) => discussions[0]?.model?.rubric[0]?.score === 'found');
    assert.equal(api.services.progress.of(ref).firstPassAt, null);
    await panel.channel.request('scorePoint', { discussion: 'deletion', point: 'copies', score: 'found' });
    await passed();
    assert.equal(
      row(),
      'pass-filled A feed for a million readers | self-reviewed · intermediate · 30 min · discussion | designDrills.exercise.discussed.authored',
    );

    // Answers and reviews are still there, and bring nothing back by themselves.
    await api.services.progress.reset(ref);
    await panel.question(({ state }) => state === 'new');
    const { state, discussions } = await panel.channel.request('ready', null);
    assert.deepEqual([state, discussions[0]?.answer], ['new', answers['fan-out']]);
    assert.equal(api.services.progress.of(ref).firstPassAt, null);
  });

  it('takes an answer that was written in the editor', async () => {
    await panel.channel.request('scaffold', null);
    const { folder } = api.services.attempts.of(ref)!;
    await panel.channel.request('scorePoint', { discussion: 'fan-out', point: 'cost', score: 'found' });
    await panel.channel.request('scorePoint', { discussion: 'deletion', point: 'copies', score: 'found' });
    await panel.channel.request('saveAnswer', { ref, place: 'fan-out', text: answers['fan-out'] });
    await writeText(vscode.Uri.joinPath(folder, 'answers', 'deletion.md'), answers.deletion);
    await passed();
  });

  it('tells in the status bar how it stands', async () => {
    await panel.channel.request('scaffold', null);
    const { folder } = api.services.attempts.of(ref)!;
    const file = vscode.Uri.joinPath(folder, 'answers', 'fan-out.md');
    await writeText(file, 'Both.');
    await vscode.window.showTextDocument(file);
    assert.equal(api.statusBar.item.text, '$(comment-discussion) A feed for a million readers: started');
  });

  for (const command of ['check', 'debug', 'reset', 'compareSolution'])
    it(`has nothing to ${command}, and says so`, async () => {
      const tried = () =>
        answering(
          'showErrorMessage',
          () => undefined,
          () => vscode.commands.executeCommand(`designDrills.${command}`, ref),
        );
      const message =
        '“A feed for a million readers” is answered in writing, so there is no code to work on. Open the question and write your answers there.';
      assert.deepEqual(await tried(), [message]);
      await panel.channel.request('scaffold', null);
      assert.deepEqual(await tried(), [message]);
    });
});
