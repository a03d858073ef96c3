import type { Database } from 'postgres-client';

export interface Message {
  readonly id: number;
  readonly subject: string;
}

/** Statements of the form `create index … on messages …`. */
export type Indexes = readonly string[];

export type Unread = (db: Database, recipientId: number, limit: number) => Promise<readonly Message[]>;

/** Resolves to how many messages were unread and are read now. */
export type MarkRead = (db: Database, recipientId: number, ids: readonly number[]) => Promise<number>;
