import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { TestApi } from '../../../src/extension';
import { until } from '../support/events';
import { readText, writeText } from '../support/files';
import { activated, startOver } from '../support/host';
import { PanelEnd } from '../support/panelEnd';

const ref = 'discussed/feed';
const discussion = 'fan-out';

/** What a learner says of an answer of theirs: a file of the attempt. */
describe('the review of an answer', () => {
  let api: TestApi;
  let panel: PanelEnd;
  let file: vscode.Uri;
  before(async () => (api = await activated()));
  beforeEach(async () => {
    await startOver(api);
    panel = new PanelEnd(api, ref);
    await panel.channel.request('scaffold', null);
    const { folder } = api.services.attempts.of(ref)!;
    file = vscode.Uri.joinPath(folder, 'answers', `${discussion}.review.yaml`);
    await save(discussion, 'When it is written.');
    await panel.question(view => view.discussions[0]?.model !== null);
  });
  afterEach(() => panel.dispose());

  const save = (place: string, text: string) => panel.channel.request('saveAnswer', { ref, place, text });
  const first = async () => (await panel.channel.request('ready', null)).discussions[0]!;

  it('keeps scores with their reasons, in words', async () => {
    await panel.channel.request('scorePoint', { discussion, point: 'cost', score: 'found' });
    await save(`${discussion}/reason/cost`, '“When it is written”:\nwith a number.\n');
    await panel.channel.request('scorePoint', { discussion, point: 'famous', score: 'missing' });
    assert.equal(
      await readText(file),
      `# What you say of your own answer in fan-out.md.

points:
  cost:
    score: found
    reason: |
      “When it is written”:
      with a number.
  famous:
    score: missing
`,
    );
    const { model } = await first();
    assert.deepEqual(
      model?.rubric.map(({ score, reason }) => [score, reason]),
      [
        ['found', '“When it is written”:\nwith a number.\n'],
        ['missing', ''],
      ],
    );
    assert.deepEqual(model.score, {
      good: { got: 3, of: 3, floor: 2.1 },
      great: { got: 0, of: 2, floor: 1 },
      level: 'good',
    });
    assert.deepEqual(api.services.progress.of(ref).claimed, ['fan-out/cost']);
    await panel.channel.request('scorePoint', { discussion, point: 'cost', score: 'missing' });
    assert.deepEqual(api.services.progress.of(ref).claimed, []);
  });

  it('shows follow-ups when they are asked for, and their points after that', async () => {
    assert.deepEqual((await first()).model?.followUps, []);
    await panel.channel.request('showFollowUp', { discussion, index: 0 });
    await save(`${discussion}/follow-up/0`, 'Only the famous are merged.');
    const followUp = {
      index: 0,
      html: 'A reader follows 5,000 authors. What now?',
      answer: 'Only the famous are merged.',
      pointsHtml: null,
    };
    assert.deepEqual((await first()).model?.followUps, [followUp]);
    await panel.channel.request('showPoints', { discussion, index: 0 });
    assert.deepEqual((await first()).model?.followUps, [
      { ...followUp, pointsHtml: ['Merging while reading gets slow.'] },
    ]);
    await assert.rejects(
      panel.channel.request('showFollowUp', { discussion, index: 2 }),
      /no such follow-up/,
    );
  });

  it('compares estimates, and shows the working after the first', async () => {
    assert.equal((await first()).estimates[0]?.working, null);
    await save(`${discussion}/estimate/writes`, '360k');
    assert.deepEqual((await first()).estimates[0]?.checked, null, 'what is only typed is not judged');
    const verdictOn = async (text: string) => {
      await panel.channel.request('checkEstimate', { discussion, id: 'writes', text });
      return (await first()).estimates[0]?.checked?.verdict;
    };
    assert.deepEqual(await verdictOn('360k'), { kind: 'refused', why: 'no-unit' });
    assert.deepEqual(await verdictOn(' 360k/min '), {
      ...{ kind: 'off', read: '6,000/s', direction: 'high', factor: 60 },
      slip: { slip: 'time', by: 60 },
    });
    assert.deepEqual(await verdictOn('360k per hour'), { kind: 'right', read: '100/s' });
    const [estimate] = (await first()).estimates;
    assert.deepEqual(estimate?.working, {
      value: '100/s',
      html: '<p>1,000/h × 360 = 360,000/h = <strong>100/s</strong></p>\n',
      explanationHtml: '<p>One server is enough.</p>\n',
    });
    assert.match(await readText(file), /writes:\n {4}answer: 360k per hour\n/);
  });

  it('is not written over while it cannot be read, and goes on when it is mended', async () => {
    const broken = 'points:\n  cost:\n    score: fond # my own words\n';
    await writeText(file, broken);
    const view = await panel.question(({ discussions }) => discussions[0]?.reviewProblem !== null);
    assert.deepEqual(view.discussions[0]?.reviewProblem, {
      ...{ file: 'answers/fan-out.review.yaml', line: 3, column: 12 },
      ...{ message: '"score" cannot be "fond".', remedy: 'Did you mean "found"?' },
    });
    await assert.rejects(
      panel.channel.request('scorePoint', { discussion, point: 'cost', score: 'missing' }),
      /answers\/fan-out\.review\.yaml:3:12: "score" cannot be "fond"\. Did you mean "found"\?/,
    );
    assert.equal(await readText(file), broken);
    panel.channel.notify('openReview', { discussion });
    await until(
      vscode.window.onDidChangeTextEditorSelection,
      () => vscode.window.activeTextEditor?.document.uri.path === file.path,
    );
    assert.equal(vscode.window.activeTextEditor?.selection.active.line, 2);

    await writeText(file, broken.replace('fond', 'found'));
    await panel.question(({ discussions }) => discussions[0]?.model?.rubric[0]?.score === 'found');
    await panel.channel.request('scorePoint', { discussion, point: 'cost', score: 'partly' });
    assert.equal(await readText(file), broken.replace('fond', 'partly'));
  });

  it('counts when it is written by hand', async () => {
    await save('deletion', 'Copies forget it.');
    const other = vscode.Uri.joinPath(file, '..', 'deletion.review.yaml');
    await writeText(file, 'points:\n  cost:\n    score: partly\n');
    await writeText(other, 'points:\n  copies:\n    score: found\n');
    await panel.question(({ state }) => state === 'passed');
  });

  it('takes no text where there is no place for it', async () => {
    for (const place of ['../../escape', 'fan-out/elsewhere/x', 'fan-out/reason/', 'nowhere'])
      await assert.rejects(save(place, 'x'), /has no place/);
  });

  it('renders what is written as it renders a statement', async () => {
    const { html } = await panel.channel.request('renderText', {
      text: '# So\n\n<img src=x onerror=alert(1)> [here](javascript:alert(1)) **yes**',
    });
    assert.equal(html, '<h4>So</h4>\n<p>&lt;img src=x onerror=alert(1)&gt; here <strong>yes</strong></p>\n');
  });
});
