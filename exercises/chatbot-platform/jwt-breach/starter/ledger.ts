import type { StoreView } from './types';

/**
 * What all servers know together, as seen by one script that runs alone in the store: sessions, revoked users, networks
 * and tokens, the key ring. Nothing comes between its reads and its writes.
 */
export class Ledger {
  constructor(private readonly db: StoreView) {}

  // Which entries are there, under which keys, and when may each be forgotten?

  get now(): number {
    return this.db.time();
  }
}
