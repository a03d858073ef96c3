import type { Migration } from './types';

/** Null outside of a run: null when it was never set, and '' on a connection that had a run before. Equal to nothing. */
const current = `nullif(current_setting('app.tenant', true), '')`;

/** Each with the column that says whose a row is. */
const owned = { tenants: 'id', users: 'tenant_id', conversations: 'tenant_id', messages: 'tenant_id' };

/** Forced for the owner, too. One policy for reading and writing; USING is also the WITH CHECK of what is written. */
const apart = Object.entries(owned).flatMap(([table, column]) => [
  `alter table ${table} enable row level security, force row level security`,
  `create policy own_company on ${table} using (${column} = ${current}) with check (${column} = ${current})`,
]);

/**
 * Keys begin with the company, so that none can clash with another's row, and so that a question for one company is a
 * range of each index; a primary key makes it NOT NULL. Every foreign key carries the company along: Postgres checks keys
 * without asking policies.
 */
const keys = [
  `alter table messages drop constraint messages_conversation_id_fkey, drop constraint messages_pkey`,
  `alter table conversations drop constraint conversations_user_id_fkey, drop constraint conversations_pkey`,
  `alter table users drop constraint users_pkey, drop constraint users_email_key`,
  `alter table users add primary key (tenant_id, id)`,
  `alter table conversations
     add primary key (tenant_id, id),
     add foreign key (tenant_id, user_id) references users (tenant_id, id) on delete cascade`,
  `alter table messages
     add primary key (tenant_id, id),
     add foreign key (tenant_id) references tenants,
     add foreign key (tenant_id, conversation_id) references conversations (tenant_id, id) on delete cascade`,
  `create unique index users_by_email on users (tenant_id, lower(email))`,
  // What a deleted user cascades to.
  `create index conversations_by_user on conversations (tenant_id, user_id)`,
  `drop index messages_by_conversation`,
  `create index messages_by_conversation on messages (tenant_id, conversation_id, sent_at)`,
];

export const migration: Migration = [
  `alter table messages add tenant_id text`,
  `update messages m set tenant_id = c.tenant_id from conversations c where c.id = m.conversation_id`,
  ...['users', 'conversations', 'messages'].map(
    table => `alter table ${table} alter tenant_id set default ${current}`,
  ),
  ...keys,
  `drop policy everybody on messages`, // permissive policies are joined by OR: it would let everybody in
  ...apart,
  `alter view inbox set (security_invoker = true)`,
  `alter function search_messages(text) security invoker`,
];
