import type { ServicePowers } from '../service';
import { randomStream, type RandomStream } from '../../randomStream';
import { epoch } from '../../virtualClock';
import { Engine } from './engine';
import type { PostgresFiles } from './postgresFiles';
import type { Snapshot } from './snapshot';
import { parameterisedQuery, simpleQuery, type Reply } from './wire';

interface ReplyLimits {
  readonly rows: number;
  readonly bytes: number;
}

const suiteLimits: ReplyLimits = { rows: 200_000, bytes: 64_000_000 };

/** Time and chance of a set-up, which is done once for many checks. */
interface FixedSurroundings {
  readonly random: RandomStream;
}

/**
 * Milliseconds since the machine was started when a check begins. To the server a time of zero is one that was not taken:
 * with timing, EXPLAIN ANALYZE would fail.
 */
const uptimeBefore = 1_000;

/** Loads libraries: what is loaded after the first snapshot would be lost with the memory that it uses. */
const firstSql = [`do $$ begin perform 1; end $$`, `select to_tsvector('english', 'words')`];

/** The server of this child: who it runs statements for, and how it stood before. */
export class Server {
  private engine!: Engine;
  private base!: Snapshot;
  private learner = 0;
  private fixed: FixedSurroundings | null = null;
  /** Whether it stands otherwise than at the beginning. */
  private used = false;
  /** Whether that is of another check. */
  private stale = false;
  /** Whether the learner may have changed settings of the session. */
  private strange = false;

  private constructor(private readonly powers: ServicePowers) {}

  static async open(files: PostgresFiles, powers: ServicePowers): Promise<Server> {
    const server = new Server(powers);
    server.fix('server');
    server.engine = await Engine.start(files, {
      now: () => (server.fixed ? epoch : powers.clock.now()),
      uptime: () => uptimeBefore + (server.fixed ? 0 : powers.clock.elapsed()),
      random: () => (server.fixed ? server.fixed.random() : powers.random()),
    });
    for (const sql of firstSql) server.asSuperuser(simpleQuery(sql));
    const reply = server.asSuperuser(simpleQuery(`select 'learner'::regrole::oid`));
    server.learner = Number(reply.rows[0]?.[0]);
    server.base = server.engine.take();
    server.fixed = null;
    return server;
  }

  /** From now on, and until `restore`, time stands still and chance does not depend on the seed of the check. */
  fix(purpose: string): void {
    this.fixed = { random: randomStream(0, purpose) };
  }

  /** As new, when it is used next: a template is put there instead. */
  reset(): void {
    this.fixed = null;
    this.stale = this.used;
  }

  take(): Snapshot {
    return this.engine.take(this.base);
  }

  restore(snapshot: Snapshot): void {
    this.fixed = null;
    this.engine.restore(snapshot);
    this.used = snapshot !== this.base;
    this.stale = false;
    this.strange = false;
  }

  restoreBase(): void {
    this.restore(this.base);
  }

  /** The numbers of SQL's random() follow the seed of the check. */
  seed(): void {
    this.asSuperuser(simpleQuery(`select setseed(${2 * this.powers.random() - 1})`));
  }

  asSuperuser(message: Uint8Array): Reply {
    if (this.stale) this.restoreBase();
    if (this.strange) {
      this.strange = false;
      this.engine.run(simpleQuery('reset all'), 0, suiteLimits);
    }
    this.used = true;
    return this.engine.run(message, 0, suiteLimits);
  }

  asLearner(sql: string, params: readonly (string | null)[], limits: ReplyLimits): Reply {
    if (this.stale) this.restoreBase();
    this.used = true;
    if (/set/i.test(sql)) this.strange = true;
    return this.engine.run(parameterisedQuery(sql, params), this.learner, limits);
  }
}
