/** What `call` gives, unless that takes longer than `ms`. */
export async function withinTime<T>(call: () => Promise<T>, ms: number): Promise<T> {
  throw new Error(`not implemented: wait ${ms} ms for ${call.name}`);
}
