import assert from 'node:assert/strict';
import type { Verification } from '#attempt/types.ts';
import { random } from '#testkit';
import { event, Site } from './vault.ts';

const changed = (index: number): Verification => ({ ok: false, index, reason: 'changed' });

/** A log with this many entries of three servers, and nothing that takes time. */
async function filled(entries: number): Promise<Site> {
  const site = new Site({ latencyMs: 0 });
  await site.fill(entries);
  return site;
}

describe('As it was written', () => {
  it('R5 a log is in order, however long it is and whoever wrote it', async () => {
    const site = new Site({ latencyMs: 0 });
    let length = 0;
    for (const entries of [0, 1, 2, 7, 20, 250, 499, 500, 501, 520]) {
      if (entries <= 20) await site.fill(entries - length, length);
      else await site.pour(entries - length, length, random.int(0, 2));
      length = entries;
      assert.deepEqual(await site.verify(), { ok: true, length }, `A log of ${length} entries`);
    }
  });

  it('R5 with every receipt as its anchor', async () => {
    const site = await filled(20);
    const receipts = await site.fill(10, 20);
    assert.equal(new Set(receipts.map(({ seal }) => seal)).size, 10, 'Each entry has a seal of its own');
    for (const receipt of receipts) assert.deepEqual(await site.verify(receipt), { ok: true, length: 30 });
  });
});

describe('Entries that were changed', () => {
  it('R6 whichever character it is, the entry is named', async () => {
    const site = await filled(6);
    const written = [...site.texts];
    for (let i = 0; i < 120; i++) {
      const index = random.int(0, 5);
      const text = written[index]!;
      const at = random.int(0, text.length - 1);
      const other = random.pick(Array.from('abcdef0123456789 {}[]":,').filter(char => char !== text[at]));
      const forged = random.pick([
        text.slice(0, at) + other + text.slice(at + 1),
        text.slice(0, at) + text.slice(at + 1),
        text.slice(0, at) + other + text.slice(at),
      ]);
      if (forged === text) continue;
      site.texts = written.with(index, forged);
      assert.deepEqual(
        await site.verify(),
        changed(index),
        `Entry ${index} of 6: ${JSON.stringify(text)} became ${JSON.stringify(forged)}`,
      );
    }
    site.texts = [...written];
    assert.deepEqual(await site.verify(), { ok: true, length: 6 }, 'Everything is back in its place');
  });

  it('R6 of several, the first is named, whatever else is there', async () => {
    for (const junk of ['', ' ', '{}', 'null', '[]', '[1,2,3]', 'x'.repeat(40), '0 {"index":2}', '\u0000']) {
      const site = await filled(8);
      const [first, second] = [random.int(0, 4), random.int(5, 7)];
      site.texts[first] = junk;
      site.texts[second] = ` ${site.texts[second]!}`;
      assert.deepEqual(await site.verify(), changed(first), `Entry ${first} became ${JSON.stringify(junk)}`);
    }
  });

  it('R6 a space is a change, wherever it is', async () => {
    const site = await filled(3);
    const written = [...site.texts];
    const text = written[1]!;
    for (let at = 0; at <= text.length; at++) {
      site.texts = written.with(1, `${text.slice(0, at)} ${text.slice(at)}`);
      assert.deepEqual(
        await site.verify(),
        changed(1),
        `A space more at place ${at} of ${JSON.stringify(text)}`,
      );
    }
  });

  it('R6 an entry of another log does not fit, even at its own index', async () => {
    for (let i = 0; i < 5; i++) {
      const [site, other] = [await filled(6), new Site({ latencyMs: 0 })];
      await other.fill(6, 50);
      const index = random.int(1, 5);
      site.texts[index] = other.texts[index]!;
      assert.deepEqual(await site.verify(), changed(index), `Entry ${index} of 6 is that of another log`);
    }
  });
});

describe('Entries that are somewhere else', () => {
  it('R7 removed, doubled, exchanged or inserted: the first place that is wrong is named', async () => {
    const site = await filled(12);
    const written = [...site.texts];
    for (let i = 0; i < 40; i++) {
      const [a, b] = random
        .shuffle(written.map((_, n) => n))
        .slice(0, 2)
        .sort((x, y) => x - y) as [number, number];
      const attack = random.int(1, 5);
      const texts = [...written];
      let first = a;
      if (attack === 1) {
        texts.splice(a, 1);
        if (a === 11) continue; // the last one: nothing is left that could tell
      } else if (attack === 2) [texts[a], texts[b]] = [texts[b]!, texts[a]!];
      else if (attack === 3) {
        texts.splice(a + 1, 0, texts[a]!);
        first = a + 1;
      } else if (attack === 4) texts[a] = written[b]!;
      else texts.splice(a, 0, written[b]!);
      site.texts = texts;
      assert.deepEqual(
        await site.verify(),
        changed(first),
        `${['', 'Removed', 'Exchanged', 'Doubled', 'Overwritten', 'Inserted'][attack]!}: entries ${a} and ${b} of 12`,
      );
    }
  });

  it('R7 in a long log, too', async () => {
    const site = new Site({ latencyMs: 0 });
    await site.pour(520);
    const written = [...site.texts];
    for (const index of [0, 499, 500]) {
      site.texts = written.toSpliced(index, 1);
      assert.deepEqual(await site.verify(), changed(index), `Without entry ${index} of 520`);
      site.texts = written.with(index, written[index === 0 ? 1 : 0]!);
      assert.deepEqual(await site.verify(), changed(index), `With a wrong entry ${index} of 520`);
    }
  });
});

describe('An end that is missing', () => {
  it('R8 is not seen from inside, and proven by a receipt', async () => {
    const site = await filled(5);
    const receipts = await site.fill(10, 5);
    const written = [...site.texts];
    for (const length of [0, 1, 5, 9, 14, 15]) {
      site.texts = written.slice(0, length);
      assert.deepEqual(
        await site.verify(),
        { ok: true, length },
        `Cut off after ${length}, without an anchor`,
      );
      for (const receipt of receipts)
        assert.deepEqual(
          await site.verify(receipt),
          receipt.index < length ? { ok: true, length } : { ok: false, index: length, reason: 'missing' },
          `Cut off after ${length}, with the receipt of entry ${receipt.index}`,
        );
    }
  });

  it('R8 another history with a good chain is told by the anchor', async () => {
    const site = await filled(10);
    const [kept, lost] = [await site.record(event(10)), await site.record(event(11))];
    const restarted = new Site({ latencyMs: 0 });
    restarted.texts = site.texts.slice(0, 11); // a backup is played in, and the log goes on
    await restarted.fill(5, 20);
    assert.deepEqual(await restarted.verify(), { ok: true, length: 16 });
    assert.deepEqual(await restarted.verify(kept), { ok: true, length: 16 });
    assert.deepEqual(await restarted.verify(lost), { ok: false, index: 11, reason: 'anchor' });
  });

  it('R8 a change before the anchor is named before the anchor', async () => {
    const site = await filled(10);
    const receipt = await site.record(event(10));
    const index = random.int(0, 10);
    site.texts[index] = site.texts[index]!.replace(/admin/, 'nadim');
    assert.deepEqual(await site.verify(receipt), changed(index));
    site.texts.length = 10;
    assert.deepEqual(
      await site.verify(receipt),
      index < 10 ? changed(index) : { ok: false, index: 10, reason: 'missing' },
    );
  });
});
