/** Does `work` for each item, for at most `parallel` of them at a time. Rejects at the end, with the first error. */
export async function eachOf<T>(
  items: readonly T[],
  parallel: number,
  work: (item: T) => Promise<void>,
): Promise<void> {
  const waiting = items.values();
  const errors: unknown[] = [];
  const worker = async (): Promise<void> => {
    for (const item of waiting) await work(item).catch((error: unknown) => void errors.push(error));
  };
  await Promise.all(Array.from({ length: parallel }, worker));
  if (errors.length > 0) throw errors[0];
}
