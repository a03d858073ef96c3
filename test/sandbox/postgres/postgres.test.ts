import assert from 'node:assert/strict';
import { outcomes, requestFor, useRunner } from '../support/exercise';
import { passing, suite } from './shop';

describe('the Postgres service', function () {
  this.timeout(120_000);
  const { run } = useRunner();

  /** Each is the body of a check that must pass, on a shop with 1,000 orders and 3 users. */
  const bodies: Readonly<Record<string, string>> = {
    'gives rows as fresh plain objects': `const first = (await a.query(db, 'select id, name from users order by id limit 2')).rows;
      assert.deepEqual(first, [{ id: 1, name: 'user 1' }, { id: 2, name: 'user 2' }]); first[0].name = 'x';
      assert.equal((await a.query(db, 'select name from users where id = 1')).rows[0].name, 'user 1');`,
    'says how many rows, and what was done': `assert.deepEqual(await a.query(db, 'update users set name = name where id > $1', [1]), { rows: [], rowCount: 2, command: 'UPDATE' });
      assert.deepEqual(await a.query(db, 'insert into users values (9, $1) returning id', ['n']), { rows: [{ id: 9 }], rowCount: 1, command: 'INSERT' });`,
    'converts what comes back': `assert.deepEqual((await a.query(db, "select 1::int2 i, 9007199254740993 b, 2::int8 s, 1.50::numeric n, 0.5::float8 f, true t, null u, 'x' c, '{\\"a\\": [1]}'::jsonb j, '2026-01-02'::date d, '\\\\x01ff'::bytea y, array['a', null, 'b\\"c,'] r, array[[1, 2], [3, 4]] m, interval '90 s' v")).rows[0],
      { i: 1, b: 9007199254740993n, s: 2, n: '1.50', f: 0.5, t: true, u: null, c: 'x', j: { a: [1] }, d: '2026-01-02', y: new Uint8Array([1, 255]), r: ['a', null, 'b"c,'], m: [[1, 2], [3, 4]], v: 'PT1M30S' });
      const { at } = (await a.query(db, "select timestamptz '2026-03-02 10:00:00.123456+02' at")).rows[0]; assert.equal(at.toISOString(), '2026-03-02T08:00:00.123Z');`,
    'takes parameters of every kind': `const [row] = (await a.query(db, 'select $1::int i, $2::bool b, $3::timestamptz t, $4::text[] a, $5::jsonb j, $6::bytea y, $7::text u, $8::int8 g', [1, false, new Date(5), ['x', null, '"\\\\{}'], { k: 'v' }, new Uint8Array([7]), undefined, 2n ** 60n])).rows;
      assert.deepEqual([row.i, row.b, row.t.getTime(), row.a, row.j, row.y, row.u, row.g], [1, false, 5, ['x', null, '"\\\\{}'], { k: 'v' }, new Uint8Array([7]), null, 2n ** 60n]);`,
    'refuses parameters that no column can hold': `for (const bad of [() => 1, Symbol('x'), new Proxy({}, {}), new Date(NaN), 'a\\0b']) await assert.rejects(a.query(db, 'select $1::text', [bad]), TypeError);
      await assert.rejects(a.query(db, 'select 1', { length: 1 }), TypeError); await assert.rejects(a.query(db, 7), TypeError); await assert.rejects(a.query(db, 'x'.repeat(200_000)), TypeError);`,
    'gives errors with their SQLSTATE': `const error = await a.failure(db, "insert into orders (id, user_id, total, created) values (1, 1, 1, now())");
      assert.deepEqual([error.name, error.code, error.table, error.constraint, error.detail], ['PostgresError', '23505', 'orders', 'orders_pkey', 'Key (id)=(1) already exists.']);
      assert.equal((await a.failure(db, 'select * from nowhere')).code, '42P01'); assert.equal((await a.failure(db, "select 'x'::int")).code, '22P02'); assert.equal((await a.failure(db, '')).code, '42601');`,
    'commits what succeeded': `assert.equal(await a.transfer(db, false), 'done'); assert.deepEqual((await postgres.query('select name from users where id = 1')).rows, [{ name: 'changed' }]);
      assert.deepEqual(postgres.statements().map(s => [s.sql.split(' ')[0], s.transaction, s.rowCount, s.error]), [['begin', 1, 0, null], ['update', 1, 1, null], ['commit', 1, 0, null]]);`,
    'rolls back what threw': `await assert.rejects(a.transfer(db, true), /no money/); assert.deepEqual((await postgres.query('select name from users where id = 1')).rows, [{ name: 'user 1' }]);
      assert.deepEqual(postgres.statements().map(s => s.sql.split(' ')[0]), ['begin', 'update', 'rollback']);`,
    'makes savepoints of inner transactions': `await db.transaction(async tx => { await tx.query("update users set name = 'outer' where id = 1");
        await assert.rejects(tx.transaction(async inner => { await inner.query("update users set name = 'inner' where id = 2"); throw new Error('no'); }), /no/);
        await assert.rejects(tx.transaction(async inner => { await inner.query('select 1/0'); }), /division/); await tx.query("update users set name = 'after' where id = 3"); });
      assert.deepEqual((await postgres.query('select name from users order by id')).rows.map(r => r.name), ['outer', 'user 2', 'after']);`,
    'tells when a swallowed error has undone a transaction': `await assert.rejects(db.transaction(async tx => { await tx.query("update users set name = 'x'"); await tx.query('select 1/0').catch(() => {}); }), { code: '25P02' });
      assert.equal((await postgres.query("select count(*) n from users where name = 'x'")).rows[0].n, 0);`,
    'knows isolation levels and read-only transactions': `assert.equal(await db.transaction(async tx => (await tx.query('show transaction_isolation')).rows[0].transaction_isolation, { isolation: 'serializable' }), 'serializable');
      await assert.rejects(db.transaction(tx => tx.query("update users set name = 'x'"), { readOnly: true }), { code: '25006' }); await assert.rejects(db.transaction(async () => {}, { isolation: 'x; drop table users' }), TypeError);`,
    'ends a transaction with its callback': `let kept: any; await db.transaction(async tx => { kept = tx; }); await assert.rejects(kept.query('select 1'), { code: '25P01' });`,
    'lets transactions take turns': `postgres.latency(10); const seen: string[] = []; const one = (name: string) => postgres.client(name).transaction(async tx => { seen.push(name + ' in'); await tx.query('select 1'); seen.push(name + ' out'); });
      const both = Promise.all([one('a'), one('b')]); await clock.advance(100); await both; assert.deepEqual([seen, clock.elapsed()], [['a in', 'a out', 'b in', 'b out'], 100]);
      assert.deepEqual(postgres.statements().map(s => [s.client, s.sent, s.answered]), [['a', 0, 10], ['a', 10, 20], ['a', 20, 30], ['b', 30, 40], ['b', 40, 50], ['b', 50, 60]]);`,
    'lets nobody wait for ever for a turn': `const tx = db.transaction(async () => { await a.query(db, 'select 1'); }); const failed = assert.rejects(tx, { code: '53300' }); await clock.advance(30_000); await failed;`,
    'follows the virtual clock': `await clock.advance(90_500); const [row] = (await a.query(db, 'select now() n, clock_timestamp() c, current_date::text d')).rows; assert.deepEqual([row.n.getTime(), row.c.getTime(), row.d], [clock.now(), clock.now(), '2026-03-02']);
      clock.setWallClock('2031-05-06T00:00:00.250Z'); assert.equal((await a.query(db, 'select now() n')).rows[0].n.toISOString(), '2031-05-06T00:00:00.250Z');
      await db.transaction(async tx => { const first = (await tx.query('select now() n')).rows[0].n; await clock.advance(1_000); const [later] = (await tx.query('select now() n, clock_timestamp() c')).rows; assert.deepEqual([later.n.getTime() - first.getTime(), later.c.getTime() - first.getTime()], [0, 1_000]); });`,
    'logs and counts statements': `for (let id = 1; id <= 3; id++) await a.query(db, 'select * from orders where user_id = $1', [id]); assert.equal(postgres.statements(/from orders/).length, 3); assert.deepEqual(postgres.statements()[1].params, ['2']);
      await a.failure(db, 'select 1/0'); assert.equal(postgres.statements().at(-1).error, '22012'); postgres.clearStatements(); assert.deepEqual(postgres.statements(), []);`,
    'shows plans': `const by = await postgres.explain('select * from orders where id = $1', [7], { analyze: true }); assert.deepEqual([by.indexes, by.hasSeqScan(), by.root.type, by.root.actualRows, by.root.blocks > 0], [['orders_pkey'], false, 'Index Scan', 1, true]);
      const all = await postgres.explain('select * from orders o join users u on u.id = o.user_id where total > 10'); assert.deepEqual([all.hasSeqScan('orders'), all.hasSeqScan('nowhere'), all.hasSeqScan(), all.root.actualRows], [true, false, true, null]);
      await a.query(db, 'select * from orders where id = $1', [9]); assert.deepEqual((await postgres.explain(postgres.statements()[0])).indexes, ['orders_pkey']); assert.ok(all.nodes.length >= 3 && all.hasNode('Hash Join'), JSON.stringify(all.json));
      await postgres.explain('delete from orders', [], { analyze: true }); assert.equal((await postgres.query('select count(*) n from orders')).rows[0].n, 1_000);`,
    'times what it analyses, at the beginning of a check too': `const [{ 'QUERY PLAN': [{ Plan }] }] = (await a.query(db, 'explain (analyze, format json) select count(*) from orders where total > 5')).rows; assert.deepEqual([clock.elapsed(), Plan['Actual Total Time']], [0, 0]);`,
    'is not misled by settings of the learner': `await a.query(db, "select set_config('enable_indexscan', 'off', false), set_config('enable_bitmapscan', 'off', false), set_config('search_path', 'nowhere', false)");
      assert.deepEqual((await postgres.explain('select * from orders where id = 1')).indexes, ['orders_pkey']);`,
    'takes virtual time': `postgres.latency({ min: 5, max: 15 }); const one = a.query(db, 'select 1'); assert.equal((await settled(one)).state, 'pending'); await clock.advance(15); assert.equal((await settled(one)).state, 'fulfilled');
      postgres.latency(() => 0); postgres.slow({ match: /orders/, ms: 3_000 }); await a.query(db, 'select 1'); const slow = a.query(db, 'select * from orders'); await clock.advance(2_999); assert.equal((await settled(slow)).state, 'pending'); await clock.advance(1); assert.equal((await settled(slow)).state, 'fulfilled');`,
    'fails as it is told': `postgres.fail({ match: /^update/, error: 'serialization-failure', times: 2 }); assert.equal(await a.retrying(db), 3); assert.equal((await postgres.query('select name from users where id = 1')).rows[0].name, 'retried');
      assert.deepEqual(postgres.statements(/^(update|commit|rollback)/).map(s => [s.sql.split(' ')[0], s.error]), [['update', '40001'], ['rollback', null], ['update', '40001'], ['rollback', null], ['update', null], ['commit', null]]);
      postgres.fail({ error: { code: '55P03', message: 'lock not available' } }); assert.equal((await a.failure(db, 'select 1')).code, '55P03');`,
    'fails a transaction as Postgres would': `postgres.fail({ match: /users/, error: 'deadlock' }); await db.transaction(async tx => { await tx.query("update orders set total = 0").catch(() => {}); await tx.query('select * from users').catch(() => {}); assert.equal((await a.failure(tx, 'select 1')).code, '25P02'); }).catch(e => assert.equal(e.code, '25P02'));
      assert.equal((await postgres.query('select count(*) n from orders where total = 0')).rows[0].n, 0);`,
    'loses the answer to a commit that took effect': `postgres.fail({ match: /^commit/, error: 'connection-lost', when: 'after' }); await assert.rejects(a.transfer(db, false), { code: '08006' }); assert.equal((await postgres.query('select name from users where id = 1')).rows[0].name, 'changed');`,
    'loses a connection and the transaction with it': `postgres.fail({ match: /^update orders/, error: 'connection-lost' }); await assert.rejects(db.transaction(async tx => { await tx.query("update users set name = 'x'"); await tx.query('update orders set total = 0').catch(() => {}); await tx.query("update users set name = 'y'"); }), { code: '08006' });
      assert.equal((await postgres.query("select count(*) n from users where name in ('x', 'y')")).rows[0].n, 0); assert.equal((await a.query(db, 'select 1 one')).rows[0].one, 1);`,
    'crashes and starts again': `const held = db.transaction(async tx => { await tx.query("update users set name = 'x'"); await clock.sleep(10); await tx.query('select 1'); }); const lost = assert.rejects(held, { code: '08006' }); await clock.settle(); postgres.crash(); await clock.advance(10); await lost;
      assert.equal((await a.failure(db, 'select 1')).code, '08006'); postgres.restart(); assert.equal((await a.query(db, "select count(*) n from users where name = 'x'")).rows[0].n, 0);`,
    'gives the learner rights that the suite grants': `assert.equal((await a.failure(db, 'create table mine (id int)')).code, '42501'); await postgres.exec('grant create on schema public to learner'); await a.query(db, 'create table mine (id int)'); await a.query(db, 'create index on mine (id)');
      assert.equal((await a.failure(db, 'drop table users')).code, '42501'); await postgres.exec('revoke select on orders from learner'); assert.equal((await a.failure(db, 'select * from orders')).code, '42501');`,
    'allows settings for a transaction': `await db.transaction(async tx => { await tx.query('set local search_path = pg_catalog'); await tx.query("select set_config('app.tenant', $1, true)", ['7']); assert.equal((await tx.query("select current_setting('app.tenant') t")).rows[0].t, '7'); }); assert.equal((await a.query(db, 'show search_path')).rows[0].search_path, 'public');`,
    'has text search and functions of the suite': `await postgres.exec("create function twice(n int) returns int language sql as 'select 2 * n'"); assert.deepEqual((await a.query(db, "select twice(21) n, to_tsvector('english', 'running cats') @@ to_tsquery('english', 'cat & run') found")).rows, [{ n: 42, found: true }]);`,
    'survives what it cannot hold': `assert.equal((await a.failure(db, "select repeat('x', 900000000)")).code, '53200'); assert.equal((await a.failure(db, 'select ' + '('.repeat(40_000) + '1' + ')'.repeat(40_000))).code.slice(0, 2), '42');
      assert.equal((await a.failure(db, 'select generate_series(1, 20000)')).code, '54000'); assert.equal((await a.query(db, 'select 1 one')).rows[0].one, 1);`,
  };

  it('does what it promises', async () => {
    const body = Object.entries(bodies).map(
      ([title, text]) =>
        `it(${JSON.stringify(title)}, async () => { const db = postgres.client('app'); ${text} });`,
    );
    const report = await run(requestFor(suite(body.join('\n'))));
    assert.deepEqual(outcomes(report), passing(Object.keys(bodies)));
    assert.equal(report.walls.permissions, true);
  });

  it('begins each check with the same database', async () => {
    const leave: Readonly<Record<string, string>> = {
      'rows and tables': `await postgres.exec('grant create on schema public to learner'); await a.query(db, 'create table left_behind (id int)'); await a.query(db, 'delete from orders'); await a.query(db, "select nextval('numbers')");`,
      'a setting and a role': `await postgres.exec("create role somebody"); await a.query(db, "select set_config('app.x', 'left', false)");`,
      'an open transaction': `void db.transaction(async tx => { await tx.query('delete from orders'); await new Promise(() => {}); }).catch(() => {}); await clock.settle();`,
      'a failed transaction': `void db.transaction(async tx => { await tx.query('select 1/0').catch(() => {}); await new Promise(() => {}); }).catch(() => {}); await clock.settle();`,
      'a statement under way': `postgres.latency(1_000); void a.query(db, 'delete from orders').catch(() => {}); await clock.settle();`,
      'a transaction that goes on later': `void db.transaction(async tx => { await new Promise<void>(resolve => { goOn = resolve; }); await tx.query('delete from orders'); }).catch(error => { late = error.code; }); await clock.settle();`,
      'planned faults': `postgres.fail({ error: 'deadlock', times: 99 }); postgres.latency(50); postgres.crash();`,
      'a full memory': `await a.failure(db, "select repeat('x', 900000000)"); await a.failure(db, 'select array_agg(g) from generate_series(1, 3000000) g');`,
      'much data': `await postgres.exec("insert into orders select g, 1, g, now() from generate_series(2000, 60000) g"); await postgres.exec('vacuum full orders'); await postgres.exec('drop table users cascade');`,
    };
    const look = `goOn?.(); await clock.settle(); if (goOn) assert.equal(late, '08006'); goOn = null; postgres.clearStatements();
      const [row] = (await a.query(db, "select (select count(*) from orders) orders, (select count(*) from users) users, to_regclass('left_behind') t, nextval('numbers') n, current_setting('app.x', true) x, (select count(*) from pg_roles where rolname = 'somebody') roles, txid_current()::text tx, (select sum(hashtext(o::text)) from orders o) sum")).rows;
      expected ??= row; assert.deepEqual(row, expected); assert.deepEqual([row.orders, row.users, row.t, row.n, row.x, row.roles], [1_000, 3, null, 1, null, 0]); assert.equal(postgres.statements().length, 1);`;
    const titles = Object.keys(leave);
    const checks = titles.map(
      title => `it('leave ${title}', async () => { const db = postgres.client(); ${leave[title]} });
it('after ${title}', async () => { const db = postgres.client(); ${look} });`,
    );
    const report = await run(
      requestFor(suite(`let expected: any; let goOn: any; let late: any;\n${checks.join('\n')}`)),
    );
    assert.deepEqual(
      outcomes(report),
      passing(titles.flatMap(title => [`leave ${title}`, `after ${title}`])),
    );
  });

  it('does the same again with the same seed, and something else with another', async () => {
    const look = `it('looks', async () => { const db = postgres.client(); postgres.latency({ min: 1, max: 50 }); const all = a.printed(db, ["select random(), gen_random_uuid()", "select id, ctid, xmin from orders order by random() limit 5", "explain (analyze, timing off, summary off) select * from orders where total > 500", "select now(), pg_backend_pid()"]);
      await clock.advance(1_000); await all; console.log(JSON.stringify(postgres.statements())); });`;
    const files = {
      'a.ts': `export async function printed(db: any, statements: string[]) { for (const sql of statements) console.log(JSON.stringify((await db.query(sql)).rows)); }`,
    };
    const parts = suite(look, { files });
    const seen = await Promise.all(
      [1, 1, 2].map(async seed => {
        const report = await run(requestFor(parts, { seed }));
        assert.deepEqual(outcomes(report), passing(['looks']));
        return report.checks[0]!.logs.map(line => line.text);
      }),
    );
    assert.deepEqual(seen[0], seen[1]);
    assert.notDeepEqual(seen[0], seen[2]);
    assert.equal(seen[0]?.length, 5);
  });

  it('reports at once a check that waits for ever, and mistakes of an author', async () => {
    const report = await run(
      requestFor(
        suite(`it('waits', async () => { const db = postgres.client(); await db.transaction(async () => { await a.query(db, 'select 1'); }); });
it('works', async () => { assert.equal((await postgres.query('select count(*) n from users')).rows[0].n, 3); });
describe('broken', () => { beforeEach(postgres.template('create table')); it('set-up', () => {}); });`),
      ),
    );
    assert.deepEqual(outcomes(report), {
      waits: `Waits for ever: nothing is left to run at virtual t=0 ms (1 timer pending).
A promise is waiting for time to pass, and time moves only when the check moves it: it expected an answer without waiting.`,
      works: 'passed',
      'broken › set-up': 'PostgresError: syntax error at end of input',
    });
  });

  it('refuses a client that is imported as a value', async () => {
    const files = { 'a.ts': `import { Database } from 'postgres-client';\nexport const d = Database;` };
    const report = await run(requestFor(suite(`it('x', () => {});`, { files })));
    assert.deepEqual(report.kind === 'did-not-compile' && report.errors.map(error => error.message), [
      `'postgres-client' has only types here: write “import type { … } from 'postgres-client'”. The database is handed to your code.`,
    ]);
  });
});
