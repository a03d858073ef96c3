/** Too long without an answer. */
class TimedOut extends Error {}

/** Requests to something that may be slow, silent or down: none for ever. */
export class Requests {
  readonly #timeoutMs: number;

  constructor(_maxConcurrent: number, timeoutMs: number) {
    this.#timeoutMs = timeoutMs;
  }

  /** Runs `work`. Rejects as it does, or when it takes too long. */
  async run<T>(work: () => Promise<T>): Promise<T> {
    return within(this.#timeoutMs, work());
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
