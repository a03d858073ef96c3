import { CallTimeoutError, CircuitOpenError, NoAnswerError } from './errors';
import { isModelFailure } from './options';
import type { Answer, Answerer, AnswererOptions, Question } from './types';

/** The chain written out, one step after the other. */
export function createAnswerer(options: AnswererOptions): Answerer {
  const { breaker, smallBreaker, sources } = options;
  const judge = options.countsAsFailure ?? isModelFailure;
  const counts = (error: unknown): boolean => {
    try {
      return judge(error);
    } catch {
      return true;
    }
  };

  async function chain(question: Question, signal: AbortSignal | undefined): Promise<Answer> {
    const errors: unknown[] = [];
    /** The step's value, or undefined after noting down why there is none. */
    const attempt = async <T>(step: () => Promise<T>): Promise<T | undefined> => {
      if (signal?.aborted) throw signal.reason;
      try {
        return await step();
      } catch (error) {
        if (signal?.aborted) throw signal.reason;
        errors.push(error);
        return undefined;
      }
    };

    const text = await attempt(() => breaker.call(s => sources.model(question, s), { signal }));
    if (text !== undefined) return { source: 'model', text };
    const cause = errors.shift();
    const trouble = cause instanceof CircuitOpenError || cause instanceof CallTimeoutError || counts(cause);
    if (!trouble) throw cause;

    const earlier = await attempt(async () => sources.cached(question));
    if (earlier !== undefined) return { source: 'cache', text: earlier };

    const smaller = await attempt(() => smallBreaker.call(s => sources.smallModel(question, s), { signal }));
    if (smaller !== undefined) return { source: 'small-model', text: smaller };

    const ticket = await attempt(async () => sources.enqueue(question));
    if (ticket !== undefined) return { source: 'queue', ticket };

    throw new NoAnswerError(cause, errors);
  }

  return {
    /** The whole chain races against the user's leaving, so that no step has to know of it. */
    async answer(question, { signal } = {}): Promise<Answer> {
      let leave = (): void => undefined;
      const left = new Promise<never>((_, reject) => {
        leave = () => reject(signal?.reason);
      });
      signal?.addEventListener('abort', leave, { once: true });
      try {
        return await Promise.race([left, chain(question, signal)]);
      } finally {
        signal?.removeEventListener('abort', leave);
      }
    },
  };
}
