import type { Indexes, MarkRead, Message, Unread } from './types.ts';

export const indexes: Indexes = [
  'create index unread_messages on messages (recipient_id, sent desc, id desc) where not read',
];

export const unread: Unread = async (db, recipientId, limit) => {
  const { rows } = await db.query<Message>(
    `select id, subject from messages
     where recipient_id = $1 and not read
     order by sent desc, id desc
     limit $2`,
    [recipientId, limit],
  );
  return rows;
};

export const markRead: MarkRead = async (db, recipientId, ids) => {
  let marked = 0;
  for (const id of ids) {
    const { rowCount } = await db.query(
      'update messages set read = true where recipient_id = $1 and id = $2 and not read',
      [recipientId, id],
    );
    marked += rowCount;
  }
  return marked;
};
