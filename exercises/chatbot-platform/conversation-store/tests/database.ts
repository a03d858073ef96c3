/** The statements of a schema as one text, which ends each of them for sure. */
export const setUp = (schema: readonly string[], ...more: readonly string[]): string =>
  [...schema, ...more].map(statement => `${statement}\n;`).join('\n');

/**
 * 10,000 messages of one conversation and 4,000 of forty others. Every 25th replies to the one 25 before it, those in between
 * to it, so that paths have up to 401 messages; four have each moment.
 */
export const many = `
  insert into messages (id, conversation, parent, role, body, created_at)
  select n, 'long', case when n = 1 then null when n % 25 = 1 then n - 25 else n - (n - 1) % 25 end,
    case n % 2 when 1 then 'user' else 'assistant' end,
    'message ' || n || ' about topic' || n % 37 || case when n % 1000 = 500 then ' with a needle' else '' end,
    timestamptz '2024-03-01 12:00:00Z' + n / 4 * interval '3 milliseconds'
  from generate_series(1, 10000) n;
  insert into messages (id, conversation, parent, role, body, created_at)
  select n, 'other ' || n % 40, case when n < 10041 then null else n - 40 end, 'user',
    'message ' || n || ' about topic' || n % 37 || case when n % 1000 = 500 then ' with a needle' else '' end,
    timestamptz '2024-03-01 12:00:00Z' + (n - 10000) / 4 * interval '3 milliseconds'
  from generate_series(10001, 14000) n;
  select setval(pg_get_serial_sequence('messages', 'id'), 14000)`;
