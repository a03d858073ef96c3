import assert from 'node:assert/strict';
import { random, trace } from '#testkit';
import { postgres, type Admin } from '#services/postgres';
import {
  anyCompany,
  app,
  codeOf,
  company,
  errorOf,
  migrated,
  plain,
  refused,
  rowsOf,
  rowsOfOthers,
  twoCompanies,
} from './companies.ts';

const inserts = {
  user: 'insert into users (id, tenant_id, email) values ($2, $1, $3)',
  conversation: 'insert into conversations (id, tenant_id, user_id, title) values ($2, $1, $3, $2)',
  message: 'insert into messages (id, tenant_id, conversation_id, body) values ($2, $1, $3, $2)',
};

describe('Keys', () => {
  beforeEach(postgres.template(migrated));

  it('R6 two companies may have users, conversations and messages of the same id, and users of the same address', async () => {
    const tenants = app();
    const names = twoCompanies().map(company);
    for (const name of names)
      await tenants.run(name, async scope => {
        await scope.query(inserts.user, [name, 'ann', 'ann@example.com']);
        await scope.query(inserts.conversation, [name, 'general', 'ann']);
        await scope.query(inserts.message, [name, 'hello', 'general']);
      });
    for (const name of names) {
      const found = await tenants.run(name, scope =>
        rowsOf(
          scope,
          `select u.tenant_id as whose, u.email, c.title, m.body from users u, conversations c, messages m
           where u.id = 'ann' and c.id = 'general' and m.id = 'hello'`,
        ),
      );
      assert.deepEqual(found, [{ whose: name, email: 'ann@example.com', title: 'general', body: 'hello' }]);
    }
  });

  it('R6 within a company an id or an address is there once', async () => {
    const tenants = app();
    const n = anyCompany();
    for (const [sql, ...values] of [
      [inserts.user, `u-${n}-1`, 'new@example.com'],
      [inserts.user, 'new', `user1@${company(n)}.example`],
      [inserts.conversation, `c-${n}-1`, `u-${n}-2`],
      [inserts.message, `m-${n}-1-1`, `c-${n}-2`],
    ] as const) {
      let error: unknown;
      const ended = await errorOf(() =>
        tenants.run(company(n), async scope => {
          error = await errorOf(() => scope.query(sql, [company(n), ...values]));
        }),
      );
      const what = `“${sql}” with ${values.join(', ')}, which is there`;
      assert.ok(ended !== undefined, `A run with ${what} should reject`);
      assert.equal(codeOf(error), '23505', `SQLSTATE of ${what}, from the statement and not from the commit`);
    }
  });

  it('R6 within a company ids and addresses that only look alike are different', async () => {
    const tenants = app();
    const name = company(anyCompany());
    await tenants.run(name, async scope => {
      for (const value of ['ann', 'Ann', 'ANN', 'ann ', 'a\u0301nn', '\u00e1nn'])
        await scope.query(inserts.user, [name, value, `${value}@example.com`]);
    });
    const found = await tenants.run(name, scope =>
      rowsOf(scope, `select count(*)::int as users from users where email like '%@example.com'`),
    );
    assert.deepEqual(found, [{ users: 6 }]);
  });

  it('R6 a retry writes once, whoever else has the same id', async () => {
    const tenants = app();
    const [n, other] = twoCompanies();
    const written: number[] = [];
    for (const name of [company(other), company(n)])
      await tenants.run(name, async scope => {
        const conversation = name === company(n) ? `c-${n}-1` : `c-${other}-1`;
        for (let i = 0; i < 2; i++) {
          const { rowCount } = await scope.query(`${inserts.message} on conflict do nothing`, [
            name,
            'from-the-browser',
            conversation,
          ]);
          written.push(rowCount);
        }
      });
    assert.deepEqual(
      written,
      [1, 0, 1, 0],
      'Rows written by one company, its retry, another company, its retry',
    );
    const again = await tenants.run(company(n), async scope => {
      const { rowCount } = await scope.query(`${inserts.user} on conflict do nothing`, [
        company(n),
        'new',
        `user1@${company(n)}.example`,
      ]);
      return rowCount;
    });
    assert.equal(again, 0, 'Rows written with an address that the company has');
  });
});

describe('References', () => {
  beforeEach(postgres.template(migrated));

  it('R7 no row can refer to a row of another company', async () => {
    const tenants = app();
    const [n, other] = twoCompanies();
    for (const [sql, ...params] of [
      [inserts.message, company(n), 'lie', `c-${other}-1`],
      [inserts.conversation, company(n), 'bug', `u-${other}-1`],
      ['update messages set conversation_id = $1', `c-${other}-1`],
      ['update conversations set user_id = $1', `u-${other}-1`],
    ] as const)
      await refused(
        () => tenants.run(company(n), scope => scope.query(sql, [...params])),
        `“${sql}” with ${params.join(', ')}, for ${company(n)},`,
      );
  });

  it('R7 a row that refers to nothing is refused as before', async () => {
    const tenants = app();
    const n = anyCompany();
    for (const [sql, ...params] of [
      [inserts.message, company(n), 'lost', 'c-0-0'],
      [inserts.conversation, company(n), 'lost', 'u-0-0'],
    ] as const)
      await refused(
        () => tenants.run(company(n), scope => scope.query(sql, [...params])),
        `“${sql}” with ${params.join(', ')}`,
      );
    await refused(
      () => tenants.run('nobody', scope => scope.query(inserts.user, ['nobody', 'x', 'x@example.com'])),
      'A user of a company that does not exist',
    );
    await refused(
      () => postgres.query(`delete from tenants where id = $1`, [company(n)]),
      'Deleting a company with users',
    );
  });

  it('R7 what belongs to a deleted user or conversation goes too, of this company alone', async () => {
    const tenants = app();
    const [n, other] = twoCompanies();
    const before = await rowsOfOthers(company(n));
    const left = await tenants.run(company(n), async scope => {
      await scope.query(`delete from users where id = 'u-${n}-1'`);
      await scope.query(`delete from conversations where id in ('c-${n}-2', 'c-${other}-2')`);
      return rowsOf(
        scope,
        `select (select count(*)::int from users) as users, (select count(*)::int from conversations) as conversations,
           (select count(*)::int from messages) as messages`,
      );
    });
    assert.deepEqual(left, [{ users: 1, conversations: 0, messages: 0 }]);
    assert.deepEqual(await rowsOfOthers(company(n)), before, 'Rows of the other companies');
  });

  it('R7 of two users with the same id, the one that is deleted takes only its own along', async () => {
    const tenants = app();
    const names = twoCompanies().map(company);
    for (const name of names)
      await tenants.run(name, async scope => {
        await scope.query(inserts.user, [name, 'ann', 'ann@example.com']);
        await scope.query(inserts.conversation, [name, 'general', 'ann']);
        await scope.query(inserts.message, [name, 'hello', 'general']);
      });
    const before = await rowsOfOthers(names[0]!);
    await tenants.run(names[0]!, scope => scope.query(`delete from users where id = 'ann'`));
    assert.deepEqual(await rowsOfOthers(names[0]!), before, 'Rows of the other companies');
    const left = await tenants.run(names[0]!, scope =>
      rowsOf(scope, `select id from messages where id = 'hello'`),
    );
    assert.deepEqual(left, [], 'Messages of the deleted user');
  });
});

/** What came of a statement, as far as somebody can tell who sent it. */
async function outcome(name: string, sql: string): Promise<unknown> {
  let rows: unknown = null;
  const error = await errorOf(async () => {
    rows = await app().run(name, async scope => {
      const result = await scope.query(sql);
      return { rows: plain(result.rows), rowCount: result.rowCount };
    });
  });
  if (error === undefined) return rows;
  const { message, detail, constraint, table } = error as Record<string, unknown>;
  return plain({ code: codeOf(error), message, detail, constraint, table });
}

const ids = ['a', 'b', 'c', 'd'];
const id = (): string => random.pick(ids);

/** Statements of somebody who guesses what others have. */
const guess = (own: string, other: string): string =>
  random.pick([
    () => `insert into users (id, tenant_id, email) values ('${id()}', '${own}', '${id()}@example.com')`,
    () => `insert into users (id, tenant_id, email) values ('${id()}', '${other}', '${id()}@example.com')`,
    () =>
      `insert into conversations (id, tenant_id, user_id, title) values ('${id()}', '${own}', '${id()}', 'x')`,
    () =>
      `insert into messages (id, tenant_id, conversation_id, body) values ('${id()}', '${own}', '${id()}', 'x')`,
    () =>
      `insert into messages (id, tenant_id, conversation_id, body) values ('${id()}', '${other}', '${id()}', 'x')`,
    () =>
      `insert into users (id, tenant_id, email) values ('${id()}', '${own}', '${id()}@example.com') on conflict do nothing`,
    () => `insert into tenants (id, name) values ('${other}', 'x')`,
    () => `insert into tenants (id, name) values ('${other}', 'x') on conflict do nothing`,
    () => `update users set id = '${id()}' where id = '${id()}'`,
    () => `update users set email = '${id()}@example.com' where id = '${id()}'`,
    () => `update conversations set user_id = '${id()}' where id = '${id()}'`,
    () => `update messages set conversation_id = '${id()}' where id = '${id()}'`,
    () => `delete from users where id = '${id()}'`,
    () => `delete from conversations where id = '${id()}' returning *`,
    () => `select * from users where email = '${id()}@example.com'`,
    () => `select count(*) from messages`,
    () => `select id, user_id, title, messages from inbox order by id`,
    () => `select * from search_messages('x')`,
  ])();

describe('What answers tell', () => {
  const restore = postgres.template(migrated);
  beforeEach(restore);

  it('R8 an address that another company has looks as one that nobody has', async () => {
    const [n, other] = twoCompanies();
    const attempts: readonly (readonly [sql: (of: string) => string, taken: string, free: string])[] = [
      [
        value => `insert into users (id, tenant_id, email) values ('x', '${company(n)}', '${value}')`,
        `user1@${company(other)}.example`,
        'nobody@example.com',
      ],
      [
        value =>
          `insert into conversations (id, tenant_id, user_id, title) values ('${value}', '${company(n)}', 'u-${n}-1', 'x')`,
        `c-${other}-1`,
        'c-0-0',
      ],
      [
        value =>
          `insert into messages (id, tenant_id, conversation_id, body) values ('x', '${company(n)}', '${value}', 'x')`,
        `c-${other}-1`,
        'c-0-0',
      ],
      [
        value => `update conversations set user_id = '${value}' where id = 'c-${n}-1'`,
        `u-${other}-1`,
        'u-0-0',
      ],
      [value => `insert into tenants (id, name) values ('${value}', 'x')`, company(other), 'company-0'],
    ];
    for (const [sql, taken, free] of attempts) {
      const answers: unknown[] = [];
      for (const value of [taken, free]) {
        await restore();
        answers.push(await outcome(company(n), sql(value)));
      }
      const [one, two] = answers;
      const withoutName = (value: unknown, name: string): string =>
        JSON.stringify(value).replaceAll(name, '…');
      assert.equal(
        withoutName(one, taken),
        withoutName(two, free),
        `“${sql('…')}” for ${company(n)}, with ${taken}, which another company has, and with ${free}, which nobody has`,
      );
    }
  });

  it('R8 the same statements get the same answers, whatever the other company has', async () => {
    const [own, other] = ['company-1', 'company-2'];
    const rows = (name: string, present: readonly string[]): string =>
      present
        .map(
          one => `insert into users (id, tenant_id, email) values ('${one}', '${name}', '${one}@example.com');
            insert into conversations (id, tenant_id, user_id, title) values ('${one}', '${name}', '${one}', 'x');
            insert into messages (id, tenant_id, conversation_id, body) values ('${one}', '${name}', '${one}', 'x');`,
        )
        .join('\n');
    const mine = rows(own, random.shuffle([...ids]).slice(0, 2));
    const statements = Array.from({ length: 30 }, () => guess(own, other));
    const answers: unknown[][] = [];
    for (const theirs of [[], random.shuffle([...ids]).slice(0, 2), ids]) {
      await restore();
      await postgres.exec(mine + rows(other, theirs));
      const found: unknown[] = [];
      for (const sql of statements) found.push(await outcome(own, sql));
      answers.push(found);
    }
    const [alone = [], ...beside] = answers;
    for (const [i, sql] of statements.entries())
      for (const found of beside) {
        const same = JSON.stringify(found[i]) === JSON.stringify(alone[i]);
        trace.point('answers that differ', same ? 0 : 1);
        trace.limit('answers that differ', 0);
        assert.deepEqual(
          found[i],
          alone[i],
          `“${sql}” for ${own}: beside rows of another company, and alone`,
        );
      }
  });
});

const columns = `
  select format('%s.%s %s%s, %s', c.relname, a.attname, format_type(a.atttypid, a.atttypmod),
    case when a.attnotnull then ' not null' end, pg_get_userbyid(c.relowner)) as line
  from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
  where c.relnamespace = 'public'::regnamespace and c.relname in ('tenants', 'users', 'conversations', 'messages')
  order by 1`;

describe('The migration', () => {
  beforeEach(postgres.template(migrated));

  it('R9 keeps every row, and gives each message to the company of its conversation', async () => {
    const { rows } = await postgres.query(`
      select (select count(*)::int from tenants) as tenants, (select count(*)::int from users) as users,
        (select count(*)::int from conversations) as conversations, (select count(*)::int from messages) as messages,
        (select count(*)::int from users where tenant_id || '-' <> replace(id, 'u-', 'company-') || '-'
           and id !~ ('^u-' || substr(tenant_id, 9) || '-')) as moved_users,
        (select count(*)::int from conversations where id !~ ('^c-' || substr(tenant_id, 9) || '-')) as moved_conversations,
        (select count(*)::int from messages where tenant_id is null or id !~ ('^m-' || substr(tenant_id, 9) || '-')
           or body !~ ('of ' || tenant_id || '$')) as moved_messages`);
    assert.deepEqual(rows, [
      {
        tenants: 100,
        users: 200,
        conversations: 200,
        messages: 400,
        moved_users: 0,
        moved_conversations: 0,
        moved_messages: 0,
      },
    ]);
  });

  it('R9 keeps columns, their types and the owner of the tables', async () => {
    const { rows } = await postgres.query<{ line: string }>(columns);
    const found = rows.map(({ line }) => line);
    const expected = [
      'conversations.id text not null',
      'conversations.tenant_id text not null',
      'conversations.title text not null',
      'conversations.user_id text not null',
      'messages.body text not null',
      'messages.conversation_id text not null',
      'messages.id text not null',
      'messages.sent_at timestamp with time zone not null',
      'messages.tenant_id text not null',
      'tenants.id text not null',
      'tenants.name text not null',
      'users.email text not null',
      'users.id text not null',
      'users.tenant_id text not null',
    ].map(line => `${line}, chat_owner`);
    assert.deepEqual(
      expected.filter(line => !found.includes(line)),
      [],
      `Columns that should be there, among ${found.join('; ')}`,
    );
  });

  it('R9 inserts need not name the company: it is that of the run', async () => {
    const tenants = app();
    const n = anyCompany();
    await tenants.run(company(n), async scope => {
      await scope.query(`insert into users (id, email) values ('ann', 'ann@example.com')`);
      await scope.query(
        `insert into conversations (id, user_id, title) values ('general', 'ann', 'General')`,
      );
      await scope.query(
        `insert into messages (id, conversation_id, body) values ('hello', 'general', 'Hello')`,
      );
      await scope.query(
        `insert into messages (id, conversation_id, body) values ('again', 'c-${n}-1', 'Again')`,
      );
    });
    const { rows } = await postgres.query(
      `select id, tenant_id from users where id = 'ann' union all select id, tenant_id from conversations where id = 'general'
       union all select id, tenant_id from messages where id in ('hello', 'again') order by 1`,
    );
    assert.deepEqual(
      rows,
      ['again', 'ann', 'general', 'hello'].map(id => ({ id, tenant_id: company(n) })),
    );
  });
});

describe('Cost', () => {
  const perCompany = 140;
  /** Each company has a conversation called “general”, with more messages than the others. */
  async function many(admin: Admin): Promise<void> {
    await migrated(admin);
    await admin.exec(`
    insert into conversations (id, tenant_id, user_id, title) select 'general', 'company-' || n, format('u-%s-1', n), 'General'
      from generate_series(1, 100) n;
    insert into messages (id, tenant_id, conversation_id, body, sent_at)
      select 'g-' || j, 'company-' || n, 'general', 'x', now() - j * interval '1 minute'
      from generate_series(1, 36) j, generate_series(1, 100) n;
    insert into messages (id, tenant_id, conversation_id, body, sent_at)
      select 'o-' || j, 'company-' || n, format('c-%s-%s', n, 1 + j % 2), 'x', now() - j * interval '1 minute'
      from generate_series(1, 100) j, generate_series(1, 100) n;`);
  }
  beforeEach(postgres.template(many));

  /** The most rows or index entries that one step of the plan reads, thrown-away ones included. */
  async function mostRead(name: string, sql: string): Promise<number> {
    const rows = await app().run(name, scope =>
      rowsOf(scope, `explain (analyze, timing off, summary off, buffers off, format json) ${sql}`),
    );
    let most = 0;
    const walk = (node: Record<string, unknown>): void => {
      if ('Relation Name' in node || 'Index Name' in node) {
        const read =
          (Number(node['Actual Rows'] ?? 0) +
            Number(node['Rows Removed by Filter'] ?? 0) +
            Number(node['Rows Removed by Index Recheck'] ?? 0)) *
          Number(node['Actual Loops'] ?? 1);
        most = Math.max(most, read);
      }
      for (const below of Object.values(node))
        if (Array.isArray(below))
          for (const child of below as unknown[])
            if (typeof child === 'object') walk(child as Record<string, unknown>);
    };
    const [plan] = (rows[0] as Record<string, { Plan: Record<string, unknown> }[]>)['QUERY PLAN']!;
    walk(plan!.Plan);
    trace.point('rows read', most);
    trace.limit('rows read', perCompany);
    return most;
  }

  it('R10 all messages of a company are found without reading those of others', async () => {
    const name = company(anyCompany());
    for (const sql of ['select count(*) from messages', 'select * from messages']) {
      const most = await mostRead(name, sql);
      assert.ok(most > 0 && most <= perCompany, `“${sql}” reads ${most} rows; ${name} has ${perCompany}`);
    }
  });

  it('R10 the latest messages of a conversation are found without reading other conversations', async () => {
    const name = company(anyCompany());
    const sql = `select * from messages where conversation_id = 'general' order by sent_at desc limit 20`;
    const most = await mostRead(name, sql);
    assert.ok(most > 0 && most <= 36, `“${sql}” reads ${most} rows; the conversation has 36`);
  });

  it('R10 one row is found by its id without reading others', async () => {
    const name = company(anyCompany());
    for (const sql of [
      `select * from messages where id = 'g-7'`,
      `select * from users where email = 'user1@${name}.example'`,
    ]) {
      const most = await mostRead(name, sql);
      assert.ok(most > 0 && most <= 2, `“${sql}” reads ${most} rows`);
    }
  });
});
