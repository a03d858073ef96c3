import type { ScaleOptions } from './types';

const remembered = 20;

/** The figures of one lane that outlive its jobs: how long attempts take, and since when the backlog is large or small. */
export class LaneHistory {
  readonly #lengths: number[] = [];
  #oldest = 0;
  /** Since when the backlog has been too much; undefined while it is not. */
  #muchSince: number | undefined;
  #littleSince: number | undefined;

  constructor(
    private readonly workers: number,
    private readonly typicalMs: number,
    private readonly scale: ScaleOptions,
    now: number,
  ) {
    this.noteWaiting(0, now);
  }

  /** An attempt has ended after this long. */
  ended(ms: number): void {
    this.#lengths[this.#oldest] = ms;
    this.#oldest = (this.#oldest + 1) % remembered;
  }

  get meanMs(): number {
    const { length } = this.#lengths;
    return length === 0 ? this.typicalMs : this.#lengths.reduce((sum, ms) => sum + ms, 0) / length;
  }

  backlogMs(waiting: number): number {
    return (waiting * this.meanMs) / this.workers;
  }

  /** To be told after everything that can change the backlog: no timer has to look at it. */
  noteWaiting(waiting: number, now: number): void {
    // As the rule of the metrics page says: more waiting than workers, times ten.
    const backlog = (waiting * this.scale.outMs) / (10 * this.workers);
    this.#muchSince = backlog >= this.scale.outMs ? (this.#muchSince ?? now) : undefined;
    this.#littleSince = backlog <= this.scale.inMs ? (this.#littleSince ?? now) : undefined;
  }

  hasTooMuch(now: number): boolean {
    return this.#muchSince !== undefined && now - this.#muchSince >= this.scale.forMs;
  }

  hasLittle(now: number): boolean {
    return this.#littleSince !== undefined && now - this.#littleSince >= this.scale.forMs;
  }
}
