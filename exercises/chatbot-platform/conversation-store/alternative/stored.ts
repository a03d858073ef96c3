import type { Database, Param } from 'postgres-client';
import { readCursor, writeCursor } from './cursor';
import { UnknownMessageError } from './errors';
import { checkLimit } from './limit';
import type { Message, Role, StoredConversations } from './types';
import { wordsOf } from './words';

interface Row {
  readonly id: string;
  readonly parent: string | null;
  readonly role: Role;
  readonly body: string;
  /** Microseconds since 1970. */
  readonly at: string;
}

const epoch = "timestamptz '1970-01-01 00:00:00Z'";
const columns = (of: string): string =>
  `${of}.id::text, ${of}.parent::text, ${of}.role, ${of}.body, (extract(epoch from ${of}.created_at) * 1000000)::bigint::text as at`;

const messageOf = ({ id, parent, role, body, at }: Row): Message => ({
  id,
  parent,
  role,
  text: body,
  createdAt: Math.floor(Number(at) / 1_000),
});

const largest = 9_223_372_036_854_775_807n;

/** The id as a number of the database; one that nobody has if it is none. */
function numberOf(id: string): bigint {
  const number = /^\d{1,30}$/.test(id) ? BigInt(id) : -1n;
  return String(number) === id && number <= largest ? number : -1n;
}

async function select(db: Database, sql: string, params: readonly Param[]): Promise<Message[]> {
  const { rows } = await db.query<Row>(sql, params);
  return rows.map(messageOf);
}

function need<T>(found: readonly T[], id: string): T {
  if (found.length === 0) throw new UnknownMessageError(id);
  return found[0]!;
}

export const stored: StoredConversations = {
  async append(db, conversation, parent, { role, text }) {
    if (parent === null) {
      const sql = `insert into messages as m (conversation, role, body) values ($1, $2, $3) returning ${columns('m')}`;
      return need(await select(db, sql, [conversation, role, text]), '');
    }
    const sql = `insert into messages as m (conversation, parent, role, body)
      select p.conversation, p.id, $3, $4 from messages p where p.conversation = $1 and p.id = $2 for key share
      returning ${columns('m')}`;
    return need(await select(db, sql, [conversation, numberOf(parent), role, text]), parent);
  },

  branch: (db, conversation, id, text) =>
    db.transaction(async tx => {
      const path = await stored.path(tx, conversation, id);
      const { parent, role } = path.at(-1)!;
      return stored.append(tx, conversation, parent, { role, text });
    }),

  async path(db, conversation, id) {
    const sql = `with recursive way (id, parent, way) as (
        select id, parent, array[id] from messages where conversation = $1 and id = $2
        union all
        select m.id, m.parent, array[]::bigint[] from way join messages m on m.conversation = $1 and m.id = way.parent
      ), numbered as (select id, row_number() over () as height from way)
      select ${columns('m')} from numbered join messages m on m.conversation = $1 and m.id = numbered.id order by height desc`;
    const path = await select(db, sql, [conversation, numberOf(id)]);
    need(path, id);
    return path;
  },

  async page(db, conversation, { limit, before }) {
    checkLimit(limit);
    const [at, id] =
      before === undefined ? ['9000000000000000', '0'] : readCursor(conversation, before).split(' ');
    const { rows } = await db.query<Row>(
      `select ${columns('m')} from messages m
       where m.conversation = $1 and (m.created_at, m.id) < (${epoch} + $2::bigint * interval '1 microsecond', $3::bigint)
       order by m.created_at desc, m.id desc limit $4`,
      [conversation, at, id, limit + 1],
    );
    const shown = rows.slice(0, limit);
    const last = rows.length > limit ? shown.at(-1) : undefined;
    return {
      messages: shown.map(messageOf),
      next: last ? writeCursor(conversation, `${last.at} ${last.id}`) : null,
    };
  },

  /** One statement: a foreign key that waits for the end finds everything in its new place. */
  async remove(db, conversation, id, what) {
    const sql =
      what === 'message'
        ? `with old as (select id, parent from messages where conversation = $1 and id = $2),
             moved as (update messages m set parent = old.parent from old where m.conversation = $1 and m.parent = old.id)
           delete from messages m using old where m.conversation = $1 and m.id = old.id`
        : `with recursive gone as (
             select id from messages where conversation = $1 and id = $2
             union all
             select m.id from gone join messages m on m.conversation = $1 and m.parent = gone.id
           )
           delete from messages m using gone where m.conversation = $1 and m.id = gone.id`;
    const { rowCount } = await db.query(sql, [conversation, numberOf(id)]);
    if (rowCount === 0) throw new UnknownMessageError(id);
    return rowCount;
  },

  async search(db, conversation, query, limit) {
    checkLimit(limit);
    const words = wordsOf(query);
    if (words.length === 0) return [];
    const sql = `select ${columns('m')} from messages m where m.conversation = $1 and m.words @> $2::text[]
      order by m.created_at desc, m.id desc limit $3`;
    return select(db, sql, [conversation, words, limit]);
  },
};
