/**
 * Jobs that wait in one lane, first come, first served. A client may cancel somewhere in the middle. Which operations does
 * this need? An array has all of them; no check asks what they cost with 40,000 jobs, but you may.
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
