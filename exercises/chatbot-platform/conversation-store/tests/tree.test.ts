import assert from 'node:assert/strict';
import { createTree } from '#attempt/tree.ts';
import { clock, random } from '#testkit';
import { Chat, plain, plainAll, refuses, refusesId, sentence } from './chat.ts';

function agreesOnReplies({ talk, model }: Chat, when: string): void {
  const tree = talk as ReturnType<typeof createTree>;
  for (const id of [null, ...model.said.map(message => message.id)])
    assert.deepEqual(plainAll(tree.replies(id)), model.replies(id).map(plain), `${when}: the replies`);
}

async function agrees(chat: Chat, when: string): Promise<void> {
  await chat.agrees(when);
  agreesOnReplies(chat, when);
}

describe('Replies and branches', () => {
  it('R1 append adds any text as a reply, with the time and an id of its own', async () => {
    const chat = Chat.tree();
    const question = await chat.append(null, 'Show Q3 sales');
    await clock.advance(3_200);
    const answer = await chat.append(question, 'Here they are', 'assistant');
    await clock.advance(1_000);
    await chat.append(answer, 'By region, please');
    for (const text of ['', ' two  spaces ', '__proto__', '<b>"\'</b>\n{}', 'é 😀 𝒳', 'x'.repeat(10_000)])
      await chat.append(random.pick([null, answer]), text);
    await agrees(chat, 'After some messages');
  });

  it('R1 branch adds a message beside the original, and leaves that and all below it alone', async () => {
    const chat = Chat.tree();
    const [question, answer, second] = await chat.thread(null, 5);
    await clock.advance(60_000);
    const edited = await chat.branch(second!, 'By product, please');
    await chat.append(edited, 'Here', 'assistant');
    await chat.branch(answer!, 'Another answer');
    await chat.branch(question!, 'Show Q4 sales');
    await agrees(chat, 'After an edit, a new answer and another beginning');
  });

  it('R1 an id is never given twice, whatever has been removed', async () => {
    const chat = Chat.tree();
    for (let i = 0; i < 60; i++) {
      const ids = chat.model.said.map(({ id }) => id);
      if (ids.length > 3 && random.chance(0.5))
        await chat.remove(random.pick([ids.at(-1)!, random.pick(ids)]), 'branch');
      else await chat.append(ids.length > 0 ? random.pick(ids) : null);
    }
    await agrees(chat, 'At the end');
  });

  it('R2 path leads from the beginning to the message, past all other branches', async () => {
    const chat = Chat.tree();
    await chat.thread(null, 3);
    for (let i = 0; i < 40; i++) {
      await clock.advance(random.int(0, 2));
      const { id, parent } = random.pick(chat.model.said);
      await chat.append(random.chance(0.4) ? parent : id);
    }
    await chat.agreesOnPaths('After forty messages');
  });

  it('R3 replies are listed from the oldest to the newest, also where the clock has gone back', async () => {
    const chat = Chat.tree();
    const question = await chat.append(null);
    for (let i = 0; i < 12; i++) {
      const answer = await chat.append(question, sentence(), 'assistant');
      await chat.append(random.pick([question, answer]));
      if (random.chance(0.5)) clock.jumpWallClock(random.int(-40, 40));
      if (random.chance(0.3)) await chat.append(null);
    }
    agreesOnReplies(chat, 'With a clock that jumps');
  });
});

describe('Removal', () => {
  it('R8 the replies of a removed message move up to where it stood', async () => {
    const chat = Chat.tree();
    const [first, second, third] = await chat.thread(null, 6);
    await clock.advance(5);
    await chat.append(second!);
    await clock.advance(5);
    await chat.append(first!);
    await chat.remove(second!, 'message');
    await agrees(chat, 'Without the second message');
    await chat.remove(first!, 'message');
    await agrees(chat, 'Without the first, too');
    await chat.append(third!);
    await agrees(chat, 'And it goes on');
  });

  it('R9 a branch goes with everything below it, and nothing else does', async () => {
    const chat = Chat.tree();
    const ids = await chat.thread(null, 8);
    const other = await chat.append(ids[1]!);
    await chat.thread(other, 5);
    await chat.remove(ids[2]!, 'branch');
    await agrees(chat, 'Without one branch');
    await chat.remove(other, 'branch');
    await agrees(chat, 'Without the other');
  });

  it('R9 a branch may be 20,000 messages deep', async () => {
    const tree = createTree('long');
    const root = tree.append(null, { role: 'user', text: 'root' }).id;
    const top = tree.append(root, { role: 'assistant', text: 'x' }).id;
    let parent = top;
    for (let i = 1; i < 20_000; i++) parent = tree.append(parent, { role: 'assistant', text: 'x' }).id;
    assert.equal(tree.remove(top, 'branch'), 20_000, 'How many messages are gone with the branch');
    const left = plainAll(tree.page({ limit: 10 }).messages).map(({ id }) => id);
    assert.deepEqual(left, [root], 'What is left');
    await refusesId(() => tree.path(parent), 'The path of a message that is gone');
  });

  it('R8 R9 after any changes, the tree is what is left of it', async () => {
    for (let round = 0; round < 4; round++) {
      const chat = Chat.tree();
      for (let i = 0; i < 30; i++) {
        if (random.chance(0.3)) await clock.advance(random.int(1, 20));
        await chat.change();
        if (i % 10 === 9) await agrees(chat, `After change ${i + 1}`);
      }
    }
  });
});

describe('What is refused, and what was given', () => {
  it('R11 a message that is not there is refused, and nothing has changed', async () => {
    const chat = Chat.tree();
    const ids = await chat.thread(null, 6);
    await chat.remove(ids[5]!, 'message');
    await chat.remove(ids[3]!, 'branch');
    const tree = chat.talk as ReturnType<typeof createTree>;
    for (const id of [ids[5]!, ids[4]!, ids[3]!, '', 'no such', '__proto__', 'constructor']) {
      const what = `with the id ${JSON.stringify(id)}`;
      await refusesId(() => tree.append(id, { role: 'user', text: 'lost' }), `append ${what}`);
      await refusesId(() => tree.branch(id, 'lost'), `branch ${what}`);
      await refusesId(() => tree.path(id), `path ${what}`);
      await refusesId(() => tree.replies(id), `replies ${what}`);
      await refusesId(() => tree.remove(id, 'message'), `remove ${what}`);
      await refusesId(() => tree.remove(id, 'branch'), `remove of a branch ${what}`);
    }
    await agrees(chat, 'After what was refused');
    await chat.agreesOnSearch('lost', 10, 'After what was refused');
  });

  it('R11 a limit is a whole number from 1 to 100', async () => {
    const chat = Chat.tree();
    for (let i = 0; i < 120; i++) await chat.append(null, 'sales');
    const tree = chat.talk as ReturnType<typeof createTree>;
    for (const limit of [0, -1, 101, 2.5, NaN, Infinity]) {
      await refuses(RangeError, () => tree.page({ limit }), `A page of ${limit}`);
      await refuses(RangeError, () => tree.search('sales', limit), `A search for ${limit}`);
    }
    for (const limit of [1, 100]) {
      assert.equal((await chat.page(limit)).messages.length, limit, `A page of ${limit}`);
      assert.equal(await chat.agreesOnSearch('sales', limit, 'All of them say it'), limit);
    }
  });

  it('R11 what has been given back is a snapshot', async () => {
    const chat = Chat.tree();
    const [first, second, third] = await chat.thread(null, 4);
    const tree = chat.talk as ReturnType<typeof createTree>;
    const { text } = chat.model.find(second!)!;
    const given = (): readonly (readonly ReturnType<typeof plain>[])[] => [
      tree.path(third!),
      tree.replies(first!),
      tree.page({ limit: 10 }).messages,
      tree.search(text, 10),
    ];
    const kept = given();
    const before = kept.map(plainAll);
    await chat.remove(second!, 'message');
    assert.deepEqual(kept.map(plainAll), before, 'What was given before a removal');
    for (const list of [...kept, ...given()]) spoil(list);
    await agrees(chat, 'After a caller has changed what it was given');
  });

  it('R11 two conversations know nothing of each other', async () => {
    const chats = [Chat.tree('a'), Chat.tree('b')];
    for (let i = 0; i < 30; i++) await random.pick(chats).change();
    for (const chat of chats) await agrees(chat, 'Side by side');
  });
});

/** Changes whatever lets itself be changed. */
function spoil(list: readonly object[]): void {
  for (const message of list)
    for (const [key, value] of [
      ['parent', null],
      ['text', 'spoilt'],
      ['createdAt', 0],
    ] as const)
      Reflect.set(message, key, value);
  try {
    (list as object[]).length = 0;
  } catch {
    // It is frozen.
  }
}
