import assert from 'node:assert/strict';
import { markRead } from '#attempt/inbox.ts';
import { postgres } from '#services/postgres';
import { inbox } from './inbox.ts';

describe('marking', () => {
  beforeEach(postgres.template(inbox));

  const stillUnread = async (): Promise<number> => {
    const { rows } = await postgres.query<{ n: number }>(
      'select count(*)::int as n from messages where not read',
    );
    return rows[0]!.n;
  };

  it('R3 marks what is unread, and says how much it was', async () => {
    const db = postgres.client();
    const before = await stillUnread();
    assert.equal(await markRead(db, 7, [3986, 3966, 3946, 5000]), 2);
    assert.equal(await stillUnread(), before - 2);
    assert.equal(await markRead(db, 7, [3986, 3946]), 0);
  });

  it('R3 leaves the messages of others alone', async () => {
    const before = await stillUnread();
    assert.equal(await markRead(postgres.client(), 7, [3985]), 0);
    assert.equal(await stillUnread(), before);
  });

  it('R4 sends one statement', async () => {
    const own = Array.from({ length: 50 }, (_, i) => 3986 - 20 * i);
    await markRead(postgres.client(), 7, own);
    assert.equal(postgres.statements().length, 1);
  });
});
