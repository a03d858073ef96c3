import assert from 'node:assert/strict';
import { nothingKept } from '../../../src/webview/kept';
import { mostStored, readStored, writeStored } from '../../../src/webview/pageStorage';

describe('what a panel puts into the storage of its page', () => {
  const entries = new Map<string, string>();
  const storage = () => ({
    getItem: (key: string) => entries.get(key) ?? null,
    setItem: (key: string, value: string) => void entries.set(key, value),
    removeItem: (key: string) => void entries.delete(key),
  });
  const of = (lineage: string, turn = 1) => ({ ...nothingKept, lineage, turn });
  beforeEach(() => entries.clear());

  it('is its own, whatever another panel puts there later', () => {
    writeStored(storage, of('a'));
    writeStored(storage, of('b'));
    writeStored(storage, of('a', 2));
    assert.deepEqual(
      [readStored(storage, 'a'), readStored(storage, 'b'), readStored(storage, 'c')],
      [of('a', 2), of('b'), null],
    );
  });

  it('makes room for others, the oldest first', () => {
    for (let i = 0; i <= mostStored; i++) writeStored(storage, of(`panel ${i}`));
    assert.deepEqual(
      [readStored(storage, 'panel 0'), readStored(storage, 'panel 1'), entries.size],
      [null, of('panel 1'), mostStored + 1],
    );
  });

  it('begins again where something else is in its place', () => {
    entries.set('designDrills.kept', '{');
    entries.set('designDrills.kept.a', 'no JSON');
    assert.equal(readStored(storage, 'a'), null);
    writeStored(storage, of('b'));
    assert.deepEqual(readStored(storage, 'b'), of('b'));
  });

  it('is done without where there is none', () => {
    const forbidden = (): never => {
      throw new Error('The operation is insecure.');
    };
    writeStored(forbidden, of('a'));
    assert.equal(readStored(forbidden, 'a'), null);
  });
});
