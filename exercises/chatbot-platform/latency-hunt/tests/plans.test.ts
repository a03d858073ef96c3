import assert from 'node:assert/strict';
import { hunt } from '#attempt/hunt.ts';
import { indexes } from '#attempt/indexes.ts';
import { expire, history, pending, queue, single, tables } from '#attempt/tables.ts';
import type { Call, Finding } from '#attempt/types.ts';
import { harden, random, trace } from '#testkit';
import { postgres } from '#services/postgres';

const year = '2026-01-01';
/** Later than all others. */
const imported = '2027-02-01';

/**
 * 30,000 conversations: 12,000 of user 7, the last 5,000 by one import at one moment; 375 each of eight others, and
 * some 20 each of 701. Of 6,000 that wait, team 3 has 3,000 and each of eleven others some 270.
 */
const setUp = (): string => `${tables}
  insert into conversations
  select n, case when n % 5 < 2 then 7 when n % 10 = 3 then 20 + n / 10 % 8 else 100 + n % 701 end,
    case when n % 2 = 0 then 3 else 4 + n % 11 end,
    case when n % 10 in (4, 5) then 'waiting' when n % 3 = 0 then 'open' else 'closed' end,
    case when n % 7 = 0 then 2 else n % 2 end,
    case when n % 5 < 2 and n between 12000 and 24499 then timestamptz '${imported}'
      else timestamptz '2026-01-01' + n * interval '17 minutes' end,
    'conversation ' || n || ' about an order that has not come'
  from generate_series(1, 30000) n;
  insert into messages select n, 1 + (n * 7) % 30000, 'message ' || n from generate_series(1, 12000) n;
`;

const begin = (): Promise<void> => postgres.template(setUp())();

interface Step {
  readonly [key: string]: unknown;
  readonly Plans?: readonly Step[];
}

const below = (step: Step): Step[] => [step, ...(step.Plans ?? []).flatMap(below)];

const numberIn = (step: Step, key: string): number => Number(step[key] ?? 0);

/** What EXPLAIN says to the suite, rolled back. */
async function measure({
  id,
  sql,
  params,
}: Call): Promise<Finding & { blocks: number; indexes: readonly string[] }> {
  const plan = await postgres.explain(sql, params, { analyze: true });
  const [{ Plan }] = plan.json as [{ Plan: Step }];
  const scans = below(Plan).filter(
    step => String(step['Node Type']).endsWith('Scan') && step['Relation Name'] !== undefined,
  );
  let rowsRead = 0;
  for (const scan of scans) {
    const thrown = numberIn(scan, 'Rows Removed by Filter') + numberIn(scan, 'Rows Removed by Index Recheck');
    rowsRead += (numberIn(scan, 'Actual Rows') + thrown) * numberIn(scan, 'Actual Loops');
  }
  const full = scans
    .filter(step => step['Node Type'] === 'Seq Scan' && numberIn(step, 'Actual Loops') > 0)
    .map(step => String(step['Relation Name']));
  return {
    id,
    rowsRead,
    rowsReturned: numberIn(Plan, 'Actual Rows'),
    fullScans: [...new Set(full)].sort(),
    blocks: plan.root.blocks ?? 0,
    indexes: plan.indexes,
  };
}

const call = (id: string, sql: string, ...params: Call['params']): Call => ({ id, sql, params });

const hunted = async (...calls: Call[]): Promise<Finding[]> =>
  hunt(postgres.client(), harden(calls.map(one => ({ ...one, params: [...one.params] }))));

/** Any of the 701. */
const somebody = (): number => 100 + random.int(0, 700);

async function agrees(...calls: Call[]): Promise<Finding[]> {
  const findings = await hunted(...calls);
  assert.deepEqual(
    findings.map(({ id }) => id).sort(),
    calls.map(({ id }) => id).sort(),
    'One finding for each call',
  );
  for (const one of calls) {
    const expected = await measure(one);
    const finding = findings.find(({ id }) => id === one.id)!;
    trace.point(`rows read by ${one.id}`, finding.rowsRead);
    const off = Math.abs(finding.rowsRead - expected.rowsRead);
    assert.ok(
      off <= 1 + expected.rowsRead * 0.005,
      `${one.id}: rowsRead should be ${expected.rowsRead}, got ${finding.rowsRead}`,
    );
    assert.equal(
      finding.rowsReturned,
      expected.rowsReturned,
      `${one.id}: rowsReturned should be ${expected.rowsReturned}, got ${finding.rowsReturned}`,
    );
    assert.deepEqual(
      [...finding.fullScans],
      expected.fullScans,
      `${one.id}: fullScans should be [${expected.fullScans.join()}], got [${finding.fullScans.join()}]`,
    );
  }
  return findings;
}

describe('What a statement really does', () => {
  beforeEach(begin);

  it('R13 the start page: one user is not like the others', async () => {
    const findings = await agrees(
      call('somebody', history, somebody(), year),
      call('user 7', history, 7, year),
      call('nobody', history, 5, year),
    );
    assert.equal(findings[0]?.id, 'user 7');
  });

  it('R13 what was read and thrown away counts, at any depth', async () => {
    await agrees(
      call('queue', queue, 3),
      call('single', single, random.int(1, 30_000)),
      call(
        'counts',
        `select status, (select count(*) from messages where body like '%9') as n
        from (select status, count(*) from conversations where priority = $1 group by status order by 1) s`,
        2,
      ),
      call(
        'union',
        `select id from conversations where title = $1 union all
        (select conversation_id from messages where id < 40 order by body limit 3)`,
        'none',
      ),
    );
  });

  it('R13 each time that it ran, and each table once', async () => {
    const findings = await agrees(
      call('pending of somebody', pending, somebody()),
      call(
        'loops',
        `select (select max(m.body) from messages m where m.conversation_id = c.id and m.body <> $2)
        from conversations c where c.user_id = $1`,
        somebody(),
        'x',
      ),
      call('pending of user 7', pending, 7),
    );
    assert.equal(findings.length, 3);
    {
      const [finding] = await agrees(
        call(
          'both',
          `select count(*) from messages m, conversations c, conversations d
        where c.id = m.id and d.title = c.title and c.status = $1 and m.body > 'message 9'`,
          'open',
        ),
      );
      assert.ok(finding!.fullScans.length > 0);
    }
  });

  it('R13 rows of an index alone, and rows that an index was not sure of', async () => {
    // Knows ranges of blocks only: what else is in them is read, and thrown away by a recheck.
    await postgres.exec(`create index on conversations using brin (created_at) with (pages_per_range = 4)`);
    const from = random.int(1, 9_000);
    await agrees(
      call('index only', 'select count(*) from messages where id between $1 and $2', from, from + 2_000),
      call(
        'recheck',
        'select count(title) from conversations where created_at between $1 and $2',
        '2026-03-01',
        `2026-03-${random.int(10, 28)}`,
      ),
    );
  });

  it('R13 a scan that never ran reads nothing, and one that was stopped is a scan', async () => {
    const findings = await agrees(
      call(
        'spared',
        `(select title from conversations where id = $1) union all
        (select body from messages where body <> $2) limit 1`,
        random.int(1, 30_000),
        'x',
      ),
      call('stopped', 'select body from messages where body <> $1 limit 3', 'x'),
    );
    const full = new Map(findings.map(({ id, fullScans }) => [id, [...fullScans]]));
    assert.deepEqual(full.get('spared'), [], 'Tables of a Seq Scan that never ran');
    assert.deepEqual(full.get('stopped'), ['messages'], 'Tables of a Seq Scan that a limit stopped');
  });

  it('R14 nothing remains changed', async () => {
    const state = (): Promise<unknown> =>
      postgres.query(`select status, count(*)::int as n, sum(id)::text as ids, max(title) as title
        from conversations group by status order by status`);
    const before = await state();
    const calls = [
      call('expire', expire, 5, '2026-12-01'),
      call('rename', `update conversations set title = 'x' where id = $1 returning id`, random.int(1, 9_000)),
      call(
        'with',
        `with gone as (delete from messages where id = $1 returning id) select count(*) from gone`,
        3,
      ),
      call('many', 'update messages set body = $1 where id <= 200 returning id', 'gone'),
      call('new', 'insert into messages values ($1, $2, $3)', 90_000, 4, 'hello'),
    ];
    await hunted(...calls);
    assert.deepEqual(await state(), before, 'The conversations after the hunt');
    const { rows } = await postgres.query('select count(*)::int as n from messages');
    assert.deepEqual(rows, [{ n: 12_000 }], 'The messages after the hunt');
    await agrees(...calls);
  });

  it('R14 whoever reads most comes first; equal ones stay as they were', async () => {
    const ids = random.shuffle(['a', 'b', 'c', 'd']);
    const calls = random.shuffle([
      call('queue', queue, 4),
      call('history', history, 7, year),
      ...ids.map(id => call(id, single, random.int(1, 30_000))),
      call('none', single, -1),
    ]);
    const findings = await agrees(...calls);
    const read = new Map(findings.map(({ id, rowsRead }) => [id, rowsRead]));
    const expected = [...calls].sort((x, y) => read.get(y.id)! - read.get(x.id)!).map(({ id }) => id);
    assert.deepEqual(
      findings.map(({ id }) => id),
      expected,
    );
    assert.equal(findings.at(-1)?.id, 'none');
  });
});

describe('An index for each of the two', () => {
  beforeEach(begin);

  async function create(): Promise<void> {
    assert.ok(indexes.length >= 1 && indexes.length <= 2, 'One or two statements');
    for (const statement of indexes) {
      assert.match(statement, /^\s*create\s+(unique\s+)?index\b/i, 'They create indexes');
      await postgres.exec(statement);
    }
    const { rows } = await postgres.query(`select count(*)::int as n from pg_indexes
      where schemaname = 'public' and indexname not in
        ('conversations_pkey', 'conversations_user', 'messages_pkey', 'messages_conversation')`);
    assert.deepEqual(rows, [{ n: indexes.length }], 'Indexes that are new');
  }

  async function before(of: Call): Promise<void> {
    const { rowsRead, blocks } = await measure(of);
    trace.point('rows read', rowsRead);
    trace.point('blocks', blocks);
  }

  /** At most this, by the best plan that there is. */
  async function isCheap(of: Call, returned?: number): Promise<void> {
    const { rowsRead, rowsReturned, blocks, indexes: used } = await measure(of);
    trace.point('rows read', rowsRead);
    trace.limit('rows read', 60);
    trace.point('blocks', blocks);
    trace.limit('blocks', 40);
    const how = used.length > 0 ? `by ${used.join(' and ')}` : 'without an index';
    assert.ok(rowsRead <= 60, `${of.id} should read at most 60 rows, not ${rowsRead} (${how})`);
    assert.ok(blocks <= 40, `${of.id} should touch at most 40 blocks, not ${blocks} (${how})`);
    if (returned !== undefined) assert.equal(rowsReturned, returned);
  }

  it('R15 the start page of the one with 12,000 conversations', async () => {
    const now = call('user 7', history, 7, year);
    await before(now);
    await create();
    await isCheap(now, 20);
    await isCheap(call('user 7 since the import', history, 7, imported), 20);
  });

  it('R15 the start pages of all others, and of nobody', async () => {
    await create();
    for (let round = 0; round < 6; round++)
      await isCheap(call('somebody', history, somebody(), random.pick([year, '2026-06-01', '2026-11-01'])));
    for (let round = 0; round < 4; round++)
      await isCheap(
        call('one of eight', history, 20 + random.int(0, 7), random.pick([year, '2026-03-01'])),
        20,
      );
    await isCheap(call('somebody long ago', history, somebody(), '2020-01-01'));
    await isCheap(call('nobody', history, 5, year), 0);
  });

  it('R16 the list of the team that has most, and of those that have less', async () => {
    const now = call('team 3', queue, 3);
    await before(now);
    await create();
    await isCheap(now, 20);
    for (let round = 0; round < 4; round++) await isCheap(call('a team', queue, random.int(4, 14)), 20);
    await isCheap(call('a team without work', queue, 99), 0);
  });
});
