import assert from 'node:assert/strict';
import { indexes } from '#attempt/inbox.ts';
import type { Admin } from '#services/postgres';

/** 4,000 messages to 20 people, two of one person in each minute; every third one is read. */
export async function inbox(admin: Admin): Promise<void> {
  await admin.exec(`
    create table messages (
      id int primary key,
      recipient_id int not null,
      subject text not null,
      sent timestamptz not null,
      read boolean not null
    );
    insert into messages
      select n, 1 + n % 20, 'message ' || n, timestamptz '2026-03-01' + (n / 40) * interval '1 minute', n % 3 = 0
      from generate_series(1, 4000) n;`);
  for (const statement of indexes) {
    assert.match(
      statement,
      /^\s*create\s+(?:unique\s+)?index\s[^;]*$/i,
      `This creates no index: ${statement}`,
    );
    await admin.exec(statement);
  }
}
