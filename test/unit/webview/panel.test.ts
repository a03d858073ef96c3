import assert from 'node:assert/strict';
import { draftKey, saveState } from '../../../src/webview/answers';
import { autosaveDelayMs, autosaveLongestMs } from '../../../src/webview/autosave';
import { journalDelayMs } from '../../../src/webview/journal';
import { caughtUpAfterMs } from '../../../src/webview/panel';
import { slowAfterMs } from '../../../src/webview/slowRun';
import { check, discussion, finished, live, question, reported, running } from './support/builders';
import { HostEnd, settled } from './support/hostEnd';

const key = draftKey('pack/limiter', 'why');
const saving = (text: string) => ({
  method: 'saveAnswer',
  params: { ref: 'pack/limiter', place: 'why', text },
});
const kept = {
  ...{ ref: 'pack/limiter', scrollTop: 0, page: null, open: {}, play: null, unsaved: {} },
  ...{ caret: null, turn: 0, lineage: 'new' },
} as const;

describe('the panel and its host', () => {
  it('speaks first and shows the answer', async () => {
    const host = new HostEnd();
    assert.equal(host.panel.state.question, null);
    await host.started(question());
    assert.deepEqual(
      [host.asked, host.panel.state.question],
      [[{ method: 'ready', params: null }], question()],
    );
  });

  it('shows what came with the page before the host has answered, and then what it answers', async () => {
    const host = new HostEnd();
    const starting = host.panel.start({ page: 'one', question: question({ runs: 1 }) });
    assert.deepEqual(host.panel.state.question, question({ runs: 1 }));
    await host.answer('ready', question({ runs: 2 }));
    await starting;
    assert.deepEqual([host.asked.length, host.panel.state.question], [1, question({ runs: 2 })]);
  });

  it('believes a page once: shown again, it may tell of long ago', () => {
    const host = new HostEnd();
    const first = { page: 'one', question: question() };
    void host.panel.start(first);
    host.panel.toggle('hints', false);
    host.reload();
    void host.panel.start(first);
    assert.equal(host.panel.state.question, null);
    void host.panel.start({ ...first, page: 'two' });
    assert.deepEqual([host.panel.state.question, host.panel.state.open], [question(), { hints: false }]);
  });

  it('says why it could not begin, and begins when tried again', async () => {
    const host = new HostEnd();
    void host.panel.start();
    await host.refuse('ready', 'The exercise is gone.');
    assert.equal(host.panel.state.loadFailure, 'The exercise is gone.');
    await host.started(question());
    assert.deepEqual([host.panel.state.loadFailure, host.panel.state.question], [null, question()]);
  });

  it('says what scaffolding has done', async () => {
    const host = new HostEnd();
    await host.started(question({ attempt: null }));
    void host.panel.scaffold();
    await host.answer('scaffold', { created: 3, kept: 1 });
    assert.deepEqual(host.panel.state.notice, { kind: 'scaffolded', created: 3, kept: 1 });
  });

  it('does not ask twice for what is under way', async () => {
    const host = new HostEnd();
    await host.started(question());
    void host.panel.check();
    void host.panel.check();
    await settled();
    assert.deepEqual(host.asked.slice(1), [{ method: 'check', params: {} }]);
  });

  it('hands on suite and seed', async () => {
    const host = new HostEnd();
    await host.started(question());
    void host.panel.check({ suite: 'windows', seed: 7 });
    await settled();
    assert.deepEqual(host.asked.slice(1), [{ method: 'check', params: { suite: 'windows', seed: 7 } }]);
  });

  it('shows what went wrong with an action', async () => {
    const host = new HostEnd();
    await host.started(question());
    void host.panel.check();
    await host.refuse('check', 'Trust the workspace first.');
    assert.deepEqual(host.panel.state.notice, { kind: 'failed', reason: 'Trust the workspace first.' });
  });

  it('says nothing of a reset that was called off', async () => {
    const host = new HostEnd();
    await host.started(question());
    void host.panel.reset();
    await host.answer('reset', false);
    assert.equal(host.panel.state.notice, null);
  });

  it('does not show a quick run at all, and a slow one after a moment', async () => {
    const host = new HostEnd();
    await host.started(question());
    await host.send('run', running(live('A › R1 admits', 'running')));
    host.clock.advance(slowAfterMs - 1);
    assert.equal(host.panel.state.slow, false);
    await host.send('run', reported(finished([check('A › R1 admits')])));
    host.clock.advance(slowAfterMs);
    assert.equal(host.panel.state.slow, false);

    await host.send('run', running(live('A › R1 admits', 'running')));
    host.clock.advance(slowAfterMs);
    assert.equal(host.panel.state.slow, true);
  });

  it('does not put a hint into an exercise that has come since', async () => {
    const host = new HostEnd();
    await host.started(question());
    void host.panel.hint(0);
    await host.send('question', question({ ref: 'pack/breaker' }));
    await host.answer('hint', { html: '<p>Look.</p>' });
    assert.equal(host.panel.state.question?.hints[0]?.html, null);
  });

  it('opens files by name, line and column', async () => {
    const host = new HostEnd();
    await host.started(question());
    host.panel.openFile('limiter.ts');
    host.panel.openFile('limiter.ts', 4, 2);
    await settled();
    assert.deepEqual(host.asked.slice(1), [
      { method: 'openFile', params: { path: 'limiter.ts' } },
      { method: 'openFile', params: { path: 'limiter.ts', line: 4, column: 2 } },
    ]);
  });
});

describe('saving an answer', () => {
  let host: HostEnd;
  beforeEach(async () => {
    host = new HostEnd();
    await host.started(question());
    host.asked.length = 0;
  });
  const textNow = () => host.panel.state.drafts[key]?.text;
  const stateOfSave = () => saveState(host.panel.state.drafts[key]!);

  it('waits for a pause in typing, and sends the newest text once', async () => {
    host.panel.edit(key, 'S');
    host.clock.advance(autosaveDelayMs - 1);
    host.panel.edit(key, 'So');
    host.clock.advance(autosaveDelayMs - 1);
    await settled();
    assert.deepEqual([host.asked, stateOfSave()], [[], 'pending']);
    host.clock.advance(1);
    await settled();
    assert.deepEqual([host.asked, stateOfSave()], [[saving('So')], 'saving']);
    await host.answer('saveAnswer', null);
    host.clock.advance(caughtUpAfterMs);
    await settled();
    assert.deepEqual([host.asked, stateOfSave(), host.clock.pending], [[saving('So')], 'saved', 0]);
  });

  it('waits no longer than so long for somebody who does not pause', async () => {
    for (let typed = 100; typed <= autosaveLongestMs; typed += 100) {
      host.panel.edit(key, 'x'.repeat(typed / 100));
      host.clock.advance(100);
    }
    await settled();
    assert.deepEqual(host.asked, [saving('x'.repeat(autosaveLongestMs / 100))]);
  });

  it('has everything written down within a moment, however long somebody types on', async () => {
    const texts = () =>
      host.written.map(state => (state as { unsaved: Record<string, string> }).unsaved[key]?.length);
    host.clock.advance(journalDelayMs);
    host.written.length = 0;
    for (let letters = 1; letters <= 12; letters++) {
      host.panel.edit(key, 'x'.repeat(letters));
      host.clock.advance(journalDelayMs / 4);
    }
    assert.deepEqual(texts(), [4, 8, 12]);
  });

  it('goes to be written down at once when it is saved, so that this is never older than the file', async () => {
    host.clock.advance(journalDelayMs);
    host.written.length = 0;
    host.panel.edit(key, 'So');
    host.panel.saveNow(key);
    await settled();
    assert.deepEqual([host.written.length, host.asked], [1, [saving('So')]]);
  });

  it('does not wait when the field or the panel is left', async () => {
    host.panel.edit(key, 'So');
    host.panel.blurAnswer(key);
    await settled();
    assert.deepEqual(host.asked, [saving('So')]);
    await host.answer('saveAnswer', null);
    host.panel.edit(key, 'So be it');
    host.panel.flush();
    await settled();
    assert.deepEqual(host.asked, [saving('So'), saving('So be it')]);
  });

  it('is not undone by a snapshot that the host began before', async () => {
    host.panel.edit(key, 'So');
    host.panel.blurAnswer(key);
    await host.answer('saveAnswer', null);
    await host.send('question', question());
    assert.equal(textNow(), 'So');
    host.clock.advance(caughtUpAfterMs);
    await host.send('question', question());
    assert.equal(textNow(), '');
  });

  it('sends one at a time, the last text last', async () => {
    host.panel.edit(key, 'one');
    host.panel.flush();
    host.panel.edit(key, 'two');
    host.clock.advance(autosaveDelayMs);
    await settled();
    assert.deepEqual(host.asked, [saving('one')]);
    await host.answer('saveAnswer', null);
    host.clock.advance(autosaveDelayMs);
    await settled();
    assert.deepEqual(host.asked, [saving('one'), saving('two')]);
  });

  it('writes the answers before a run looks at them', async () => {
    host.panel.edit(key, 'So');
    void host.panel.check();
    await settled();
    assert.deepEqual(host.asked, [saving('So'), { method: 'check', params: {} }]);
  });

  it('keeps text that could not be saved, and tries again when told to', async () => {
    host.panel.edit(key, 'So');
    host.panel.flush();
    await host.refuse('saveAnswer', 'The disk is full.');
    host.clock.advance(60_000);
    await settled();
    assert.deepEqual([host.asked, stateOfSave()], [[saving('So')], 'failed']);
    host.panel.saveNow(key);
    await host.answer('saveAnswer', null);
    assert.deepEqual([host.asked, stateOfSave()], [[saving('So'), saving('So')], 'saved']);
  });

  it('sends the rest when another exercise comes, under the name of its own', async () => {
    host.panel.edit(key, 'So');
    await host.send('question', question({ ref: 'pack/breaker' }));
    await settled();
    assert.deepEqual(host.asked, [saving('So')]);
    await host.answer('saveAnswer', null);
    assert.deepEqual(Object.keys(host.panel.state.drafts), [draftKey('pack/breaker', 'why')]);
  });

  it('has every letter in the webview’s state before anything else happens', () => {
    host.panel.edit(key, 'So');
    assert.deepEqual(host.stored, { ...kept, unsaved: { [key]: 'So' }, turn: 2 });
  });

  it('forgets kept text once it is on disk', async () => {
    host.panel.edit(key, 'So');
    host.panel.flush();
    await host.answer('saveAnswer', null);
    assert.deepEqual(host.stored, { ...kept, turn: 3 });
  });
});

describe('a panel that comes back', () => {
  it('shows and saves what had not been saved', async () => {
    const host = new HostEnd();
    await host.started(question());
    host.panel.edit(key, 'typed at the last moment');
    host.reload();
    host.asked.length = 0;
    await host.started(question({ discussions: [discussion({ answer: 'older' })] }));
    assert.equal(host.panel.state.drafts[key]?.text, 'typed at the last moment');
    host.clock.advance(autosaveDelayMs);
    await settled();
    assert.deepEqual(host.asked.slice(1), [saving('typed at the last moment')]);
  });

  it('shows it also when news of the exercise come before the answer to its first question', async () => {
    const host = new HostEnd({ ...kept, unsaved: { [key]: 'early' } });
    void host.panel.start();
    await host.send('question', question());
    assert.equal(host.panel.state.drafts[key]?.text, 'early');
    await host.answer('ready', question());
    assert.equal(host.panel.state.drafts[key].text, 'early');
  });

  it('keeps unsaved text until there is an attempt to write it into', async () => {
    const host = new HostEnd({ ...kept, unsaved: { [key]: 'early' } });
    await host.started(question({ attempt: null, discussions: [discussion({ answer: null })] }));
    host.clock.advance(60_000);
    await settled();
    assert.deepEqual(host.asked, [{ method: 'ready', params: null }]);
    await host.send('question', question());
    host.clock.advance(autosaveDelayMs);
    await settled();
    assert.deepEqual(host.asked.slice(1), [saving('early')]);
  });

  it('keeps unsaved text of another exercise, and does not send it to this one', async () => {
    const host = new HostEnd({ ...kept, unsaved: { [key]: 'early' } });
    await host.started(question({ ref: 'pack/breaker' }));
    host.panel.toggle('hints', false);
    host.clock.advance(60_000);
    await settled();
    assert.deepEqual(host.asked, [{ method: 'ready', params: null }]);
    assert.deepEqual(host.stored, {
      ref: 'pack/breaker',
      scrollTop: 0,
      page: null,
      open: { hints: false },
      play: null,
      unsaved: { [key]: 'early' },
      caret: null,
      turn: 2,
      lineage: 'new',
    });
  });

  it('has the same parts open and the same place on show, for the same exercise', async () => {
    const before = { ...kept, scrollTop: 420, open: { hints: false } };
    const same = new HostEnd(before);
    await same.started(question());
    assert.deepEqual([same.panel.state.open, same.panel.place.scrollTop], [{ hints: false }, 420]);
    const other = new HostEnd(before);
    await other.started(question({ ref: 'pack/breaker' }));
    assert.deepEqual([other.panel.state.open, other.panel.place.scrollTop], [{}, 0]);
  });

  it('makes do with what somebody else has left in its state', async () => {
    for (const left of [null, 'text', 7, { open: 'all', unsaved: { a: 1 }, scrollTop: -3, ref: 9 }]) {
      const host = new HostEnd();
      host.stored = left;
      host.reload();
      await host.started(question());
      assert.deepEqual([host.panel.state.open, host.panel.place.scrollTop], [{}, 0]);
    }
  });
});

describe('the live region', () => {
  const spoken = (host: HostEnd) => host.panel.spoken;

  it('is silent about what was there when the panel was opened', async () => {
    const host = new HostEnd();
    await host.started(question({ run: reported(finished([check('A › R1 admits')])) }));
    assert.deepEqual(spoken(host), { text: '', turn: 0 });
  });

  it('sums a run up in sentences, once', async () => {
    const host = new HostEnd();
    await host.started(question());
    const run = reported(
      finished([
        check('A › R1 admits', { state: 'failed' }),
        check('A › R1 admits again', { state: 'failed' }),
        check('A › R2 refuses'),
        check('A › R2 refuses again', { state: 'not-revealed' }),
      ]),
    );
    await host.send('run', run);
    await host.send('question', question({ run }));
    const text = '2 of 4 checks failed: R1. 1 not revealed.';
    assert.deepEqual(spoken(host), { text, turn: 1 });
  });

  it('says once that the exercise has changed since the attempt was begun', async () => {
    const host = new HostEnd();
    const update = { from: '1.0.0', to: '1.1.0', change: 'newer', moving: 1, staying: 0 } as const;
    const attempt = { folder: 'pack/limiter', files: [], update };
    await host.started(question());
    await host.send('question', question({ attempt }));
    await host.send('question', question({ attempt, runs: 1 }));
    const text = 'This exercise has changed since you began (1.0.0 → 1.1.0). 1 file moves on.';
    assert.deepEqual(spoken(host), { text, turn: 1 });
  });

  it('says the same sentence again when it is true again', async () => {
    const host = new HostEnd();
    await host.started(question());
    await host.send('run', reported(finished([check('A › R1 admits')]), 1));
    await host.send('run', reported(finished([check('A › R1 admits')]), 2));
    assert.deepEqual(spoken(host), { text: 'The only check passed.', turn: 2 });
  });

  it('says that a slow run has begun, and nothing of a quick one', async () => {
    const host = new HostEnd();
    await host.started(question());
    await host.send('run', running(live('A › R1 admits', 'running'), live('A › R2 refuses', 'not-run')));
    assert.equal(spoken(host).text, '');
    host.clock.advance(slowAfterMs);
    assert.equal(spoken(host).text, 'Checking: 2 checks.');
  });

  it('reads out hints, notices and saves that failed', async () => {
    const host = new HostEnd();
    await host.started(question());
    void host.panel.hint(0);
    await host.answer('hint', { html: '<p>Look.</p>' });
    assert.equal(spoken(host).text, 'Hint 1 of 2: First');
    void host.panel.scaffold();
    await host.answer('scaffold', { created: 1, kept: 2 });
    assert.equal(
      spoken(host).text,
      '1 file created in pack/limiter. 2 files that were already there have been kept.',
    );
    host.panel.edit(key, 'So');
    host.panel.flush();
    await host.refuse('saveAnswer', 'The disk is full.');
    assert.equal(spoken(host).text, 'The answer to “Why?” could not be saved: The disk is full.');
  });

  it('says that a value has been copied, and shows why one could not be', async () => {
    const host = new HostEnd();
    await host.started(question());
    await host.panel.copy('{ a: 1 }');
    assert.deepEqual([host.copied, spoken(host)], [['{ a: 1 }'], { text: 'Copied.', turn: 1 }]);
    host.copy = () => Promise.reject(new Error('No clipboard.'));
    await host.panel.copy('b');
    assert.deepEqual(host.panel.state.notice, { kind: 'failed', reason: 'No clipboard.' });
  });

  it('does not talk over the writer', async () => {
    const host = new HostEnd();
    await host.started(question());
    host.panel.edit(key, 'So');
    host.panel.flush();
    await host.answer('saveAnswer', null);
    assert.deepEqual(spoken(host), { text: '', turn: 0 });
  });
});
