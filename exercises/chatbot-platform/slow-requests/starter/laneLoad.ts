/** The figures of one lane that outlive its jobs: how long attempts take, and since when the backlog is large or small. */
export class LaneHistory {
  /** An attempt has ended after this long. */
  ended(ms: number): void {
    throw new Error(`not implemented: remember ${ms} ms`);
  }
}
