import assert from 'node:assert/strict';
import { outcomes, requestFor, useRunner } from '../support/exercise';
import { learner, passing, suite } from './shop';

/** SQL of a learner -> the SQLSTATE that it ends with. */
const refused: Readonly<Record<string, string>> = {
  // Another role.
  'reset session authorization': '0A000',
  'set role postgres': '0A000',
  'discard all': '0A000',
  "select set_config('role', 'postgres', false)": '42501',
  "select set_config('session_authorization', 'postgres', true)": '42501',
  "update pg_settings set setting = 'postgres' where name = 'role'": '42501',
  'alter role learner superuser': '42501',
  "alter role learner set role = 'postgres'": '42501',
  "alter database postgres set session_authorization = 'postgres'": '42501',
  'grant pg_read_server_files to learner': '42501',
  'create role other superuser': '42501',
  'alter table users owner to learner': '42501',
  'select rolpassword from pg_authid': '42501',
  "update pg_authid set rolsuper = true where rolname = 'learner'": '42501',
  'delete from pg_class': '42501',
  'explain analyze delete from pg_proc': '42501',
  // Several statements in one.
  'select 1; drop table users': '42601',
  "select 1; select set_config('role', 'postgres', false)": '42601',
  // Files, programs, other servers.
  "copy users to '/tmp/users'": '0A000',
  "copy users from program 'id'": '0A000',
  "select pg_read_file('/pglite/data/PG_VERSION')": '42501',
  "select pg_read_binary_file('/pglite/data/global/pg_control')": '42501',
  "select pg_ls_dir('/')": '42501',
  "select pg_stat_file('PG_VERSION')": '42501',
  "select lo_import('/etc/passwd')": '42501',
  'select lo_create(0)': '42501',
  "select lo_from_bytea(0, 'x')": '42501',
  "select * from dblink('host=localhost', 'select 1') as t (a int)": '42883',
  'create extension dblink': '0A000',
  "load 'plpgsql'": '0A000',
  'create server s foreign data wrapper w': '42704',
  // Code.
  'do $$ begin perform 1; end $$': '42501',
  "create function f() returns int language sql as 'select 1'": '42501',
  "create function f() returns int language plpgsql as 'begin return 1; end'": '42501',
  "create function f() returns int language c as '/x', 'y'": '42501',
  "create function f() returns int language internal as 'x'": '42501',
  'create table mine (id int)': '42501',
  'create temp table mine (id int)': '42501',
  'create schema mine': '42501',
  // The server.
  'select pg_sleep(1)': '42501',
  'select pg_terminate_backend(pg_backend_pid())': '42501',
  'select pg_cancel_backend(pg_backend_pid())': '42501',
  'select pg_reload_conf()': '42501',
  'select pg_switch_wal()': '42501',
  'alter system set fsync = on': '42501',
  "select set_config('temp_file_limit', '-1', false)": '42501',
  "select set_config('max_stack_depth', '1GB', false)": '42501',
  "select set_config('log_statement', 'all', false)": '42501',
  vacuum: '0A000',
  checkpoint: '0A000',
  'listen channel': '0A000',
  begin: '0A000',
  '/* begin */ commit': '0A000',
  '-- select\nrollback': '0A000',
  "select repeat('x', 2000000000)": '54000',
  "select string_agg(repeat('x', 1000000), '') from generate_series(1, 2000)": '53200',
  'select n from generate_series(1, 100000000) n order by n desc limit 1': '53400',
  'with recursive r(n) as (select 1 union all select 1 from r) select count(*) from r': '53400',
  'insert into users select n, repeat(md5(n::text), 50) from generate_series(10, 1000000) n': '53100',
};

/** The body of a check; `a.attack` is the learner's code. */
const programs: Readonly<Record<string, readonly [attack: string, check: string]>> = {
  'changes what it is handed': [
    `for (const target of [db, db.query, Object.getPrototypeOf(db.query), tx]) for (const change of [() => { target.query = 1; }, () => Object.defineProperty(target, 'x', { value: 1 }), () => { target.call = 1; }]) try { change(); return 'changed'; } catch {} return 'frozen';`,
    `assert.equal(outcome, 'frozen');`,
  ],
  'looks for the host behind it': [
    `const found = []; for (const thing of [db, db.query, tx.transaction, result, result.rows, error, error.constructor]) for (const key of ['constructor', '__proto__']) { const f = thing[key]?.constructor; try { found.push(typeof f('return process')().pid); } catch { found.push('no'); } try { found.push(typeof f('return require')()); } catch { found.push('no'); } } return [...new Set(found)].filter(text => text !== 'no' && text !== 'undefined');`,
    `assert.deepEqual(outcome, []);`,
  ],
  'reads stacks and hidden values of an error': [
    `return [error.stack, Object.keys(error).sort().join(), JSON.stringify(error).includes('suite')];`,
    `assert.deepEqual(outcome, ['', 'code,position,severity', false]);`,
  ],
  'hands over values that bite': [
    `let touched = 0; const bite = { get id() { touched++; return 1; }, toJSON() { touched++; return { id: 2 }; } }; const list: any = [1, 2]; list[Symbol.iterator] = () => { touched += 100; return [][Symbol.iterator](); }; Object.defineProperty(list, 'map', { value: () => { touched += 100; return []; } });
     return [(await db.query('select $1::jsonb j, $2::int[] l', [bite, list])).rows[0], touched < 100];`,
    `assert.deepEqual(outcome, [{ j: { id: 2 }, l: [1, 2] }, true]);`,
  ],
  'hands over endless and deep values': [
    `const deep: any[] = []; let at = deep; for (let n = 0; n < 1e4; n++) { const next: any[] = []; at.push(next); at = next; } const loop: any = {}; loop.loop = loop; const round: any[] = []; round.push(round); const said = [];
     for (const param of [deep, loop, round, 'x'.repeat(5e6), Array.from({ length: 3e6 }, () => 1), new Uint8Array(5e6)]) said.push(await db.query('select $1::text', [param]).then(() => 'took it', (e: any) => e.name)); return said;`,
    `assert.deepEqual(outcome, Array(6).fill('TypeError'));`,
  ],
  'answers with a thenable of its own': [
    `let calls = 0; await db.transaction(() => ({ then(done: any) { calls++; done(1); done(2); } }) as any); return calls;`,
    `assert.equal(outcome, 1); assert.deepEqual(postgres.statements(/^(begin|commit)/).length, 4);`,
  ],
  'keeps a transaction for later': [
    `const said: string[] = []; for (const sql of ['delete from orders', 'commit']) said.push(await tx.query(sql).catch((e: any) => e.code)); return said;`,
    `assert.deepEqual(outcome, ['25P01', '0A000']); assert.equal((await postgres.query('select count(*) n from orders')).rows[0].n, 1_000);`,
  ],
  'opens many savepoints': [
    `const nest = (q: any, n: number): Promise<number> => q.transaction((inner: any) => nest(inner, n + 1)).catch((e: any) => (e.code === '54000' ? n : Promise.reject(e))); return nest(db, 0);`,
    `assert.equal(outcome, 51);`,
  ],
  'smuggles a role through a function that it may write': [
    `const said: unknown[] = []; for (const sql of ["do $$ begin execute 'reset role'; end $$", "do $$ begin execute 'set session authorization postgres'; end $$", "do $$ begin perform set_config('role', 'postgres', false); end $$", "do $$ begin execute 'copy users to program ''id'''; end $$", "create function pg_temp.f() returns text language plpgsql set role = 'postgres' as 'begin return current_user; end'"]) said.push((await db.query(sql).then(() => ({ code: 'done' }), (e: any) => e)).code);
     said.push(await db.transaction(async (t: any) => { await t.query('set local role postgres'); }).catch((e: any) => e.code)); return [...said, (await db.query('select current_user u')).rows[0].u];`,
    `assert.deepEqual(outcome, ['42501', '42501', '42501', '42501', '42501', '42501', 'learner']);`,
  ],
};

describe('attacks through the Postgres client', function () {
  this.timeout(120_000);
  const { run } = useRunner();

  it('are refused by the server', async () => {
    const checks = Object.entries(refused).map(
      ([sql, code]) =>
        `it(${JSON.stringify(sql)}, async () => { const db = postgres.client(); assert.equal((await a.failure(db, ${JSON.stringify(sql)})).code, '${code}'); assert.deepEqual((await a.query(db, 'select current_user u, (select count(*) from users) n')).rows, [{ u: 'learner', n: 3 }]); });`,
    );
    const report = await run(requestFor(suite(checks.join('\n'))));
    assert.deepEqual(outcomes(report), passing(Object.keys(refused)));
  });

  it('get nothing out of what the learner is handed', async () => {
    const attacks = Object.values(programs).map(
      ([attack], index) =>
        `export async function attack${index}(db: any, tx: any, result: any, error: any): Promise<any> { ${attack} }`,
    );
    const checks = Object.entries(programs).map(
      ([title, [, check]], index) =>
        `it('${title}', async () => {
  await postgres.exec('grant usage on language plpgsql to learner; grant create, temporary on database postgres to learner');
  const db = postgres.client(); let tx: any; await db.transaction(async opened => { tx = opened; });
  const outcome = await a.attack${index}(db, tx, await db.query('select 1 one'), await a.failure(db, 'select nothing'));
  ${check}
});`,
    );
    const files = { 'a.ts': `${learner}\n${attacks.join('\n')}` };
    const report = await run(requestFor(suite(checks.join('\n'), { files })));
    assert.deepEqual(outcomes(report), passing(Object.keys(programs)));
  });

  it('is ended at the limit of a check', async () => {
    const check = `it('before', () => {});\nit('hangs', async () => { await a.query(postgres.client(), 'select count(*) from orders a, orders b, orders c, orders d'); });`;
    const report = await run(requestFor(suite(check, { limits: { checkMs: 4_000, runMs: 30_000 } })));
    assert.deepEqual(
      [report.kind, report.kind === 'timed-out' && report.limitMs, outcomes(report)],
      ['timed-out', 4_000, { before: 'passed', hangs: 'not-run' }],
    );
  });
});
