import assert from 'node:assert/strict';
import { unread } from '#attempt/inbox.ts';
import { postgres } from '#services/postgres';
import { inbox } from './inbox.ts';

describe('reading', () => {
  beforeEach(postgres.template(inbox));

  it('R1 gives the newest unread messages, newest first', async () => {
    const messages = await unread(postgres.client(), 7, 4);
    assert.deepEqual(
      messages.map(({ id, subject }) => [id, subject]),
      [
        [3986, 'message 3986'],
        [3946, 'message 3946'],
        [3926, 'message 3926'],
        [3886, 'message 3886'],
      ],
    );
  });

  it('R1 gives nothing where nothing is unread', async () => {
    assert.equal((await unread(postgres.client(), 99, 4)).length, 0);
  });

  it('R2 reads no more than it gives', async () => {
    const limit = 10;
    await unread(postgres.client(), 7, limit);
    for (const statement of postgres.statements()) {
      const plan = await postgres.explain(statement, [], { analyze: true });
      assert.equal(plan.hasSeqScan('messages'), false, 'It goes through the whole table.');
      for (const { type, table, index, actualRows, removedRows } of plan.nodes) {
        if (table !== 'messages' && index === null) continue;
        const read = (actualRows ?? 0) + removedRows;
        assert.ok(read <= limit, `${type} reads ${read} messages to give ${limit}.`);
      }
    }
  });
});
