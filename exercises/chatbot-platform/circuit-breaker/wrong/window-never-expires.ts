export interface WindowCounts {
  readonly calls: number;
  readonly failures: number;
}

export class FailureWindow {
  #calls = 0;
  #failures = 0;

  constructor(
    readonly windowMs: number,
    readonly startedAt: number,
  ) {}

  record(failed: boolean, _now: number): void {
    this.#calls += 1;
    if (failed) this.#failures += 1;
  }

  counts(_now: number): WindowCounts {
    return { calls: this.#calls, failures: this.#failures };
  }
}
