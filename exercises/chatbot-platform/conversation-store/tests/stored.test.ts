import assert from 'node:assert/strict';
import { UnknownMessageError } from '#attempt/errors.ts';
import { schema } from '#attempt/schema.ts';
import { stored } from '#attempt/stored.ts';
import { clock, random } from '#testkit';
import { postgres } from '#services/postgres';
import { Chat, plain, plainAll, query, refuses, refusesCursor, refusesId, type Talk } from './chat.ts';
import { setUp } from './database.ts';

function talkOf(conversation: string, server = 'server 1'): Talk {
  const db = postgres.client(server);
  return {
    append: (parent, draft) => stored.append(db, conversation, parent, draft),
    branch: (id, text) => stored.branch(db, conversation, id, text),
    path: id => stored.path(db, conversation, id),
    page: request => stored.page(db, conversation, request),
    remove: (id, what) => stored.remove(db, conversation, id, what),
    search: (words, limit) => stored.search(db, conversation, words, limit),
  };
}

const chatOf = (conversation: string): Chat => new Chat(talkOf(conversation));

describe('Conversations in a database', () => {
  beforeEach(() => postgres.template(setUp(schema))());

  it('R12 append, branch and path', async () => {
    const chat = chatOf('c-1');
    const [question, answer] = await chat.thread(null, 4);
    await clock.advance(3_200);
    await chat.branch(question!, 'Show Q4 sales');
    await chat.branch(answer!, 'Another answer');
    await chat.append(answer!, 'it\'s -- a "text"; drop table messages $1 %_\\ 😀');
    await chat.append(null, '');
    await chat.agrees('After an edit and a new answer');
  });

  it('R12 a message is removed from the middle, and a branch as a whole', async () => {
    const chat = chatOf('c-1');
    const [first, second, third, fourth] = await chat.thread(null, 7);
    await chat.append(second!);
    await chat.branch(fourth!);
    await chat.remove(second!, 'message');
    await chat.agrees('Without the second message');
    await chat.remove(first!, 'message');
    await chat.agrees('Without the first');
    await chat.remove(third!, 'branch');
    await chat.agrees('Without the branch of the third');
  });

  it('R12 after any changes, two conversations are what the trees would be', async () => {
    const chats = [chatOf('c-1'), chatOf('c-2')];
    for (let i = 0; i < 60; i++) {
      if (random.chance(0.3)) clock.jumpWallClock(random.int(-20, 40));
      await random.pick(chats).change();
    }
    for (const chat of chats) {
      await chat.agrees('After sixty changes');
      await chat.agreesOnPages('After sixty changes');
      for (let i = 0; i < 6; i++)
        await chat.agreesOnSearch(query(), random.int(1, 10), 'After sixty changes');
    }
  });

  it('R12 pages go on where they ended, while others add and remove', async () => {
    const chat = chatOf('c-1');
    const elsewhere = new Chat(talkOf('c-1', 'server 2'));
    await chat.thread(null, 30);
    const before = chat.model.newest().map(({ id }) => id);
    const kept = new Set(before);
    const pages = await chat.walk(4, async shown => {
      await clock.advance(random.int(0, 3));
      for (let i = random.int(2, 5); i > 0; i--) await elsewhere.append(null);
      const last = shown.at(-1)!.id;
      if (!kept.delete(last)) return;
      await stored.remove(postgres.client('server 2'), 'c-1', last, 'message');
    });
    const shown = plainAll(pages.flat()).map(({ id }) => id);
    assert.deepEqual(shown, before, 'What the pages have together');
  });

  it('R12 an import has many messages in one millisecond, and in one microsecond', async () => {
    await postgres.exec(`
      insert into messages (id, conversation, role, body, created_at)
      select n, 'c-1', 'user', 'imported ' || n,
        timestamptz '2024-03-01 12:00:00.123Z' + (n * 7919 % 40) * interval '150 microseconds'
      from generate_series(1, 120) n`);
    const { rows } = await postgres.query<{ id: string; at: string }>(
      `select m.id::text, floor(extract(epoch from created_at) * 1000)::text as at
       from messages m order by m.created_at desc, m.id desc`,
    );
    const expected = rows.map(({ id, at }) => ({ id, createdAt: Number(at) }));
    for (const limit of [7, 30]) {
      const pages = await chatOf('c-1').walk(limit);
      const shown = pages.flat().map(({ id, createdAt }) => ({ id, createdAt }));
      assert.deepEqual(shown, expected, `Pages of ${limit}`);
    }
  });

  it('R12 search takes whole words, whatever the query holds', async () => {
    const chat = chatOf('c-1');
    for (const text of [
      'Show Q3 sales',
      'a sale in q3',
      'who is the manager',
      'Refunds, sales. Q4!',
      '100 of them',
      'Sales report, orders in Q3. Net',
    ])
      await chat.append(null, text);
    for (const words of [
      'SALES q3',
      'sale',
      'the who',
      'sales & (',
      'sales | who',
      '%',
      '_',
      "'",
      ':*',
      '!sales',
      'sal',
      '',
      '100',
      '100 %',
      'sales-report',
      'SALES_report',
      '-100',
      'orders/q3',
      'sales.net',
      'net@sales.report',
      '"report sales"',
      'sales or nothing',
      '-sales',
    ])
      await chat.agreesOnSearch(words, 10, 'Six messages');
    await chat.remove(chat.model.said[0]!.id, 'message');
    await chat.agreesOnSearch('sales', 10, 'Without the first');
  });

  it('R12 what another conversation says, however new, takes no place in a search', async () => {
    const chats = [chatOf('c-1'), chatOf('c-2')];
    for (const chat of chats) {
      for (let i = 0; i < 12; i++) {
        await clock.advance(1);
        await chat.append(null, `sales of region ${i}`);
      }
    }
    for (const chat of chats)
      for (const limit of [1, 5, 20]) await chat.agreesOnSearch('sales', limit, 'Twelve messages each');
  });

  it('R12 the first message of all may be imported, too', async () => {
    await postgres.query(
      "insert into messages (id, conversation, role, body) values (1, 'c-1', 'user', 'imported')",
    );
    const chat = chatOf('c-1');
    chat.model.add({ id: '1', parent: null, role: 'user', text: 'imported', createdAt: clock.now() });
    await clock.advance(1);
    await chat.thread('1', 2);
    await chat.agrees('After an import of one message');
  });

  it('R12 after an import, append goes on with ids that nobody had', async () => {
    const count = random.int(20, 50);
    for (const conversation of ['c-1', 'c-2'])
      await postgres.query(
        `insert into messages (id, conversation, parent, role, body, created_at)
         select n, $1, case when n > 1 then n - 1 end, 'user', $1 || ' imported ' || n,
           timestamptz '2024-03-01 12:00:00Z' + n * interval '1 second'
         from generate_series(1, ${count}) n`,
        [conversation],
      );
    for (const conversation of ['c-1', 'c-2']) {
      const chat = chatOf(conversation);
      for (let n = 1; n <= count; n++)
        chat.model.add({
          id: String(n),
          parent: n > 1 ? String(n - 1) : null,
          role: 'user',
          text: `${conversation} imported ${n}`,
          createdAt: Date.UTC(2024, 2, 1, 12) + n * 1_000,
        });
      await chat.agrees('After the import');
      await chat.remove(String(count), 'message');
      await chat.thread(String(count - 1), 5);
      await chat.branch('3');
      await chat.remove('7', 'message');
      await chat.remove(String(count - 5), 'branch');
      await chat.agrees('After an import and more');
    }
  });

  it('R12 what is not there is refused, and so is what another conversation has', async () => {
    const chats = [chatOf('c-1'), chatOf('c-2')];
    const [one, two] = chats as [Chat, Chat];
    await one.thread(null, 12);
    await two.thread(null, 20);
    const gone = one.model.said[11]!.id;
    await one.remove(gone, 'message');
    // Each conversation may number its messages for itself, so that some ids are in both.
    const theirs = idBeyond(two, one);
    const known = one.model.said[3]!.id;
    const numbers = [`0${known}`, `00${known}`, `+${known}`, ` ${known}`, `${known}.0`, '-1', '0', '1e3'];
    const large = ['9223372036854775808', '9999999999999999999', '99999999999999999999'];
    for (const id of [gone, theirs, '', 'x', ...numbers, ...large, "1' or true --"]) {
      const what = `with the id ${JSON.stringify(id)}`;
      await refusesId(() => one.talk.append(id, { role: 'user', text: 'lost' }), `append ${what}`);
      await refusesId(() => one.talk.branch(id, 'lost'), `branch ${what}`);
      await refusesId(() => one.talk.path(id), `path ${what}`);
      await refusesId(() => one.talk.remove(id, 'message'), `remove ${what}`);
      await refusesId(() => one.talk.remove(id, 'branch'), `remove of a branch ${what}`);
    }
    for (const limit of [0, 101, 1.5]) {
      await refuses(RangeError, () => one.talk.page({ limit }), `A page of ${limit}`);
      await refuses(RangeError, () => one.talk.search('sales', limit), `A search for ${limit}`);
    }
    const { next } = await one.page(5);
    for (const before of ['', 'x', `${next}0`, next!.slice(1)])
      await refusesCursor(() => one.talk.page({ limit: 5, before }), `The cursor ${JSON.stringify(before)}`);
    await refusesCursor(() => two.talk.page({ limit: 5, before: next! }), 'A cursor of another conversation');
    postgres.fail({ error: 'connection-lost' });
    const parent = one.model.said[3]!.id;
    const [lost] = await Promise.allSettled([one.talk.append(parent, { role: 'user', text: 'lost' })]);
    assert.equal(lost.status, 'rejected', 'A connection that breaks should make append reject');
    assert.ok(
      !(lost.reason instanceof UnknownMessageError),
      'A broken connection does not mean that there is no such message',
    );
    for (const chat of chats) await chat.agrees('After what was refused');
  });
});

/** The id of a message that the other conversation never had. */
function idBeyond(chat: Chat, other: Chat): string {
  const id = chat.model.said.findLast(message => !other.model.ids.has(message.id))?.id;
  assert.ok(id !== undefined, 'Ids of a conversation with more messages than another');
  return id;
}

async function rejects(answer: unknown, message: string): Promise<void> {
  const [result] = await Promise.allSettled([answer]);
  assert.equal(result.status, 'rejected', message);
}

describe('What the database itself takes care of', () => {
  beforeEach(() => postgres.template(setUp(schema))());

  const rows = (): Promise<unknown[]> =>
    postgres
      .query('select id, conversation, parent, role, body from messages order by id')
      .then(result => result.rows);

  it('R13 nobody can write a reply below a message that is not of its conversation', async () => {
    const [one, two] = [chatOf('c-1'), chatOf('c-2')];
    const ids = await one.thread(null, 6);
    await two.thread(null, 2);
    const first = idBeyond(one, two);
    const before = await rows();
    for (const [conversation, parent, what] of [
      ['c-2', first, 'a reply in c-2 to a message of c-1'],
      ['c-1', '4711', 'a reply to a message that does not exist'],
    ] as const)
      await rejects(
        postgres.query('insert into messages (conversation, parent, role, body) values ($1, $2, $3, $4)', [
          conversation,
          parent,
          'user',
          'by hand',
        ]),
        `The database should refuse ${what}`,
      );
    await rejects(
      postgres.query("update messages set parent = $1 where conversation = 'c-2'", [first]),
      'The database should refuse to hang messages of c-2 below one of c-1',
    );
    assert.deepEqual(await rows(), before, 'What is in the table');
    await postgres.query(
      "insert into messages (conversation, parent, role, body) values ('c-1', $1, 'user', 'by hand')",
      [ids[0]!],
    );
    assert.equal((await rows()).length, 9, 'A reply within its conversation is fine');
  });

  it('R13 whichever statement is lost, a removal has happened as a whole or not at all', async () => {
    for (const what of ['message', 'branch'] as const) {
      const chat = chatOf(`c-${what}`);
      const [, second, third] = await chat.thread(null, 5);
      await chat.append(second!);
      await chat.branch(third!);
      let failures = 0;
      for (let at = 1; at < 40; at++) {
        let sent = 0;
        postgres.latency(() => {
          if (++sent === at) postgres.fail({ error: 'connection-lost' });
          return 0;
        });
        const [result] = await Promise.allSettled([chat.talk.remove(second!, what)]);
        postgres.latency(0);
        if (result.status === 'fulfilled') break;
        failures++;
        await chat.agrees(`The connection broke at statement ${at} of remove`);
      }
      assert.ok(failures > 0, 'A connection that breaks should make remove reject');
      chat.model.remove(second!, what);
      await chat.agrees(`After the whole removal of a ${what}`);
    }
  });
});
