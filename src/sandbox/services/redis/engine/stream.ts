export interface StreamId {
  readonly ms: number;
  readonly sequence: number;
}

export interface StreamEntry {
  readonly id: StreamId;
  /** Field, value, field, value … */
  readonly fields: readonly string[];
}

export const compareIds = (a: StreamId, b: StreamId): number => a.ms - b.ms || a.sequence - b.sequence;

export const idText = ({ ms, sequence }: StreamId): string => `${ms}-${sequence}`;

/** An append-only list of entries. */
export class Stream {
  readonly entries: StreamEntry[] = [];
  last: StreamId = { ms: 0, sequence: 0 };

  add(entry: StreamEntry): void {
    this.entries.push(entry);
    this.last = entry.id;
  }

  /** Drops the oldest entries. @returns how many */
  drop(count: number): number {
    return this.entries.splice(0, Math.max(0, count)).length;
  }
}
