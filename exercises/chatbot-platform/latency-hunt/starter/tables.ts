/** What is in the database of the platform, and what is asked of it. Nothing of it can be changed; indexes can be added. */
export const tables = `
  create table conversations (
    id bigint primary key,
    user_id int not null,
    team_id int not null,
    -- 'open', 'waiting' or 'closed'
    status text not null,
    -- 0 to 2, and 2 is urgent
    priority int not null,
    created_at timestamptz not null,
    title text not null
  );
  create index conversations_user on conversations (user_id);

  create table messages (
    id bigint primary key,
    conversation_id bigint not null references conversations,
    body text not null
  );
  create index messages_conversation on messages (conversation_id);
`;

/** The start page of a user: the latest conversations since some moment. 31 calls a second. */
export const history = `
  select id, title, created_at from conversations
  where user_id = $1 and created_at >= $2
  order by created_at desc, id desc
  limit 20`;

/** The list of a support team: urgent ones first, and of those whoever has waited longest. 2 calls a second. */
export const queue = `
  select id, title, priority, created_at from conversations
  where team_id = $1 and status = 'waiting'
  order by priority desc, created_at, id
  limit 20`;

/** What a user still waits for, with all that was said. 4 calls a second. */
export const pending = `
  select c.id, m.body from conversations c join messages m on m.conversation_id = c.id
  where c.user_id = $1 and c.status = 'waiting'`;

/** One conversation. 90 calls a second. */
export const single = 'select id, title, status from conversations where id = $1';

/** Each night: who has waited since before that moment gets no answer any more. */
export const expire = `
  update conversations set status = 'closed'
  where team_id = $1 and status = 'waiting' and created_at < $2`;
