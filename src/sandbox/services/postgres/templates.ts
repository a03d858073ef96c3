import type { Admin } from '../../../../media/types/postgres';
import type { Server } from './server';
import type { Snapshot } from './snapshot';

/** Each holds what it has changed: a few MiB, or more with many rows. */
const maxKept = 12;

type SetUp = string | ((admin: Admin) => Promise<void>);

/** Databases to begin with, each set up once. */
export class Templates {
  /** Set-ups that are plain SQL do the same each time, so that a rehearsal of the suites makes them for the run. */
  private readonly kept = new Map<SetUp, Snapshot>();

  constructor(
    private readonly server: Server,
    private readonly admin: Admin,
    private readonly allowMoreTime: () => void,
  ) {}

  /** @returns what puts the database back to how the set-up left it */
  define(setUp: SetUp): () => Promise<void> {
    return async () => {
      const snapshot = this.kept.get(setUp) ?? (await this.make(setUp));
      this.server.restore(snapshot);
      this.server.seed();
    };
  }

  private async make(setUp: SetUp): Promise<Snapshot> {
    const { server, admin } = this;
    server.restoreBase();
    server.fix('template');
    if (typeof setUp === 'string') await admin.exec(setUp);
    else await setUp(admin);
    await vacuum(admin);
    await admin.exec('checkpoint'); // drops the log of changes
    const snapshot = server.take();
    this.allowMoreTime();
    const [oldest] = this.kept.keys();
    if (this.kept.size >= maxKept && oldest !== undefined) this.kept.delete(oldest);
    this.kept.set(setUp, snapshot);
    return snapshot;
  }
}

/** So that plans depend on the data and on nothing else. Of the catalog nothing is known to need it. */
async function vacuum(admin: Admin): Promise<void> {
  const { rows } = await admin.query<{ name: string }>(
    `select c.oid::regclass::text as name
     from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where c.relkind in ('r', 'p', 'm') and n.nspname !~ '^(pg_|information_schema$)'
     order by c.oid`,
  );
  if (rows.length > 0) await admin.exec(`vacuum analyze ${rows.map(row => row.name).join(', ')}`);
}
