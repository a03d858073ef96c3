import assert from 'node:assert/strict';
import { createTree } from '#attempt/tree.ts';
import type { Message } from '#attempt/types.ts';
import { clock, random, trace } from '#testkit';
import { Chat, plain, refusesCursor } from './chat.ts';

const idsOf = (messages: readonly Message[]): string[] => messages.map(({ id }) => id);

/** Some messages, each a little later than the one before, on several branches or, if they are flat, all of them beginnings. */
async function chatOf(count: number, isFlat = false): Promise<Chat> {
  const chat = Chat.tree();
  for (let i = 0; i < count; i++) {
    await clock.advance(random.int(1, 5));
    await chat.append(isFlat || i === 0 ? null : random.pick(chat.model.said).id);
  }
  return chat;
}

describe('Pages', () => {
  it('R4 the newest come first, each once, page by page to the oldest', async () => {
    for (const count of [1, 7, 60]) {
      const chat = await chatOf(count);
      for (const limit of [1, 3, 7, 10, 60, 100]) await chat.agreesOnPages(`${count} messages`, limit);
    }
  });

  it('R4 next is null if and only if nothing older is there', async () => {
    const chat = await chatOf(12);
    for (const [limit, pages] of [
      [12, 1],
      [13, 1],
      [11, 2],
      [6, 2],
      [4, 3],
      [5, 3],
    ] as const)
      assert.equal((await chat.walk(limit)).length, pages, `How many pages of ${limit} twelve messages are`);
    const empty = Chat.tree();
    assert.deepEqual(await empty.page(5), { messages: [], next: null }, 'The page of an empty conversation');
  });

  it('R4 10,000 messages, walked in pages of 100', async () => {
    const tree = createTree('long');
    const ids: string[] = [];
    for (let i = 0; i < 10_000; i++) {
      if (i % 20 === 0) clock.tick(1);
      const parent = i === 0 || random.chance(0.9) ? ids.at(-1) : random.pick(ids.slice(-50));
      ids.push(tree.append(parent ?? null, { role: 'user', text: 'x' }).id);
    }
    const chat = new Chat(tree);
    const shown: string[] = [];
    for (let next: string | null | undefined; next !== null && shown.length <= 10_000;) {
      const page = await chat.page(100, next);
      shown.push(...idsOf(page.messages));
      ({ next } = page);
      trace.point('messages shown', shown.length);
      await clock.advance(10);
    }
    assert.equal(shown.length, 10_000, 'How many messages the pages have together');
    assert.ok(
      shown.every((id, at) => id === ids.at(-1 - at)),
      'The last message should come first, and so on down to the first',
    );
  });

  it('R5 messages of one millisecond are neither lost nor repeated at the end of a page', async () => {
    const chat = Chat.tree();
    const root = await chat.append(null);
    for (let i = 0; i < 30; i++) await chat.append(root);
    await clock.advance(1);
    for (let i = 0; i < 5; i++) await chat.append(root);
    for (const limit of [1, 2, 4, 5, 6, 17]) await chat.agreesOnPages('Thirty at once', limit);
  });

  it('R5 where a clock has gone back, createdAt decides', async () => {
    const chat = Chat.tree();
    for (let i = 0; i < 50; i++) {
      if (random.chance(0.3)) clock.jumpWallClock(random.int(-30, 30));
      await chat.append(chat.model.said.length > 0 ? random.pick(chat.model.said).id : null);
    }
    for (const limit of [1, 3, 10]) await chat.agreesOnPages('With a clock that jumps', limit);
  });

  it('R6 messages that are added meanwhile neither shift nor repeat anything', async () => {
    const chat = await chatOf(60);
    const before = idsOf(chat.model.newest());
    const pages = await chat.walk(random.int(3, 9), async () => {
      await clock.advance(random.int(1, 20));
      for (let i = random.int(0, 9); i > 0; i--) {
        await chat.append(random.pick(chat.model.said).id);
        trace.mark('meanwhile', 'added');
      }
    });
    assert.deepEqual(idsOf(pages.flat()), before, 'What the pages have together');
  });

  it('R6 with removals and late ones too: all that stays is shown once, and nothing twice', async () => {
    const chat = await chatOf(70, true);
    const before = new Set(chat.model.ids);
    const pages = await chat.walk(random.int(2, 8), async shown => {
      if (random.chance(0.3)) clock.jumpWallClock(-random.int(1, 40));
      else await clock.advance(random.int(1, 20));
      if (random.chance(0.6)) await chat.append(random.pick(chat.model.said).id);
      const last = shown.at(-1)!.id;
      const victim = random.chance(0.5) && chat.model.find(last) ? last : random.pick(chat.model.said).id;
      await chat.remove(victim, 'message');
      trace.mark('meanwhile', 'removed');
    });
    const shown = idsOf(pages.flat());
    assert.equal(new Set(shown).size, shown.length, 'No message should be shown twice');
    const missing = chat.model.said.filter(({ id }) => before.has(id) && !shown.includes(id));
    assert.deepEqual(missing.map(plain), [], 'Messages that were there all the time and were not shown');
    const times = pages.flat().map(({ createdAt }) => createdAt);
    assert.deepEqual(
      times,
      times.toSorted((a, b) => b - a),
      'The times of all that was shown',
    );
  });

  it('R6 a page goes on where it ended, though that message is gone', async () => {
    const chat = await chatOf(20, true);
    const { messages, next } = await chat.page(5);
    for (const { id } of messages) await chat.remove(id, 'message');
    for (let i = 0; i < 5; i++) await chat.append(null);
    const rest = chat.model.newest().slice(5);
    for (const limit of [5, 9, 5]) {
      const second = (await chat.page(limit, next)).messages;
      assert.deepEqual(second, rest.slice(0, limit).map(plain), `The second page, of ${limit} this time`);
    }
    for (const { id } of rest) await chat.remove(id, 'message');
    assert.deepEqual(await chat.page(5, next), { messages: [], next: null }, 'When nothing is left of it');
  });

  it('R7 what page has not given is refused', async () => {
    const chat = await chatOf(40);
    // All that it gives for the newest pages: a spoilt one might happen to be another.
    const given: string[] = [];
    for (let limit = 1; limit < 40; limit++) given.push((await chat.page(limit)).next!);
    const spoilt = new Set(['', ' ', 'next', 'null', '0', '{}', '~', chat.model.said[3]!.id]);
    for (const cursor of random.shuffle(given).slice(0, 12)) {
      const at = random.int(0, cursor.length - 1);
      spoilt.add(
        cursor.slice(0, at) + random.pick('0 1 2 3 4 5 6 7 8 9 a z ~ ='.split(' ')) + cursor.slice(at + 1),
      );
      spoilt.add(cursor.slice(0, at) + cursor.slice(at + 1));
      spoilt
        .add(cursor.slice(0, -1))
        .add(`${cursor} `)
        .add(`${cursor}0`)
        .add(cursor + cursor);
      spoilt.add(random.pick(given).slice(0, at) + cursor.slice(at));
    }
    for (const before of spoilt)
      if (!given.includes(before))
        await refusesCursor(
          () => chat.talk.page({ limit: 5, before }),
          `The cursor ${JSON.stringify(before)}`,
        );
  });

  it('R7 a cursor of another conversation is refused', async () => {
    const names = [
      'c-1',
      'c-10',
      'c',
      '',
      'C-1',
      'c-1~',
      'c~1',
      'c-1:1',
      'c-1.1',
      'c-1/1',
      'c-1|1',
      '__proto__',
    ];
    const chats: Chat[] = [];
    for (const name of names) {
      const chat = Chat.tree(name);
      for (let i = 0; i < 12; i++) {
        await clock.advance(1);
        await chat.append(null);
      }
      chats.push(chat);
    }
    for (const from of chats) {
      const { next } = await from.page(5);
      for (const to of chats)
        if (to !== from)
          await refusesCursor(
            () => to.talk.page({ limit: 5, before: next! }),
            `A cursor of ${JSON.stringify(names[chats.indexOf(from)])} in ${JSON.stringify(names[chats.indexOf(to)])}`,
          );
      assert.equal((await from.page(5, next)).messages.length, 5, 'A page of its own conversation');
    }
  });
});
