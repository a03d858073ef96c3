import type { PostgresError } from 'postgres-client';
import type { FeedOrder, Page, Place } from './types';

export const page: Page = async (db, after, limit) => {
  const { rows } = await db.query<Omit<FeedOrder, 'customer'> & { customer_id: number }>(
    `select o.id, o.customer_id, o.total, o.created
     from orders o
     where (o.created, o.id) < ($1::timestamptz, $2::int)
     order by o.created desc, o.id desc
     limit $3`,
    [after?.created ?? 'infinity', after?.id ?? 0, limit],
  );
  const page: FeedOrder[] = [];
  for (const { customer_id, ...order } of rows) {
    const found = await db.query<{ name: string }>('select name from customers where id = $1', [customer_id]);
    page.push({ ...order, customer: found.rows[0]?.name ?? '' });
  }
  return page;
};

export const place: Place = async (db, { id, customerId, total }) => {
  for (let attempt = 1; ; attempt++) {
    try {
      await db.transaction(
        tx =>
          tx.query(
            'insert into orders values ($1, $2, $3, now()) on conflict (id) do nothing',
            [id, customerId, total],
          ),
        { isolation: 'serializable' },
      );
      return;
    } catch (error) {
      if ((error as PostgresError).code !== '40001' || attempt === 5) throw error;
    }
  }
};
