import { RefusedError } from './errors';

/**
 * The time that one call has, whatever it waits for. Each step is waited for by itself, so that nothing is begun after the
 * caller has been told that it failed.
 */
export class Deadline {
  readonly #at: number;

  constructor(ms: number) {
    this.#at = performance.now() + ms;
  }

  /**
   * What this step gives. A late answer, good or bad, is ignored; no timer stays behind.
   * @throws RefusedError if it rejects, or takes longer than what is left
   */
  async of<T>(step: () => Promise<T>): Promise<T> {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const end = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error('no answer in time')), this.#at - performance.now());
    });
    try {
      return await Promise.race([step(), end]);
    } catch {
      // Whoever cannot be confirmed does not get in.
      throw new RefusedError('invalid');
    } finally {
      clearTimeout(timer);
    }
  }
}
