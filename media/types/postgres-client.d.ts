/** The database client that an exercise hands to your code. Import its types: `import type { Database } from 'postgres-client'`. */
declare module 'postgres-client' {
  /**
   * What a statement may take for `$1`, `$2`, …: the server converts it to the type that it expects there. An array is
   * an array, any other object is JSON; `undefined` is NULL.
   */
  export type Param =
    | string
    | number
    | bigint
    | boolean
    | null
    | undefined
    | Date
    | Uint8Array
    | readonly Param[]
    | { readonly [key: string]: unknown };

  export interface Result<Row> {
    /**
     * `numeric`, `date` and `uuid` are text, `bigint` is a number while it is exact, `timestamptz` is a Date. Arrays are
     * arrays of such values, `json` and `jsonb` are parsed.
     */
    readonly rows: Row[];
    /** Rows that were given back or changed. */
    readonly rowCount: number;
    /** `SELECT`, `INSERT`, … */
    readonly command: string;
  }

  export interface Queryable {
    /** Runs exactly one statement. At most 10,000 rows come back. */
    query<Row = Record<string, any>>(sql: string, params?: readonly Param[]): Promise<Result<Row>>;
    /**
     * Commits when the callback's promise resolves and rolls back when it rejects. Use the `tx` it is given: while a
     * transaction is open, everything else waits for it. Inside a transaction it makes a savepoint.
     */
    transaction<T>(run: (tx: Transaction) => Promise<T>, options?: TransactionOptions): Promise<T>;
  }
  export type Database = Queryable;
  export type Transaction = Queryable;

  export interface TransactionOptions {
    /** Default `read committed`. */
    readonly isolation?: 'read committed' | 'repeatable read' | 'serializable';
    readonly readOnly?: boolean;
  }

  /** What a failed statement rejects with. */
  export interface PostgresError extends Error {
    readonly name: 'PostgresError';
    /** SQLSTATE: `23505` is a unique violation, `40001` a serialization failure, `08006` a lost connection. */
    readonly code: string;
    readonly severity: string;
    readonly detail?: string;
    readonly hint?: string;
    readonly position?: number;
    readonly schema?: string;
    readonly table?: string;
    readonly column?: string;
    readonly constraint?: string;
  }
}
