export interface WindowCounts {
  readonly calls: number;
  readonly failures: number;
}

/**
 * Counts outcomes of the last `windowMs` in bounded memory: a list with an entry for every call is not bounded when
 * the traffic is not. An outcome counts while it is younger than nine tenths of the window, and does not count any
 * more once it is as old as the window. What you do in between is up to you, and that freedom is the way to save memory.
 */
export class FailureWindow {
  constructor(
    readonly windowMs: number,
    readonly startedAt: number,
  ) {}

  /** @param now a reading of `performance.now()`; never smaller than the one before */
  record(failed: boolean, now: number): void {
    throw new Error(`not implemented: record ${failed ? 'a failure' : 'a success'} at ${now}`);
  }

  counts(now: number): WindowCounts {
    throw new Error(`not implemented: count the outcomes up to ${now}`);
  }
}
