import type { Database } from 'postgres-client';
import { readCursor, writeCursor } from './cursor';
import { UnknownMessageError } from './errors';
import { checkLimit } from './limit';
import type { Message, Role, StoredConversations } from './types';
import { wordsOf } from './words';

interface Row {
  readonly id: number;
  readonly parent: number | null;
  readonly role: Role;
  readonly body: string;
  readonly created_at: Date;
}

const columns = 'id, parent, role, body, created_at';

const messageOf = ({ id, parent, role, body, created_at }: Row): Message => ({
  id: String(id),
  parent: parent === null ? null : String(parent),
  role,
  text: body,
  createdAt: created_at.getTime(),
});

/** Any text may come as an id; to the database only numbers go, of as many digits as its column holds. */
function checkId(id: string): void {
  if (!/^\d{1,19}$/.test(id)) throw new UnknownMessageError(id);
}

function only(rows: readonly Row[], id: string): Message {
  const [row] = rows;
  if (row === undefined) throw new UnknownMessageError(id);
  return messageOf(row);
}

/** SQLSTATE 23503: what a foreign key points at is not there. */
const isMissing = (error: unknown): boolean => (error as { readonly code?: unknown }).code === '23503';

export const stored: StoredConversations = {
  async append(db, conversation, parent, { role, text }) {
    if (parent !== null) checkId(parent);
    try {
      const { rows } = await db.query<Row>(
        `insert into messages (conversation, parent, role, body) values ($1, $2, $3, $4) returning ${columns}`,
        [conversation, parent, role, text],
      );
      return messageOf(rows[0]!);
    } catch (error) {
      // The foreign key looks for the parent anyway, and no removal gets in between.
      throw isMissing(error) ? new UnknownMessageError(String(parent)) : error;
    }
  },

  async branch(db, conversation, id, text) {
    checkId(id);
    const { rows } = await db.query<Row>(
      `insert into messages (conversation, parent, role, body)
       select conversation, parent, role, $3 from messages where conversation = $1 and id = $2
       returning ${columns}`,
      [conversation, id, text],
    );
    return only(rows, id);
  },

  /** One look-up by the primary key for each message of the path. */
  async path(db, conversation, id) {
    checkId(id);
    const { rows } = await db.query<Row>(
      `with recursive up as (
         select ${columns}, 0 as height from messages where conversation = $1 and id = $2
         union all
         select m.id, m.parent, m.role, m.body, m.created_at, up.height + 1
         from up join messages m on m.conversation = $1 and m.id = up.parent
       )
       select ${columns} from up order by height desc`,
      [conversation, id],
    );
    if (rows.length === 0) throw new UnknownMessageError(id);
    return rows.map(messageOf);
  },

  /** Reads limit + 1 neighbours in the index, wherever the page begins. */
  async page(db, conversation, { limit, before }) {
    checkLimit(limit);
    const place = before === undefined ? undefined : readCursor(conversation, before).split('/');
    const { rows } = await db.query<Row & { readonly place: string }>(
      // As text, since a Date has milliseconds, and the column microseconds.
      `select ${columns}, created_at::text || '/' || id as place from messages
       where conversation = $1 ${place ? 'and (created_at, id) < ($3::timestamptz, $4::bigint)' : ''}
       order by created_at desc, id desc limit $2`,
      [conversation, limit + 1, ...(place ?? [])],
    );
    const shown = rows.slice(0, limit);
    const last = rows.length > limit ? shown.at(-1) : undefined;
    return { messages: shown.map(messageOf), next: last ? writeCursor(conversation, last.place) : null };
  },

  async remove(db, conversation, id, what) {
    checkId(id);
    const gone = await (what === 'branch' ? removeBranch : removeMessage)(db, conversation, id);
    if (gone === 0) throw new UnknownMessageError(id);
    return gone;
  },

  async search(db, conversation, query, limit) {
    checkLimit(limit);
    const { rows } = await db.query<Row>(
      `select ${columns} from messages
       where conversation = $1 and to_tsvector('simple', body) @@ plainto_tsquery('simple', $2)
       order by created_at desc, id desc limit $3`,
      [conversation, wordsOf(query).join(' '), limit],
    );
    return rows.map(messageOf);
  },
};

/** Foreign keys are looked at when the statement ends, so the order of deletion does not matter. */
async function removeBranch(db: Database, conversation: string, id: string): Promise<number> {
  const { rowCount } = await db.query(
    `with recursive below as (
       select id from messages where conversation = $1 and id = $2
       union all
       select m.id from below join messages m on m.conversation = $1 and m.parent = below.id
     )
     delete from messages where conversation = $1 and id in (select id from below)`,
    [conversation, id],
  );
  return rowCount;
}

/** Two statements, and nobody sees what is between them. */
function removeMessage(db: Database, conversation: string, id: string): Promise<number> {
  return db.transaction(async tx => {
    await tx.query(
      `update messages set parent = (select parent from messages where conversation = $1 and id = $2)
       where conversation = $1 and parent = $2`,
      [conversation, id],
    );
    const { rowCount } = await tx.query('delete from messages where conversation = $1 and id = $2', [
      conversation,
      id,
    ]);
    return rowCount;
  });
}
