/**
 * What `answer` gives, or a rejection `ms` after the call. Whichever comes second is ignored, also if it is a rejection,
 * and no timer stays behind.
 */
export function within<T>(ms: number, answer: Promise<T>): Promise<T> {
  throw new Error(`not implemented: an answer within ${ms} ms, of ${typeof answer}`);
}
