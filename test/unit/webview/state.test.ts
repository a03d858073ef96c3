import assert from 'node:assert/strict';
import type { Score } from '../../../src/core/review/review';
import { draftKey } from '../../../src/webview/answers';
import {
  initialState,
  isRunning,
  shownRun,
  update,
  type Message,
  type State,
} from '../../../src/webview/state';
import { check, discussion, finished, live, modelOf, question, reported, running } from './support/builders';

const after = (...messages: readonly Message[]): State => messages.reduce(update, initialState);
const key = draftKey('pack/limiter', 'why');
const failedReport = reported(
  finished([check('A › R1 admits', { state: 'failed' }), check('A › R2 refuses')]),
);

describe('state of the panel', () => {
  it('begins with a question and a draft of each answer', () => {
    const state = after({
      type: 'question',
      question: question({ discussions: [discussion({ answer: 'So.' })] }),
    });
    assert.deepEqual(
      Object.entries(state.drafts).map(([k, d]) => [k, d.text]),
      [[key, 'So.']],
    );
  });

  it('does not let a snapshot overwrite an answer that is not on disk', () => {
    const state = after(
      { type: 'question', question: question() },
      { type: 'edited', key, text: 'mine' },
      { type: 'question', question: question({ discussions: [discussion({ answer: 'theirs' })] }) },
    );
    assert.equal(state.drafts[key]?.text, 'mine');
  });

  it('does not let a snapshot overwrite an answer in the field that has the focus', () => {
    const state = after(
      { type: 'question', question: question() },
      { type: 'focused', key },
      { type: 'question', question: question({ discussions: [discussion({ answer: 'theirs' })] }) },
    );
    assert.equal(state.drafts[key]?.text, '');
    assert.equal(update(state, { type: 'blurred', key }).drafts[key]?.text, 'theirs');
  });

  it('keeps unsaved text of an exercise that is no longer shown until it is saved', () => {
    const left = after(
      { type: 'question', question: question() },
      { type: 'edited', key, text: 'mine' },
      { type: 'question', question: question({ ref: 'pack/breaker' }) },
    );
    assert.deepEqual(Object.keys(left.drafts), [key, draftKey('pack/breaker', 'why')]);
    const done = [
      { type: 'sending', key },
      { type: 'saved', key },
    ] as const;
    assert.deepEqual(Object.keys(done.reduce<State>(update, left).drafts), [draftKey('pack/breaker', 'why')]);
  });

  it('forgets what was open and awaited when another exercise comes', () => {
    const state = after(
      { type: 'question', question: question() },
      { type: 'toggled', id: 'hints', open: false },
      { type: 'began', action: 'scaffold' },
      { type: 'question', question: question({ ref: 'pack/breaker' }) },
    );
    assert.deepEqual([state.open, state.busy, state.notice], [{}, [], null]);
  });

  it('shows the report before while a new run is young, and the run once it is slow', () => {
    const young = after(
      { type: 'question', question: question({ run: failedReport }) },
      { type: 'began', action: 'check' },
      { type: 'run', run: running(live('A › R1 admits', 'running')) },
    );
    assert.equal(shownRun(young), failedReport);
    assert.deepEqual(shownRun(update(young, { type: 'slow' })), running(live('A › R1 admits', 'running')));
  });

  it('shows that a run is starting when the host takes its time', () => {
    const state = after(
      { type: 'question', question: question() },
      { type: 'began', action: 'check' },
      { type: 'slow' },
    );
    assert.deepEqual(shownRun(state), { kind: 'running', total: 0, checks: [] });
  });

  it('shows the new report even if the answer to Check is late', () => {
    const state = after(
      { type: 'question', question: question() },
      { type: 'began', action: 'check' },
      { type: 'slow' },
      { type: 'run', run: failedReport },
    );
    assert.deepEqual([shownRun(state), isRunning(state), state.slow], [failedReport, false, false]);
  });

  it('is not running any more when Check was refused', () => {
    const state = after(
      { type: 'question', question: question() },
      { type: 'began', action: 'check' },
      { type: 'ended', action: 'check', notice: { kind: 'failed', reason: 'No.' } },
    );
    assert.deepEqual(
      [isRunning(state), shownRun(state), state.notice],
      [false, { kind: 'none' }, { kind: 'failed', reason: 'No.' }],
    );
  });

  it('shows at once a run that was going on when the panel was opened', () => {
    const going = running(live('A › R1 admits', 'running'));
    assert.equal(shownRun(after({ type: 'question', question: question({ run: going }) })), going);
  });

  it('takes the requirements from a report, and then from the host', () => {
    const reportedOnly = after(
      { type: 'question', question: question() },
      { type: 'run', run: failedReport },
    );
    assert.deepEqual(
      reportedOnly.question?.requirements.map(r => [r.id, r.state]),
      [
        ['R1', 'failed'],
        ['R2', 'passed'],
      ],
    );
    const confirmed = update(reportedOnly, { type: 'question', question: question({ run: failedReport }) });
    assert.deepEqual(
      confirmed.question?.requirements.map(r => r.state),
      ['not-run', 'not-run'],
    );
  });

  it('leaves a requirement alone that a run of one suite does not cite', () => {
    const state = after(
      {
        type: 'question',
        question: question({
          requirements: [
            { id: 'R1', html: 'Admits.', state: 'not-run' },
            { id: 'R2', html: 'Refuses.', state: 'passed' },
          ],
        }),
      },
      { type: 'run', run: reported(finished([check('A › R1 admits')])) },
    );
    assert.deepEqual(
      state.question?.requirements.map(r => r.state),
      ['passed', 'passed'],
    );
  });

  it('opens hints one by one', () => {
    const state = after(
      { type: 'question', question: question() },
      { type: 'hint', index: 0, html: '<p>Look.</p>' },
    );
    assert.deepEqual(state.question?.hints, [
      { title: 'First', html: '<p>Look.</p>' },
      { title: 'Second', html: null },
    ]);
  });

  it('scores a rubric point at once, keeps it when accepted and takes it back when refused', () => {
    const point = (score: Score | null) => ({
      id: 'cost',
      html: 'Cost.',
      weight: 2,
      level: 'good' as const,
      score,
      reason: '',
    });
    const model = modelOf([point(null)]);
    const ticked = after(
      { type: 'question', question: question({ discussions: [discussion({ model })] }) },
      { type: 'scored', point: 'why/cost', score: 'partly' },
    );
    assert.deepEqual(ticked.scores, { 'why/cost': 'partly' });
    const scoredAfter = (kept: boolean) => {
      const state = update(ticked, { type: 'score-settled', point: 'why/cost', kept });
      return [state.scores, state.question?.discussions[0]?.model?.rubric];
    };
    assert.deepEqual(scoredAfter(true), [{}, [point('partly')]]);
    assert.deepEqual(scoredAfter(false), [{}, [point(null)]]);
  });
});
