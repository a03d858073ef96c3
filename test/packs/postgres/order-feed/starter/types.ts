import type { Database } from 'postgres-client';

export interface FeedOrder {
  readonly id: number;
  readonly customer: string;
  readonly total: number;
  readonly created: Date;
}

/** The last order of the page before. */
export interface Cursor {
  readonly created: Date;
  readonly id: number;
}

export type Page = (db: Database, after: Cursor | null, limit: number) => Promise<readonly FeedOrder[]>;

export interface NewOrder {
  readonly id: number;
  readonly customerId: number;
  readonly total: number;
}

export type Place = (db: Database, order: NewOrder) => Promise<void>;
