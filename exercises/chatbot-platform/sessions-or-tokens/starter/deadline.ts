/** What `answer` gives, or a rejection after `ms`. What of the timer, and of an answer that comes later? */
export function within<T>(ms: number, answer: Promise<T>): Promise<T> {
  throw new Error(`not implemented: wait ${ms} ms for ${typeof answer}`);
}
