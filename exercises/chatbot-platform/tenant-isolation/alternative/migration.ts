import type { Migration } from './types';

/**
 * The company of the run comes from a function that fails where there is none, so that a forgotten run is an error in the
 * log and not an empty page. Policies are restrictive: they hold beside whatever else somebody allows.
 */
const isOwn: Readonly<Record<string, string>> = {
  tenants: 'id = current_company()',
  users: 'tenant_id = current_company()',
  conversations: 'tenant_id = current_company()',
  messages: 'tenant_id = current_company()',
};

const needing = ['users', 'conversations', 'messages'];

export const migration: Migration = [
  `create function current_company() returns text language plpgsql stable as $$
   declare
     company constant text := current_setting('chat.company', true);
   begin
     if company is null or company = '' then
       raise insufficient_privilege using message = 'there is no company outside of a run';
     end if;
     return company;
   end $$`,

  // A row for each message that there is, with the company that its conversation has.
  `alter table messages add column tenant_id text references tenants`,
  `update messages set tenant_id = (select tenant_id from conversations c where c.id = conversation_id)`,
  `alter table messages alter column tenant_id set not null`,

  `create function fill_company() returns trigger language plpgsql as $$
   begin
     new.tenant_id := coalesce(new.tenant_id, current_company());
     return new;
   end $$`,
  ...needing.map(
    table =>
      `create trigger fill_company before insert on ${table} for each row execute function fill_company()`,
  ),

  `alter table messages drop constraint messages_conversation_id_fkey`,
  `alter table conversations drop constraint conversations_user_id_fkey`,
  `alter table users drop constraint users_email_key`,
  ...needing.flatMap(table => [
    `alter table ${table} drop constraint ${table}_pkey`,
    `alter table ${table} add primary key (id, tenant_id)`,
  ]),
  `create unique index users_by_email on users (tenant_id, email)`,
  `alter table conversations add constraint of_own_user
     foreign key (user_id, tenant_id) references users on delete cascade`,
  `alter table messages add constraint of_own_conversation
     foreign key (conversation_id, tenant_id) references conversations on delete cascade`,
  `create index messages_of_company on messages (tenant_id, conversation_id, sent_at desc)`,
  `drop index messages_by_conversation`,

  ...Object.entries(isOwn).flatMap(([table, own]) => [
    `drop policy if exists everybody on ${table}`,
    `create policy everybody on ${table} using (true)`,
    `create policy own_rows_only on ${table} as restrictive using (${own})`,
    `alter table ${table} enable row level security`,
    `alter table ${table} force row level security`,
  ]),

  `drop view inbox`,
  `create view inbox with (security_invoker) as
     select c.id, c.user_id, c.title,
       (select count(*) from messages m where m.tenant_id = c.tenant_id and m.conversation_id = c.id) as messages,
       (select max(sent_at) from messages m where m.tenant_id = c.tenant_id and m.conversation_id = c.id) as last_sent_at
     from conversations c`,
  `create or replace function search_messages(term text) returns table (message_id text, body text)
     language sql stable security invoker
     as $$ select m.id, m.body from messages m where position(lower(term) in lower(m.body)) > 0 order by m.id $$`,
];
