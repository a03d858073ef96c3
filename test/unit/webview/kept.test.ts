import assert from 'node:assert/strict';
import { newestKept, nothingKept, parseKept } from '../../../src/webview/kept';

describe('what the panel keeps', () => {
  const kept = {
    ref: 'pack/limiter',
    scrollTop: 420,
    page: null,
    play: null,
    open: { hints: false },
    unsaved: { 'pack/limiter#why': 'So' },
    caret: { field: 'Your answer: Why?', start: 1, end: 2, top: 40 },
    turn: 7,
    lineage: 'a',
  };

  it('is read as it was written', () => {
    assert.deepEqual(parseKept(JSON.parse(JSON.stringify(kept))), kept);
  });

  it('is read as far as it makes sense', () => {
    for (const caret of [7, {}, { field: 1, start: 0, end: 0 }, { field: 'a', start: -1, end: 0, top: 0 }])
      assert.deepEqual(parseKept({ ...kept, caret, turn: -1 }), { ...kept, caret: null, turn: 0 });
    assert.deepEqual(parseKept('text'), nothingKept);
  });

  const stored =
    (...all: readonly (typeof kept)[]) =>
    (lineage: string) =>
      all.find(one => one.lineage === lineage) ?? nothingKept;

  it('counts from its newest copy', () => {
    const older = { ...kept, turn: 6, scrollTop: 0 };
    assert.deepEqual(
      [
        newestKept(kept, older, stored()),
        newestKept(older, kept, stored(older)),
        newestKept(older, older, stored(kept)),
      ],
      [kept, kept, kept],
    );
  });

  it('is not taken from a page that was another panel’s', () => {
    const others = { ...kept, turn: 900, lineage: 'b' };
    assert.deepEqual(
      [newestKept(kept, nothingKept, stored(others)), newestKept(nothingKept, nothingKept, () => others)],
      [kept, nothingKept],
    );
  });
});
