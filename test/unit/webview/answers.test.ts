import assert from 'node:assert/strict';
import {
  blurred,
  caughtUp,
  countWords,
  edited,
  focused,
  received,
  restored,
  saved,
  saveFailed,
  saveState,
  sending,
  unsavedOf,
  type Draft,
} from '../../../src/webview/answers';

const from = (text: string): Draft => received(undefined, 'pack/limiter', 'why', text);

describe('a written answer', () => {
  it('goes from untouched over pending and saving to saved', () => {
    const typed = edited(from('a'), 'ab');
    const sent = sending(typed);
    assert.deepEqual(
      [from('a'), typed, sent, saved(sent)].map(draft => saveState(draft)),
      ['untouched', 'pending', 'saving', 'saved'],
    );
  });

  it('is still to be saved when it was changed while a save was under way', () => {
    const draft = saved(edited(sending(edited(from(''), 'one')), 'one two'));
    assert.deepEqual([draft.text, saveState(draft)], ['one two', 'pending']);
  });

  it('takes over what the host has as long as nothing was typed', () => {
    assert.equal(received(from('old'), 'pack/limiter', 'why', 'new').text, 'new');
  });

  it('is never replaced while it is not on disk', () => {
    const typed = edited(from('old'), 'mine');
    assert.equal(received(typed, 'pack/limiter', 'why', 'theirs').text, 'mine');
    assert.equal(received(sending(typed), 'pack/limiter', 'why', 'theirs').text, 'mine');
    const refused = saveFailed(sending(typed), 'The disk is full.');
    assert.equal(received(refused, 'pack/limiter', 'why', 'theirs').text, 'mine');
  });

  it('is not replaced under the caret, but on leaving the field', () => {
    const held = received(focused(from('old')), 'pack/limiter', 'why', 'new');
    assert.deepEqual([held.text, held.held], ['old', 'new']);
    assert.deepEqual([blurred(held).text, blurred(held).held], ['new', null]);
  });

  it('keeps what was typed after the host has changed it', () => {
    const held = received(focused(from('old')), 'pack/limiter', 'why', 'new');
    assert.equal(blurred(edited(held, 'old, and more')).text, 'old, and more');
  });

  it('is not set back by a snapshot that was being made while it was saved', () => {
    const stored = saved(sending(edited(from('old'), 'new')));
    const late = received(stored, 'pack/limiter', 'why', 'old');
    assert.equal(late.text, 'new');
    const confirmed = received(late, 'pack/limiter', 'why', 'new');
    assert.equal(received(confirmed, 'pack/limiter', 'why', 'old').text, 'old');
    assert.equal(received(caughtUp(late), 'pack/limiter', 'why', 'old').text, 'old');
  });

  it('is saved when the host turns out to have the same text', () => {
    assert.equal(saveState(received(edited(from(''), 'mine'), 'pack/limiter', 'why', 'mine')), 'saved');
  });

  it('says why it could not be saved until the text changes', () => {
    const refused = saveFailed(sending(edited(from(''), 'a')), 'The disk is full.');
    assert.deepEqual([saveState(refused), refused.failure], ['failed', 'The disk is full.']);
    assert.equal(saveState(edited(refused, 'ab')), 'pending');
  });

  it('comes back from a key and a text as something to save', () => {
    const draft = restored('pack/limiter#why', 'typed before');
    assert.deepEqual(draft && [draft.ref, draft.place, draft.text, saveState(draft)], [
      'pack/limiter',
      'why',
      'typed before',
      'pending',
    ]);
    assert.deepEqual(
      ['', 'why', 'pack/limiter', '#why', 'pack#why'].map(key => restored(key, '')),
      [undefined, undefined, undefined, undefined, undefined],
    );
  });

  it('is listed as unsaved with its newest text', () => {
    assert.deepEqual(unsavedOf({ a: edited(from(''), 'typed'), b: from('on disk') }), { a: 'typed' });
  });

  it('has its words counted, also where no blanks part them', () => {
    assert.deepEqual(['', '  ', 'one', 'It’s two-fold, isn’t it?'].map(countWords), [0, 0, 1, 5]);
    assert.ok(countWords('これは短い答えです') > 1);
  });
});
