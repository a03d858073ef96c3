/**
 * Two changes at once, as a server sees them that runs transactions side by side: until they meet at a lock, neither
 * sees what the other has written. The server of the checks runs one transaction after another, so the second is played.
 *
 * 1. The first is tried and rolled back; what it has locked at its end is noted.
 * 2. So is the second, from the same state. Its answers are kept, up to the statement that would have waited for the first.
 * 3. The first is made. Then the second is, with the answers of 2, and with those of the server from the lock on.
 *
 * Serializable transactions wait for nothing: the second gets all of the answers of 2, and its commit fails once.
 */
import type { Database, Param, Queryable, Result, TransactionOptions } from 'postgres-client';
import { postgres } from '#services/postgres';
import { harden } from '#testkit';

type Change = (db: Database) => Promise<unknown>;

interface Step {
  readonly sql: string;
  readonly result: Result<never>;
  /** What its transaction has locked by then. */
  readonly locks: ReadonlySet<string>;
}

interface Trial {
  readonly steps: readonly Step[];
  /** At the end of the transaction that ended last. */
  readonly locks: ReadonlySet<string>;
  readonly isSerializable: boolean;
}

/** @returns what came of the second; the first has been made */
export async function sideBySide(first: Change, second: Change): Promise<PromiseSettledResult<unknown>> {
  const [one, two] = [await attempt(first), await attempt(second)];
  const isSerializable = one.isSerializable && two.isSerializable;
  const meeting = two.steps.findIndex(({ locks }) => conflict(one.locks, locks));
  const stale = meeting < 0 || isSerializable ? two.steps : two.steps.slice(0, meeting);
  await first(postgres.client('server 1'));
  if (isSerializable) postgres.fail({ match: /^\s*commit/i, error: 'serialization-failure' });
  const [result] = await Promise.allSettled([second(replaying(postgres.client('server 2'), stale))]);
  return result;
}

/** Lets it happen, with notes, and rolls it back. */
async function attempt(change: Change): Promise<Trial> {
  const steps: Step[] = [];
  const visible = await rowsOf(postgres);
  const trial = { steps, locks: new Set<string>(), isSerializable: false };
  const undone = new Error('rolled back, for this was a trial');

  const recording = (tx: Queryable, locked: Set<string>): Queryable =>
    harden({
      async query(sql: string, params?: readonly Param[]) {
        const result = await tx.query<never>(sql, params);
        if (!/^\s*set\s/i.test(sql)) {
          trial.isSerializable = await note(tx, sql, visible, locked);
          trial.locks = locked;
        }
        steps.push({ sql, result: structuredClone(result), locks: new Set(locked) });
        return result as never;
      },
      transaction: (run: (inner: Queryable) => Promise<never>) =>
        tx.transaction(inner => run(recording(inner, locked))),
    });

  const db = postgres.client('trial');
  const begin = async <T>(run: (tx: Queryable) => Promise<T>, options?: TransactionOptions): Promise<T> => {
    const done: T[] = [];
    try {
      return await db.transaction(async tx => {
        done.push(await run(recording(tx, new Set())));
        throw undone;
      }, options);
    } catch (error) {
      if (error !== undone) throw error;
      return done[0]!;
    }
  };
  await change(
    harden({
      // A statement by itself is a transaction that ends with it, and so do its locks.
      query: (sql: string, params?: readonly Param[]) =>
        begin(tx => tx.query<never>(sql, params)) as Promise<never>,
      transaction: (run: (tx: Queryable) => Promise<never>, options?: TransactionOptions) =>
        begin(run, options),
    }),
  ).catch(() => undefined); // a design that fails here will fail there
  return trial;
}

/** The same statements get the answers that were kept; they are run all the same. */
function replaying(db: Queryable, stale: readonly Step[]): Database {
  const left = [...stale];
  const wrap = (inner: Queryable): Queryable =>
    harden({
      async query(sql: string, params?: readonly Param[]) {
        const result = await inner.query<never>(sql, params);
        const step = left.shift();
        if (step?.sql === sql) return structuredClone(step.result) as never;
        left.length = 0;
        return result as never;
      },
      transaction: (run: (tx: Queryable) => Promise<never>, options?: TransactionOptions) =>
        inner.transaction(tx => run(wrap(tx)), options),
    });
  return wrap(db);
}

/** Adds what the transaction has locked by now. @returns whether it is serializable */
async function note(
  tx: Queryable,
  sql: string,
  visible: ReadonlyMap<string, boolean>,
  locked: Set<string>,
): Promise<boolean> {
  const locks = await tx.query<{ object: string; mode: string }>(
    `select concat_ws(' ', locktype, relation, classid, objid, objsubid) as object, mode
     from pg_locks where pid = pg_backend_pid() and locktype in ('relation', 'advisory')`,
  );
  for (const { object, mode } of locks.rows) locked.add(`${object}:${mode}`);
  const now = await rowsOf(tx);
  // A row that was changed or deleted is locked; so is one that was asked for. Foreign keys lock rows for sharing.
  for (const row of visible.keys()) if (!now.has(row)) locked.add(`${row}:ExclusiveLock`);
  if (/\bfor\s+(?:no\s+key\s+)?update\b/i.test(sql))
    for (const [row, isLocked] of now) if (isLocked && visible.has(row)) locked.add(`${row}:ExclusiveLock`);
  const { rows } = await tx.query<{ level: string }>(
    `select current_setting('transaction_isolation') as level`,
  );
  return rows[0]?.level === 'serializable';
}

/** Every row of every table by where it lies, and whether the transaction has locked it. */
async function rowsOf(db: Pick<Queryable, 'query'>): Promise<Map<string, boolean>> {
  const { rows: tables } = await db.query<{ name: string }>(
    `select format('%I', relname) as name from pg_class
     where relnamespace = 'public'::regnamespace and relkind = 'r' order by 1`,
  );
  const all = tables.map(
    ({ name }) => `select '${name.replaceAll("'", "''")} ' || ctid as place,
      coalesce(xmax = pg_current_xact_id_if_assigned()::xid, false) as locked from ${name}`,
  );
  const { rows } = await db.query<{ place: string; locked: boolean }>(all.join(' union all '));
  return new Map(rows.map(({ place, locked }) => [place, locked]));
}

/** Which modes exclude each other, from the manual's table; those of rows and advisory locks have the same names. */
const excludes: Readonly<Record<string, RegExp>> = {
  RowShareLock: /^(Exclusive|AccessExclusive)Lock$/,
  RowExclusiveLock: /^(Share|ShareRowExclusive|Exclusive|AccessExclusive)Lock$/,
  ShareUpdateExclusiveLock: /^(ShareUpdateExclusive|Share|ShareRowExclusive|Exclusive|AccessExclusive)Lock$/,
  ShareLock: /^(RowExclusive|ShareUpdateExclusive|ShareRowExclusive|Exclusive|AccessExclusive)Lock$/,
  ShareRowExclusiveLock: /^(?!AccessShare|RowShare)/,
  ExclusiveLock: /^(?!AccessShare)/,
  AccessExclusiveLock: /^/,
};

function conflict(one: ReadonlySet<string>, two: ReadonlySet<string>): boolean {
  return [...one].some(lock => {
    const [object, mode] = parts(lock);
    return [...two].some(other => {
      const [its, itsMode] = parts(other);
      return its === object && excludes[mode]?.test(itsMode) === true;
    });
  });
}

function parts(lock: string): readonly [object: string, mode: string] {
  const at = lock.lastIndexOf(':');
  return [lock.slice(0, at), lock.slice(at + 1)];
}
