/// <reference path="./postgres-client.d.ts" />
import type { Database, Param, Result } from 'postgres-client';

/**
 * What a hidden suite of an exercise with `services: [postgres]` may import from `#services/postgres`: a PostgreSQL
 * server in the same process. Before each check it is as new; its clock is the virtual one, its chance is the seed's.
 */

/** Full access, as the superuser. Not logged, not delayed, not subject to faults; never for the learner. */
export interface Admin {
  query<Row = Record<string, any>>(sql: string, params?: readonly Param[]): Promise<Result<Row>>;
  /** Any number of statements, separated by semicolons. */
  exec(sql: string): Promise<void>;
}

/** A statement that the learner's code has sent, `begin`, `savepoint` and `commit` among them. */
export interface Statement {
  readonly sql: string;
  /** In text form, as they were sent. */
  readonly params: readonly (string | null)[];
  readonly client: string;
  /** Counts transactions; null outside of one. */
  readonly transaction: number | null;
  /** Virtual milliseconds since the check began, when it was sent and when its answer came. */
  readonly sent: number;
  readonly answered: number;
  readonly rowCount: number;
  /** SQLSTATE, or null if it succeeded. */
  readonly error: string | null;
}

/** One step of a plan. */
export interface PlanNode {
  /** As EXPLAIN calls it: `Seq Scan`, `Index Scan`, `Index Only Scan`, `Sort`, … */
  readonly type: string;
  readonly table: string | null;
  readonly index: string | null;
  readonly cost: number;
  readonly estimatedRows: number;
  /** Null without `analyze`. Per loop. */
  readonly actualRows: number | null;
  readonly loops: number | null;
  /** Rows that a filter threw away, per loop. */
  readonly removedRows: number;
  /** Blocks of 8 KiB that it and the steps below touched; null without `analyze`. */
  readonly blocks: number | null;
  readonly children: readonly PlanNode[];
}

export interface Plan {
  readonly root: PlanNode;
  /** The root and all below it, from the top. */
  readonly nodes: readonly PlanNode[];
  /** Names of the indexes that it uses, each once. */
  readonly indexes: readonly string[];
  /** Whether it reads the whole table, or any table, from beginning to end. */
  hasSeqScan(table?: string): boolean;
  hasNode(type: string): boolean;
  /** What EXPLAIN gave. */
  readonly json: unknown;
}

export interface ExplainOptions {
  /** Runs the statement too, and rolls it back. Times are never measured. */
  readonly analyze?: boolean;
}

/** `connection-lost` ends a transaction; the others leave it failed until it is rolled back, as in Postgres. */
export type Failure =
  | 'serialization-failure'
  | 'deadlock'
  | 'connection-lost'
  | 'too-many-connections'
  | 'timeout'
  | { readonly code: string; readonly message: string };

export interface Fault {
  /** Which of the learner's statements; all of them when absent. `begin` and `commit` are statements too. */
  readonly match?: RegExp;
  readonly error: Failure;
  /** How many statements it hits. Default 1. */
  readonly times?: number;
  /** `after`: the statement takes effect and its answer is lost. Default `before`. */
  readonly when?: 'before' | 'after';
}

export interface Slowness {
  readonly match?: RegExp;
  /** Virtual milliseconds, in addition to the latency. */
  readonly ms: number;
  /** Default: all of them. */
  readonly times?: number;
}

/** Virtual milliseconds for each statement: a number, a range that is drawn from, or a function. */
export type Latency = number | { readonly min: number; readonly max: number } | ((sql: string) => number);

export interface Postgres extends Admin {
  /**
   * A database to begin with. The set-up runs once, at a fixed moment, followed by VACUUM ANALYZE; afterwards the
   * database is put back to how it stood then, in milliseconds: `beforeEach(postgres.template('create table …'))`. The
   * learner's role may read and write tables of the schema `public` and use their sequences.
   */
  template(setUp: string | ((admin: Admin) => Promise<void>)): () => Promise<void>;
  /** What to hand to the learner. The role behind it is called `learner` and owns nothing. */
  client(name?: string): Database;
  /** What the learner's code has sent, in order. */
  statements(match?: RegExp): readonly Statement[];
  clearStatements(): void;
  /** The plan of a statement, or of one that the learner's code has sent. */
  explain(
    statement: string | Pick<Statement, 'sql' | 'params'>,
    params?: readonly Param[],
    options?: ExplainOptions,
  ): Promise<Plan>;
  latency(latency: Latency): void;
  fail(fault: Fault): void;
  slow(slowness: Slowness): void;
  /** Loses every connection: open transactions are rolled back and statements fail until `restart`. */
  crash(): void;
  restart(): void;
}
export declare const postgres: Postgres;
