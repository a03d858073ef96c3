import type { PostgresError } from 'postgres-client';
import type { FeedOrder, Page, Place } from './types';

export const page: Page = async (db, after, limit) => {
  const { rows } = await db.query<FeedOrder>(
    `select o.id, c.name as customer, o.total, o.created
     from orders o join customers c on c.id = o.customer_id
     where (o.created, o.id) < ($1::timestamptz, $2::int)
     order by o.created desc, o.id desc
     limit $3`,
    [after?.created ?? 'infinity', after?.id ?? 0, limit],
  );
  return rows;
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
