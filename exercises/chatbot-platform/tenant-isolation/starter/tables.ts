/**
 * What your migration finds: this is how it was created, by a superuser. `learner` is the role of the application, which
 * may read and write rows of all tables and of the view, call functions, and owns nothing. Jobs run as `chat_owner`.
 * Constraints have the names that Postgres gives them: `users_pkey`, `users_email_key`, `conversations_user_id_fkey` …
 */
export const tables = `
  create role chat_owner nologin;
  grant usage on schema public to chat_owner;

  -- the companies
  create table tenants (
    id text primary key check (id <> ''),
    name text not null
  );

  create table users (
    id text primary key,
    tenant_id text not null references tenants,
    email text not null unique
  );

  -- ids of conversations and messages are chosen by the browsers of users, so that a retry is harmless
  create table conversations (
    id text primary key,
    tenant_id text not null references tenants,
    user_id text not null references users on delete cascade,
    title text not null
  );

  create table messages (
    id text primary key,
    conversation_id text not null references conversations on delete cascade,
    body text not null,
    sent_at timestamptz not null default now()
  );
  create index messages_by_conversation on messages (conversation_id, sent_at);

  -- since a trial two years ago; row-level security was never switched on
  create policy everybody on messages using (true);

  alter table tenants owner to chat_owner;
  alter table users owner to chat_owner;
  alter table conversations owner to chat_owner;
  alter table messages owner to chat_owner;

  -- the list of conversations that users see first; still the superuser's, as is the function
  create view inbox as
    select c.id, c.user_id, c.title, count(said.id) as messages, max(said.sent_at) as last_sent_at
    from conversations c
    left join messages said on said.conversation_id = c.id
    group by c.tenant_id, c.id, c.user_id, c.title;

  -- strpos and not like: people search for 100 %
  create function search_messages(term text) returns table (message_id text, body text)
    language sql stable security definer set search_path = public, pg_temp
    as $$ select m.id, m.body from messages m where strpos(lower(m.body), lower(term)) > 0 order by m.id $$;
`;
