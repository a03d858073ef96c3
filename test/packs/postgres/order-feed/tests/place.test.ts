import assert from 'node:assert/strict';
import { place } from '#attempt/feed';
import { postgres } from '#services/postgres';

beforeEach(
  postgres.template(`
    create table customers (id int primary key, name text not null);
    create table orders (id int primary key, customer_id int not null references customers, total int not null, created timestamptz not null);
    insert into customers values (1, 'customer 1');`),
);

it('R4 tries again after a serialization failure', async () => {
  postgres.fail({ match: /^commit/, error: 'serialization-failure', times: 2 });
  await place(postgres.client(), { id: 1, customerId: 1, total: 5 });
  assert.deepEqual((await postgres.query('select id, total from orders')).rows, [{ id: 1, total: 5 }]);
});

it('R4 does not hide other errors', async () => {
  await assert.rejects(place(postgres.client(), { id: 1, customerId: 7, total: 5 }), { code: '23503' });
});
