import type { ExerciseParts } from '../support/exercise';

/** What the suites of these tests begin with. */
const schema = `
create table users (id int primary key, name text not null);
create table orders (id int primary key, user_id int not null references users, total int not null check (total >= 0), created timestamptz not null);
create sequence numbers;
insert into users select n, 'user ' || n from generate_series(1, 3) n;
insert into orders select n, 1 + n % 3, n, now() - n * interval '1 minute' from generate_series(1, 1000) n;`;

/** The learner's code: it passes on what a check hands it. */
export const learner = `import type { Database, PostgresError } from 'postgres-client';
export const query = (db: Database, sql: any, params?: any) => db.query<any>(sql, params);
export const failure = (db: Database, sql: any, params?: any): Promise<PostgresError> => db.query(sql, params).then(() => { throw new Error('It succeeded.'); }, (error: any) => error);
export const transfer = (db: Database, broke: boolean) => db.transaction(async tx => {
  await tx.query("update users set name = 'changed' where id = 1");
  if (broke) throw new RangeError('no money');
  return 'done';
});
export async function retrying(db: Database) {
  for (let attempt = 1; ; attempt++) {
    try {
      await db.transaction(async tx => { await tx.query("update users set name = 'retried' where id = 1"); });
      return attempt;
    } catch (error) {
      if ((error as PostgresError).code !== '40001' || attempt === 5) throw error;
    }
  }
}
`;

/** An exercise of which one suite holds `checks`; each begins with the shop. */
export const suite = (checks: string, more: Partial<ExerciseParts> = {}): ExerciseParts => ({
  services: ['postgres'],
  files: { 'a.ts': learner },
  limits: { checkMs: 20_000, runMs: 60_000 },
  suites: {
    s: `import * as a from '#attempt/a';
import { postgres } from '#services/postgres';
beforeEach(postgres.template(${JSON.stringify(schema)}));
${checks}`,
  },
  ...more,
});

export const passing = (titles: readonly string[]): Record<string, string> =>
  Object.fromEntries(titles.map(title => [title, 'passed']));
