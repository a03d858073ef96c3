import type { Result } from 'postgres-client';
import type { Admin, Plan, Postgres, Statement } from '../../../../media/types/postgres';
import type { ServicePowers } from '../service';
import { matches } from './faults';
import { planFrom } from './plan';
import type { Server } from './server';
import { resultOf, type Session } from './session';
import { postgresError } from './sqlError';
import { Templates } from './templates';
import { encodeParams } from './values';
import { parameterisedQuery, simpleQuery, type Reply } from './wire';

/** What `#services/postgres` exports. */
export function createPostgresKit(server: Server, session: Session, powers: ServicePowers): Postgres {
  const now: Admin = {
    query: <R>(sql: string, params?: unknown): Promise<Result<R>> =>
      Promise.resolve().then(
        () => resultOf(checked(server.asSuperuser(parameterisedQuery(sql, encodeParams(params))))) as never,
      ),
    exec: sql =>
      Promise.resolve().then(() => {
        checked(server.asSuperuser(simpleQuery(sql)));
      }),
  };
  const templates = new Templates(server, powers.harden(now), powers.allowMoreTime);
  const explain: Postgres['explain'] = (statement, params, options) =>
    session.exclusively(() => {
      const { sql, values } = explained(statement, params);
      return powers.harden(explainNow(server, sql, values, options?.analyze === true));
    });
  return powers.harden({
    query: <R>(sql: string, params?: unknown) =>
      session.exclusively(() => now.query<R>(sql, params as never)),
    exec: (sql: string) => session.exclusively(() => now.exec(sql)),
    template: (setUp: Parameters<Postgres['template']>[0]) => {
      const restore = templates.define(setUp);
      return async () => {
        session.disconnect();
        await restore();
      };
    },
    client: (name?: string) => session.client(name),
    statements: (match?: RegExp) =>
      powers.harden(session.statements().filter(({ sql }) => matches(match, sql))),
    clearStatements: () => session.clearStatements(),
    explain,
    latency: latency => session.faults.setLatency(latency),
    fail: fault => session.faults.fail(fault),
    slow: slowness => session.faults.slow(slowness),
    crash: () => session.crash(),
    restart: () => session.restart(),
  } satisfies Postgres);
}

function explained(
  statement: string | Pick<Statement, 'sql' | 'params'>,
  params: unknown,
): { sql: string; values: readonly (string | null)[] } {
  if (typeof statement === 'string') return { sql: statement, values: encodeParams(params) };
  return { sql: statement.sql, values: statement.params };
}

/** Times are never measured: they would differ from run to run. */
function explainNow(server: Server, sql: string, values: readonly (string | null)[], analyze: boolean): Plan {
  const options = analyze ? 'analyze, timing off, summary off, buffers, ' : '';
  if (analyze) checked(server.asSuperuser(simpleQuery('begin')));
  try {
    const reply = checked(
      server.asSuperuser(parameterisedQuery(`explain (${options}format json) ${sql}`, values)),
    );
    const text = reply.rows.map(([line]) => line).join('\n');
    return planFrom(JSON.parse(text));
  } finally {
    if (analyze) server.asSuperuser(simpleQuery('rollback'));
  }
}

function checked(reply: Reply): Reply {
  if (reply.error) throw postgresError(reply.error);
  if (reply.overflown) throw new Error('The result is too large.');
  return reply;
}
