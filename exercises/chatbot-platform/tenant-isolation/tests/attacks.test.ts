import assert from 'node:assert/strict';
import { random, trace } from '#testkit';
import { postgres } from '#services/postgres';
import {
  anyCompany,
  app,
  company,
  migrated,
  nothing,
  onlyOf,
  refused,
  rowsOf,
  rowsOfOthers,
  twoCompanies,
} from './companies.ts';

const tableNames = ['tenants', 'users', 'conversations', 'messages'];

describe('Reading', () => {
  beforeEach(postgres.template(migrated));

  it('R1 each company finds its own rows in every table, and no others', async () => {
    const tenants = app();
    for (let i = 0; i < 12; i++) {
      const n = anyCompany();
      await tenants.run(company(n), async scope => {
        const counts: number[] = [];
        for (const table of tableNames) {
          const rows = await rowsOf(scope, `select * from ${table}`);
          onlyOf(n, rows, `select * from ${table}`);
          counts.push(rows.length);
        }
        assert.deepEqual(counts, [1, 2, 2, 4], `Rows of ${company(n)} in ${tableNames.join(', ')}`);
      });
    }
  });

  it('R1 however the question is written', async () => {
    const tenants = app();
    const [n, other] = twoCompanies();
    const questions: readonly (readonly [sql: string, rows: number])[] = [
      ['table conversations', 2],
      [`select * from users where true or tenant_id = 'nobody'`, 2],
      [`select * from messages where tenant_id = '${company(other)}' or conversation_id like 'c-%'`, 4],
      [`select * from messages where tenant_id <> '${company(n)}'`, 0],
      [`select * from messages where id = 'm-${other}-1-1'`, 0],
      [`select * from tenants where id = '${company(other)}'`, 0],
      ['select m.*, c.title, u.email, t.name from messages m, conversations c, users u, tenants t', 16],
      ['select id from messages where conversation_id in (select id from conversations)', 4],
      ['select title, body from conversations left join messages on true', 8],
      ['with everything as materialized (select * from messages) select * from everything', 4],
      ['select id from users union all select id from conversations union select id from tenants', 5],
      ['select t.id, l.* from tenants t, lateral (select * from users limit 1000) l', 2],
      ['select id, count(*) over () as n from messages', 4],
      ['select * from messages for update', 4],
      ['select * from tenants for share', 1],
      ['select id from only messages tablesample bernoulli (100)', 4],
    ];
    await tenants.run(company(n), async scope => {
      for (const [sql, count] of random.shuffle([...questions])) {
        const rows = await rowsOf(scope, sql);
        onlyOf(n, rows, sql);
        assert.equal(rows.length, count, `Rows of “${sql}” for ${company(n)}`);
      }
    });
  });

  it('R1 counts and yes-or-no questions know nothing of others', async () => {
    const tenants = app();
    const [n, other] = twoCompanies();
    const found = await tenants.run(company(n), scope =>
      rowsOf(
        scope,
        `select (select count(*)::int from messages) as messages, (select count(*)::int from tenants) as tenants,
           (select max(email) from users) as last, (select string_agg(id, ',' order by id) from conversations) as ids,
           exists (select from tenants where id = '${company(other)}') as customer,
           exists (select from users where email = 'user1@${company(other)}.example') as employee`,
      ),
    );
    assert.deepEqual(found, [
      {
        messages: 4,
        tenants: 1,
        last: `user2@${company(n)}.example`,
        ids: `c-${n}-1,c-${n}-2`,
        customer: false,
        employee: false,
      },
    ]);
  });
});

describe('Writing', () => {
  beforeEach(postgres.template(migrated));

  it('R2 nothing can be written into another company', async () => {
    const tenants = app();
    const [n, other] = twoCompanies();
    const theirs = company(other);
    const before = await rowsOfOthers(company(n));
    await tenants.run(company(n), async scope => {
      await scope.query(`insert into users (id, tenant_id, email) values ('free', $1, 'free@example.com')`, [
        company(n),
      ]);
      await scope.query(
        `insert into conversations (id, tenant_id, user_id, title) values ('free', $1, 'u-${n}-1', 'empty')`,
        [company(n)],
      );
    });
    for (const attack of random.shuffle([
      `insert into tenants (id, name) values ('new', 'somebody else')`,
      `insert into users (id, tenant_id, email) values ('spy', '${theirs}', 'spy@example.com')`,
      `insert into conversations (id, tenant_id, user_id, title) values ('bug', '${theirs}', 'u-${other}-1', 'x')`,
      `insert into messages (id, tenant_id, conversation_id, body) values ('lie', '${theirs}', 'c-${other}-1', 'x')`,
      `insert into users (id, tenant_id, email) select 'spy', '${theirs}', email from users limit 1`,
      `insert into messages (id, tenant_id, conversation_id, body) values ('lie', '${theirs}', 'c-${other}-1', 'x') on conflict do nothing`,
      `update tenants set id = 'new'`,
      `update users set tenant_id = '${theirs}' where id = 'free'`,
      `update conversations set tenant_id = '${theirs}', user_id = 'u-${other}-1' where id = 'free'`,
      `update messages set tenant_id = '${theirs}', conversation_id = 'c-${other}-1'`,
      `merge into users u using (values ('free')) v (id) on u.id = v.id when matched then update set tenant_id = '${theirs}'`,
    ]))
      await refused(() => tenants.run(company(n), scope => scope.query(attack)), attack);
    assert.deepEqual(await rowsOfOthers(company(n)), before, 'Rows of the other companies');
  });

  it('R2 changes and deletions without a filter touch the own rows alone', async () => {
    const tenants = app();
    const [n, other] = twoCompanies();
    const before = await rowsOfOthers(company(n));
    await tenants.run(company(n), async scope => {
      for (const [sql, count] of [
        [`update messages set body = 'gone'`, 4],
        [`update messages set body = 'gone' where conversation_id = 'c-${other}-1'`, 0],
        [`update users set email = 'x' || email`, 2],
        [`update tenants set name = 'gone'`, 1],
        [`delete from users where tenant_id = '${company(other)}'`, 0],
        [`delete from tenants where id = '${company(other)}'`, 0],
        ['with gone as (delete from messages returning *) select * from gone', 4],
        ['delete from conversations', 2],
        ['delete from users using tenants', 2],
      ] as const) {
        const { rowCount } = await scope.query(sql);
        trace.point('rows touched', rowCount);
        assert.equal(rowCount, count, `Rows that “${sql}” touched for ${company(n)}`);
      }
    });
    assert.deepEqual(await rowsOfOthers(company(n)), before, 'Rows of the other companies');
  });

  it('R2 whatever companies write at random, the rows of all others stay as they were', async () => {
    const tenants = app();
    for (let i = 0; i < 8; i++) {
      const [n, other] = twoCompanies();
      const whose = random.pick([company(n), company(other)]);
      const k = random.int(1, 2);
      const before = await rowsOfOthers(company(n));
      const sql = random.pick([
        `update conversations set title = 'new ${i}'`,
        `update messages set body = body || '!' where id in (select id from messages where random() < 0.5)`,
        `delete from messages where sent_at < now() - ${random.int(0, 2)} * interval '1 hour'`,
        `delete from users where id like 'u-%-${k}'`,
        `insert into users (id, tenant_id, email) values ('new ${i}', '${whose}', 'new${i}@example.com')`,
        `insert into messages (id, tenant_id, conversation_id, body) select 'new ${i}', '${whose}', id, 'x' from conversations where id = 'c-${other}-${k}'`,
      ]);
      await tenants.run(company(n), scope => scope.query(sql)).catch(() => undefined);
      assert.deepEqual(await rowsOfOthers(company(n)), before, `${company(n)}: “${sql}”`);
    }
  });
});

describe('Without a company', () => {
  beforeEach(postgres.template(migrated));

  const reads = [...tableNames.map(table => `select * from ${table}`), 'select * from messages where true'];
  const writes = [
    `insert into tenants (id, name) values ('new', 'new')`,
    `insert into users (id, tenant_id, email) values ('spy', 'company-1', 'spy@example.com')`,
    `insert into messages (id, tenant_id, conversation_id, body) values ('lie', 'company-1', 'c-1-1', 'x')`,
    `update users set email = 'x' || email`,
    `update messages set body = 'gone'`,
    'delete from messages',
    'delete from conversations',
  ];

  it('R3 nobody sees a row, on a connection that no company has used yet', async () => {
    for (const sql of reads) await nothing(postgres.client(), sql, 'Before the first run');
  });

  it('R3 nobody sees a row, on a connection that companies have used', async () => {
    const tenants = app();
    for (let i = 0; i < 3; i++) {
      const n = anyCompany();
      await tenants.run(company(n), scope => scope.query('select from messages'));
      for (const sql of reads)
        await nothing(postgres.client('another'), sql, `After a run for ${company(n)}`);
    }
  });

  it('R3 nobody writes a row, neither before a run nor after', async () => {
    const tenants = app();
    const before = await rowsOfOthers('nobody');
    for (const when of ['Before the first run', 'After a run']) {
      for (const sql of random.shuffle([...writes])) await nothing(postgres.client(), sql, when);
      if (when === 'After a run') break;
      await tenants.run(company(anyCompany()), scope => scope.query('select from messages'));
    }
    assert.deepEqual(await rowsOfOthers('nobody'), before, 'All rows');
  });
});

describe('The owner of the tables', () => {
  beforeEach(postgres.template(migrated));
  const asOwner = (sql: string): string => `select suite.as_owner($statement$ ${sql} $statement$) as n`;

  it('R4 sees nothing and changes nothing without a company', async () => {
    for (const sql of [
      ...tableNames.map(table => `select * from ${table}`),
      'delete from messages',
      `update tenants set name = 'gone'`,
    ]) {
      let touched: unknown = 0;
      await postgres
        .query<{ n: number }>(asOwner(sql))
        .then(({ rows }) => (touched = rows[0]?.n))
        .catch(() => undefined);
      trace.point('rows that the owner saw', Number(touched));
      trace.limit('rows that the owner saw', 0);
      assert.equal(touched, 0, `Rows of “${sql}” when chat_owner runs it`);
    }
  });

  it('R4 is bound to the company of the run as everybody is', async () => {
    const tenants = app();
    const n = anyCompany();
    const counts = await tenants.run(company(n), async scope => {
      const found: unknown[] = [];
      for (const sql of [
        ...tableNames.map(table => `select * from ${table}`),
        `update messages set body = 'x'`,
      ])
        found.push(...(await rowsOf(scope, asOwner(sql))));
      return found;
    });
    assert.deepEqual(
      counts,
      [1, 2, 2, 4, 4].map(count => ({ n: count })),
    );
  });
});

describe('View and function', () => {
  beforeEach(postgres.template(migrated));

  it('R5 the inbox shows the conversations of the company, with their messages', async () => {
    const tenants = app();
    for (let i = 0; i < 3; i++) {
      const n = anyCompany();
      const inbox = await tenants.run(company(n), scope =>
        rowsOf(scope, 'select id, user_id, title, messages::int from inbox order by id'),
      );
      onlyOf(n, inbox, 'select * from inbox');
      assert.deepEqual(
        inbox,
        [1, 2].map(k => ({
          id: `c-${n}-${k}`,
          user_id: `u-${n}-${k}`,
          title: `Plan ${k} of ${company(n)}`,
          messages: 2,
        })),
      );
    }
  });

  it('R5 the search finds messages of the company, by any text', async () => {
    const tenants = app();
    const [n, other] = twoCompanies();
    const search = (term: string): Promise<unknown[]> =>
      tenants.run(company(n), scope => rowsOf(scope, 'select * from search_messages($1)', [term]));
    for (const term of ['', 'budget', 'BUDGET', 'of company']) {
      const found = await search(term);
      onlyOf(n, found, `search for “${term}”`);
      assert.equal(found.length, 4, `Messages with “${term}”`);
    }
    assert.deepEqual(
      await search('budget 1'),
      [1, 2].map(k => ({ message_id: `m-${n}-${k}-1`, body: `Budget 1 of ${company(n)}` })),
    );
    assert.deepEqual(await search('100 %'), []);
    const theirs = await search(company(other));
    onlyOf(n, theirs, `search for ${company(other)}`);
  });

  it('R5 neither shows anything without a company', async () => {
    for (const when of ['Before the first run', 'After a run']) {
      await nothing(postgres.client(), 'select * from inbox', when);
      await nothing(postgres.client(), `select * from search_messages('')`, when);
      await app().run(company(anyCompany()), scope => scope.query('select * from inbox'));
    }
  });
});
