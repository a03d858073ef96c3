/** Too long without an answer. */
class TimedOut extends Error {}

/** Requests to something that may be slow, silent or down: never more than a few at a time, and none for ever. */
export class Requests {
  readonly #maxConcurrent: number;
  readonly #timeoutMs: number;
  #running = 0;
  readonly #waiting: (() => void)[] = [];

  constructor(maxConcurrent: number, timeoutMs: number) {
    this.#maxConcurrent = maxConcurrent;
    this.#timeoutMs = timeoutMs;
  }

  /** Waits for a place, then runs `work`. Rejects as it does, or when it takes too long from then on. */
  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.#running < this.#maxConcurrent) this.#running++;
    else await new Promise<void>(resolve => this.#waiting.push(resolve));
    try {
      return await within(this.#timeoutMs, work());
    } finally {
      const next = this.#waiting.shift();
      if (next)
        next(); // takes over the place
      else this.#running--;
    }
  }
}

async function within<T>(ms: number, promise: Promise<T>): Promise<T> {
  let timer: TimerHandle | undefined;
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new TimedOut(`no answer within ${ms} ms`)), ms);
  });
  try {
    return await Promise.race([promise, timeout]);
  } finally {
    clearTimeout(timer);
  }
}
