/**
 * Jobs that wait in one lane, first come, first served. A client may cancel somewhere in the middle, and 40,000 may wait:
 * which operations does this need, and what do they cost in an array?
 */
export class LaneQueue<T> {
  add(item: T): void {
    throw new Error(`not implemented: let ${String(item)} wait`);
  }

  /** Takes the one that has waited longest. */
  next(): T | undefined {
    throw new Error('not implemented: whose turn is it?');
  }
}
