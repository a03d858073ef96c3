import assert from 'node:assert/strict';
import type { ShownProposal } from '../../../src/core/examiner/shownProposal';
import type { RubricPointView } from '../../../src/protocol/discussionView';
import type { ExaminerView } from '../../../src/protocol/panel';
import { draftKey } from '../../../src/webview/answers';
import { discussion, modelOf, question } from './support/builders';
import { HostEnd } from './support/hostEnd';
import { PageUnderTest } from './support/page';

const point = (id: string, change: Partial<RubricPointView> = {}): RubricPointView => ({
  ...{ id, html: `${id}.`, weight: 1, level: 'good', score: null, reason: '' },
  ...change,
});
const rubric = [point('cost'), point('case'), point('risk'), point('test')];
const answer = 'It costs a round trip, which is too much for a cache.';
const proposal: ShownProposal = {
  model: 'Model',
  answer,
  points: [
    { id: 'cost', score: 'found', quote: 'It costs a round trip', isQuoted: true },
    { id: 'case', score: 'missing', quote: '', isQuoted: true },
    { id: 'risk', score: 'partly', quote: 'a store that is lost', isQuoted: false },
  ],
  followUp: 'What does a cache cost?',
};
const offered: ExaminerView = { kind: 'offered', name: 'Model', reading: [] };
const asked = (proposed: ShownProposal | null, examiner: ExaminerView = offered) =>
  question({
    examiner,
    discussions: [discussion({ answer, model: modelOf(rubric, { proposal: proposed }) })],
  });

const about =
  'Optional: Model, a language model that your editor offers, can propose scores. The question, these rubric points and your answer are sent to it, nothing else, and only when you press the button. It may be wrong; every score stays yours.';
const heading = 'Second opinion of a language model';
const source = 'Proposed by Model, and kept in answers/why.review.yaml with the answer that it was about.';
const asks = 'Model asks: What does a cache cost?';

describe('the examiner in the panel', () => {
  let page: PageUnderTest;
  beforeEach(() => (page = new PageUnderTest()));
  afterEach(() => page.close());

  const box = () => page.texts('.examiner > *');

  it('is not there where there is no model and nothing was proposed', () => {
    for (const examiner of [{ kind: 'none' }, { kind: 'untrusted' }] as const)
      assert.deepEqual(page.show(asked(null, examiner)).texts('.examiner'), []);
  });

  it('says whose opinion it is and what is sent, and sends what stands in the field when its button is pressed', () => {
    page.show(asked(null));
    assert.deepEqual(box(), [heading, about, 'Send to Model for a Proposal']);
    page.say({ type: 'edited', key: draftKey('pack/limiter', 'why'), text: 'A newer text.' });
    assert.deepEqual(page.did, []);
    page.press('Send to Model for a Proposal');
    assert.deepEqual(page.did, [['examine', 'why', 'A newer text.', 'Model']]);
  });

  it('can be stopped by the same button, so that the focus stays', () => {
    page.show(asked(null));
    const button = page.all('.examiner vscode-button')[0];
    page.say({ type: 'examined', discussion: 'why', examination: { kind: 'asking', model: 'Model' } });
    assert.deepEqual(box(), [heading, about, 'Model is reading your answer…', 'Cancel']);
    assert.equal(page.all('.examiner vscode-button')[0], button);
    page.press('Cancel');
    assert.deepEqual(page.did, [['cancelExamine', 'why']]);
    page.say({ type: 'examined', discussion: 'why', examination: { kind: 'cancelled' } });
    assert.deepEqual(box(), [
      ...[heading, about, 'Cancelled: nothing is proposed, and nothing has changed.'],
      'Send to Model for a Proposal',
    ]);
  });

  it('knows after a reload that an answer is being read', () => {
    page.show(asked(null, { ...offered, reading: ['why'] }));
    assert.deepEqual(box().slice(2), ['Model is reading your answer…', 'Cancel']);
  });

  it('says why nothing came of it where that was asked', () => {
    page.show(asked(null), {
      ...{ type: 'examined', discussion: 'why' },
      examination: { kind: 'failed', reason: 'Model did not answer. Try again.' },
    });
    assert.deepEqual(box().slice(2), ['Model did not answer. Try again.', 'Send to Model for a Proposal']);
  });

  it('shows what is kept: a proposal for each point, refused where the quotation is made up', () => {
    page.show(asked(proposal));
    assert.deepEqual(page.texts('.proposed'), [
      'Model proposes “Found”, quoting your answer: “It costs a round trip” Accept',
      'Model proposes “Missing”. Accept',
      'Proposal refused: Model says “Partly”, but what it quotes is not in your answer: “a store that is lost”. Judge this point yourself.',
      'Model proposes nothing for this point. Judge it yourself.',
    ]);
    assert.deepEqual(box(), [heading, about, 'Send to Model Again', asks, source]);
    page.press('Accept', 0);
    assert.deepEqual(page.did, [
      ['score', 'why', 'cost', 'found'],
      ['edit', draftKey('pack/limiter', 'why/reason/cost'), '“It costs a round trip”'],
    ]);
  });

  it('says what the answer has lost since, and still shows what was proposed', () => {
    const key = draftKey('pack/limiter', 'why');
    page.show(asked(proposal), {
      type: 'edited',
      key,
      text: 'It  costs a round trip,\nwhich is too much for a cache.',
    });
    assert.deepEqual(page.texts('.examiner .message'), [], 'how lines are broken is no change');
    page.say({ type: 'edited', key, text: 'It costs nothing.' });
    assert.deepEqual(page.texts('.examiner .message'), [
      'Your answer has changed since Model read it: what it proposes and asks is about the former text. Send the present one to hear about that.',
    ]);
    assert.equal(
      page.texts('.proposed')[0],
      'Model proposes “Found”, quoting words that are no longer in your answer: “It costs a round trip”. Look whether it still holds. Accept',
    );
    page.press('The answer that Model read');
    assert.deepEqual(page.texts('.former-answer'), [answer]);
    page.press('Accept', 0);
    assert.deepEqual(page.did, [['score', 'why', 'cost', 'found']], 'no quotation of what is not there');
  });

  it('keeps a proposal on show where nobody can be asked any more, and says why', () => {
    page.show(asked({ ...proposal, answer: 'Other.' }, { kind: 'none' }));
    assert.deepEqual(box(), [
      heading,
      'The editor offers no language model at present, so none can be asked. Sign in to the extension that offers one, or go on without: every score is yours anyway.',
      ...[asks, source],
      'Your answer has changed since Model read it: what it proposes and asks is about the former text.',
      'The answer that Model read',
    ]);
    assert.equal(page.texts('.proposed').length, 4);
    page.show(asked(proposal, { kind: 'untrusted' }));
    assert.equal(
      box()[1],
      'This folder is in Restricted Mode, so nothing is sent to a language model. Trust it to ask one, or go on without: every score is yours anyway.',
    );
    assert.ok(!page.names.some(name => name.startsWith('Send')));
  });
});

describe('asking the examiner', () => {
  const sent = (host: HostEnd) => host.asked.filter(({ method }) => /examine/i.test(method));
  const spoken = (host: HostEnd) => host.panel.spoken.text;
  const begun = async (host: HostEnd, examiner?: ExaminerView) => {
    await host.started(asked(null, examiner));
    return host;
  };

  it('is said in sentences, and shown before the host tells', async () => {
    const host = await begun(new HostEnd());
    const asking = host.panel.reviewing.examine('why', answer, 'Model');
    assert.equal(spoken(host), 'Model is reading your answer…');
    await host.answer('examine', { proposal, leftOut: 2 });
    await asking;
    assert.equal(
      spoken(host),
      '2 scores are proposed. 1 was refused, because what it quotes is not in your answer. For 1 point nothing is proposed: judge it yourself. 2 were left out, because the rubric has no such points. Model asks: What does a cache cost?',
    );
    assert.deepEqual(host.panel.state.question, asked(proposal));
    assert.deepEqual(sent(host), [{ method: 'examine', params: { discussion: 'why', answer } }]);
  });

  it('ends in a sentence when it was cancelled, and when it failed', async () => {
    const host = await begun(new HostEnd());
    const cancelled = host.panel.reviewing.examine('why', answer, 'Model');
    host.panel.reviewing.cancelExamine('why');
    await host.answer('examine', null);
    await cancelled;
    assert.equal(spoken(host), 'Cancelled: nothing is proposed, and nothing has changed.');
    const failed = host.panel.reviewing.examine('why', answer, 'Model');
    await host.refuse('examine', 'The quota is used up. Try again later.');
    await failed;
    assert.equal(spoken(host), 'Nothing is proposed. The quota is used up. Try again later.');
    assert.deepEqual(host.panel.state.question, asked(null));
  });

  it('says what comes after a reload, of what was asked before', async () => {
    const host = await begun(new HostEnd(), { ...offered, reading: ['why'] });
    await host.send('question', asked(proposal));
    assert.match(spoken(host), /^2 scores are proposed\..* Model asks: What does a cache cost\?$/);
    const { turn } = host.panel.spoken;
    await host.send('question', asked(proposal));
    assert.equal(host.panel.spoken.turn, turn);
  });

  it('says nothing of a proposal that was there when the panel was opened', async () => {
    const host = new HostEnd();
    await host.started(asked(proposal));
    assert.equal(host.panel.spoken.turn, 0);
  });

  it('tells another exercise nothing', async () => {
    const host = await begun(new HostEnd());
    const asking = host.panel.reviewing.examine('why', answer, 'Model');
    const other = { ...asked(null), ref: 'pack/breaker' } as const;
    await host.send('question', other);
    await host.answer('examine', { proposal, leftOut: 0 });
    await asking;
    assert.deepEqual(host.panel.state.question, other);
    assert.deepEqual(host.panel.state.examined, {});
  });

  it('happens by its button and by nothing else that a person does', async () => {
    const host = await begun(new HostEnd());
    const { panel } = host;
    panel.edit(draftKey('pack/limiter', 'why'), 'More.');
    panel.flush();
    panel.saveNow(draftKey('pack/limiter', 'why'));
    void panel.reviewing.score('why', 'cost', 'found');
    void panel.reviewing.showFollowUp('why', 0);
    void panel.reviewing.showPoints('why', 0);
    void panel.reviewing.checkEstimate('why', 'reads', '2k/s');
    void panel.reviewing.render('text');
    panel.toggle('compare-why', false);
    panel.toggle('compare-why', true);
    void panel.check();
    host.reload();
    await host.started(asked(null));
    assert.deepEqual(sent(host), []);
    void panel.reviewing.examine('why', answer, 'Model');
    assert.equal(sent(host).length, 1);
  });
});
