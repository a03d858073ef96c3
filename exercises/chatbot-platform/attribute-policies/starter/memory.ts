import type { Change } from './types';

/** Decisions, each with what it rests on, so that a change can find those that it concerns. */
export class Memory<Entry> {
  constructor(private readonly maxEntries: number) {}

  ask(key: string): Entry | undefined {
    throw new Error(`not implemented: ${key}, one of ${this.maxEntries}`);
  }

  forget(change: Change): void {
    throw new Error(`not implemented: what rests on ${change.name}`);
  }
}
