/** What a failure needs, and no more: so that it can be read, and tried by hand. */
import type { Span } from '#attempt/types.ts';

/** @returns what `run` throws, if anything */
export function failureOf(run: () => void): unknown {
  try {
    run();
  } catch (thrown) {
    return thrown;
  }
  return undefined;
}

/** Leaves out one after the other, the last ones first, as long as it still fails. Quick enough for some hundred items. */
export function smallest<T>(
  items: readonly T[],
  fails: (items: readonly T[]) => boolean,
  mayGo: (item: T, items: readonly T[]) => boolean = () => true,
): readonly T[] {
  let kept = items;
  for (let wasLeftOut = true; wasLeftOut;) {
    wasLeftOut = false;
    for (const item of items.toReversed()) {
      if (!kept.includes(item) || !mayGo(item, kept)) continue;
      const fewer = kept.filter(other => other !== item);
      if (!fails(fewer)) continue;
      kept = fewer;
      wasLeftOut = true;
    }
  }
  return kept;
}

/** Those that have children stay: they must not become lost ones on the way. */
export const smallestTrace = (
  spans: readonly Span[],
  fails: (spans: readonly Span[]) => boolean,
): readonly Span[] =>
  smallest(
    spans,
    fails,
    ({ id, parent }, kept) => parent !== null && !kept.some(other => other.parent === id),
  );

/** `root 0 to 12, s1 < root 3 to 5` */
export const written = (spans: readonly Span[]): string =>
  spans
    .map(({ id, parent, start, end }) => `${id}${parent === null ? '' : ` < ${parent}`} ${start} to ${end}`)
    .join(', ');
