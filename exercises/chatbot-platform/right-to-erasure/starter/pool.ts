/** Does `work` for each item, for at most `parallel` of them at a time. */
export async function eachOf<T>(
  items: readonly T[],
  parallel: number,
  work: (item: T) => Promise<void>,
): Promise<void> {
  throw new Error(`not implemented: ${work.name} for ${items.length} items, ${parallel} at a time`);
}
