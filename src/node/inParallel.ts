/** Does `work` for each item, in order of their beginning, at most `limit` at a time. Rejects with the first failure. */
export async function inParallel<T>(
  items: Iterable<T>,
  limit: number,
  work: (item: T) => Promise<void>,
): Promise<void> {
  // One iterator for all: each takes the next item when it is free.
  const rest = items[Symbol.iterator]();
  let failed = false;
  const worker = async (): Promise<void> => {
    for (let next = rest.next(); !failed && !next.done; next = rest.next())
      try {
        await work(next.value);
      } catch (error) {
        failed = true;
        throw error;
      }
  };
  await Promise.all(Array.from({ length: limit }, worker));
}
