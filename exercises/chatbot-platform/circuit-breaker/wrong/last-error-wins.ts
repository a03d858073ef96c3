import { CallTimeoutError, CircuitOpenError } from './errors';
import { isModelFailure } from './options';
import type { Answer, Answerer, AnswererOptions, CallOptions, Question } from './types';

/** Gives an answer, or `undefined` if it has nothing to offer. A rejection means the same, with a reason. */
type Fallback = (question: Question, options: CallOptions) => Promise<Answer | undefined>;

/**
 * The chain stands around the breaker, not inside of `breaker.call`: in there, a fall-back that works would look like
 * a model that works, and the breaker would never open.
 */
export function createAnswerer({
  breaker,
  smallBreaker,
  sources,
  countsAsFailure = isModelFailure,
}: AnswererOptions): Answerer {
  /** Cheapest and best first: an earlier answer of the large model beats a new one of the small model. */
  const fallbacks: readonly Fallback[] = [
    async (question, { signal }) => {
      const text = await unlessLeft(signal, () => sources.cached(question));
      return text === undefined ? undefined : { source: 'cache', text };
    },
    async (question, options) => ({
      source: 'small-model',
      text: await smallBreaker.call(signal => sources.smallModel(question, signal), options),
    }),
    async (question, { signal }) => ({
      source: 'queue',
      ticket: await unlessLeft(signal, () => sources.enqueue(question)),
    }),
  ];

  /** A bad request stays bad for every model; only trouble of the model itself calls for a substitute. */
  const calledFor = (error: unknown): boolean => {
    if (error instanceof CircuitOpenError || error instanceof CallTimeoutError) return true;
    try {
      return countsAsFailure(error);
    } catch {
      return true; // as the breaker sees it
    }
  };

  async function fallBack(question: Question, options: CallOptions, cause: unknown): Promise<Answer> {
    let last = cause;
    for (const fallback of fallbacks) {
      try {
        const answer = await fallback(question, options);
        if (answer) return answer;
      } catch (error) {
        last = error;
      }
      options.signal?.throwIfAborted();
    }
    throw last;
  }

  return {
    async answer(question, options = {}) {
      try {
        return {
          source: 'model',
          text: await breaker.call(signal => sources.model(question, signal), options),
        };
      } catch (error) {
        options.signal?.throwIfAborted();
        if (!calledFor(error)) throw error;
        return fallBack(question, options, error);
      }
    },
  };
}

/** The cache and the queue take no signal: whoever leaves does not wait for them to notice. */
function unlessLeft<T>(signal: AbortSignal | undefined, step: () => Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const leave = (): void => reject(signal?.reason);
    signal?.addEventListener('abort', leave, { once: true });
    const run = async (): Promise<T> => step();
    run()
      .finally(() => signal?.removeEventListener('abort', leave))
      .then(resolve, reject);
  });
}
