import assert from 'node:assert/strict';
import { schema } from '#attempt/schema.ts';
import { stored } from '#attempt/stored.ts';
import { random, trace } from '#testkit';
import { postgres, type Plan, type Statement } from '#services/postgres';
import { nextOf, plainAll } from './chat.ts';
import { many, setUp } from './database.ts';

/** Rows and index entries that were touched. */
const readBy = (plan: Plan): number =>
  plan.nodes
    .filter(({ table, index }) => table !== null || index !== null)
    .reduce(
      (sum, { actualRows, removedRows, loops }) => sum + ((actualRows ?? 0) + removedRows) * (loops ?? 1),
      0,
    );

function only(statements: readonly Statement[], what: string): Statement {
  assert.equal(statements.length, 1, `${what} should send one statement`);
  return statements[0]!;
}

function limited(plan: Plan, most: number, what: string): void {
  trace.point('rows read', readBy(plan));
  trace.limit('rows read', most);
  assert.ok(readBy(plan) <= most, `${what} should read at most ${most} rows and index entries of 14,000`);
}

/** Pages from the newest on. @returns the statement of each */
async function walk(limit: number, pages: number): Promise<Statement[]> {
  const sent: Statement[] = [];
  let before: string | null = null;
  for (let i = 0; i < pages; i++) {
    postgres.clearStatements();
    const request = before === null ? { limit } : { limit, before };
    const page = await stored.page(postgres.client(), 'long', request);
    assert.equal(plainAll(page.messages).length, limit, `How many messages page ${i + 1} has`);
    sent.push(only(postgres.statements(), 'page'));
    before = nextOf(page);
  }
  return sent;
}

describe('What it costs with 14,000 messages', () => {
  beforeEach(() => postgres.template(setUp(schema, many))());

  it('R14 a page costs what it shows, wherever it begins', async () => {
    const sent = await walk(100, 100);
    for (const page of [1, 2, random.int(3, 98), 99, 100]) {
      const plan = await postgres.explain(sent[page - 1]!, [], { analyze: true });
      limited(plan, 250, `Page ${page} of 100 messages`);
    }
  });

  it('R14 a page is read in order: nothing is sorted, and no table read from end to end', async () => {
    const sent = await walk(20, random.int(3, 30));
    for (const statement of [sent[0]!, sent.at(-1)!]) {
      const plan = await postgres.explain(statement, [], { analyze: true });
      for (const type of ['Sort', 'Incremental Sort'])
        assert.equal(plan.hasNode(type), false, 'Nothing should have to be sorted for a page');
      assert.equal(plan.hasSeqScan('messages'), false, 'A page should not read all of messages');
      limited(plan, 90, 'A page of 20 messages');
    }
  });

  it('R15 a path is one statement, and costs what it is long', async () => {
    for (const id of [10_000, 5_017, 26]) {
      const length = Math.floor((id - 1) / 25) + 1 + ((id - 1) % 25 === 0 ? 0 : 1);
      postgres.clearStatements();
      const path = plainAll(await stored.path(postgres.client(), 'long', String(id)));
      assert.equal(path.length, length, `How long the path to message ${id} is`);
      assert.deepEqual([path[0]?.id, path.at(-1)?.id], ['1', String(id)], 'Where it begins and ends');
      const statement = only(postgres.statements(), 'path');
      const plan = await postgres.explain(statement, [], { analyze: true });
      limited(plan, 4 * length + 50, `A path of ${length} messages`);
    }
  });

  it('R15 the replies of a message that is removed are found by an index', async () => {
    postgres.clearStatements();
    assert.equal(await stored.remove(postgres.client(), 'long', '5001', 'message'), 1);
    const sent = postgres.statements(/^\s*(?:with|select|update|delete)\b/i);
    assert.ok(sent.length > 0, 'remove should send a statement');
    for (const statement of sent) {
      const plan = await postgres.explain(statement);
      assert.equal(plan.hasSeqScan('messages'), false, 'No statement of remove should read all of messages');
    }
  });

  it('R16 a search finds a rare word by an index', async () => {
    postgres.clearStatements();
    const found = plainAll(await stored.search(postgres.client(), 'long', 'Needle', 100));
    assert.deepEqual(
      found.map(({ id }) => Number(id)),
      Array.from({ length: 10 }, (_, i) => 9_500 - i * 1_000),
      'Which messages have the word',
    );
    let read = 0;
    for (const statement of postgres.statements()) {
      const plan = await postgres.explain(statement, [], { analyze: true });
      assert.equal(plan.hasSeqScan('messages'), false, 'A search should not read all of messages');
      read += readBy(plan);
    }
    trace.point('rows read', read);
    trace.limit('rows read', 1_000);
    assert.ok(
      read <= 1_000,
      'A search for a rare word should read at most 1,000 rows and index entries of 14,000',
    );
  });

  it('R16 what is written later is in the index, too', async () => {
    const db = postgres.client();
    const { id } = await stored.append(db, 'long', '10000', { role: 'user', text: 'Another needle' });
    await stored.remove(db, 'long', '9500', 'message');
    const found = plainAll(await stored.search(db, 'long', 'needle', 3)).map(message => message.id);
    assert.deepEqual(found, [id, '8500', '7500'], 'The newest three messages with the word');
  });
});
