import assert from 'node:assert/strict';
import { page } from '#attempt/feed';
import { postgres } from '#services/postgres';

/** 20,000 orders, four in each minute. */
beforeEach(
  postgres.template(`
    create table customers (id int primary key, name text not null);
    create table orders (id int primary key, customer_id int not null references customers, total int not null, created timestamptz not null);
    create index orders_by_time on orders (created, id);
    insert into customers select n, 'customer ' || n from generate_series(1, 100) n;
    insert into orders select n, 1 + n % 100, n % 500, timestamptz '2026-03-01' + (n / 4) * interval '1 minute' from generate_series(1, 20000) n;`),
);

it('R1 gives the newest orders first, and goes on behind the last one', async () => {
  const db = postgres.client();
  const first = await page(db, null, 3);
  assert.deepEqual(
    first.map(order => [order.id, order.customer]),
    [
      [20_000, 'customer 1'],
      [19_999, 'customer 100'],
      [19_998, 'customer 99'],
    ],
  );
  const second = await page(db, first[2] ?? null, 3);
  assert.deepEqual(
    second.map(order => order.id),
    [19_997, 19_996, 19_995],
  );
});

it('R2 reads a page with the index, wherever it begins', async () => {
  const db = postgres.client();
  await page(db, { created: new Date('2026-03-01T10:00:00Z'), id: 2_400 }, 20);
  for (const statement of postgres.statements(/from orders/)) {
    const plan = await postgres.explain(statement, [], { analyze: true });
    assert.ok(!plan.hasSeqScan('orders'), 'The page goes through the whole table.');
    const read = plan.nodes.filter(node => node.table === 'orders').map(node => node.actualRows ?? 0);
    assert.ok(Math.max(...read) <= 21, 'The page reads more orders than it shows.');
  }
});

it('R3 makes the same number of queries for every page', async () => {
  const db = postgres.client();
  await page(db, null, 5);
  const few = postgres.statements().length;
  postgres.clearStatements();
  await page(db, null, 50);
  assert.equal(postgres.statements().length, few);
});
