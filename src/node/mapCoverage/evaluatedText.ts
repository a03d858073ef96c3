/** A text as it is evaluated, and where its characters were before. */
export interface EvaluatedText {
  readonly length: number;
  /** Offset in the evaluated text -> offset in the text that was handed over. */
  readonly toGiven: (offset: number) => number;
}

/**
 * What a compartment spells otherwise in the text of a module before it evaluates it, in this order: SES what looks like
 * an HTML comment, and sandbox/compartments.ts what looks like an import expression.
 */
const rewrites: readonly (readonly [pattern: RegExp, spelt: string])[] = [
  [/<!--/g, '< ! --'],
  [/-->/g, '-- >'],
  [/\bimport(?=\s*(?:[.(]|\/[/*]))/g, String.raw`\u0069mport`],
];

export function evaluatedText(given: string): EvaluatedText {
  let text = given;
  let toGiven = (offset: number): number => Math.min(offset, given.length);
  for (const [pattern, spelt] of rewrites) {
    const places = [...text.matchAll(pattern)].map(({ index, 0: found }) => ({
      index,
      length: found.length,
    }));
    if (places.length === 0) continue;
    text = text.replace(pattern, () => spelt);
    const toBefore = undoing(places, spelt.length);
    const further = toGiven;
    toGiven = offset => further(toBefore(offset));
  }
  return { length: text.length, toGiven };
}

/** @param places in the text before, in order; all of one length. */
function undoing(
  places: readonly { readonly index: number; readonly length: number }[],
  spelt: number,
): (offset: number) => number {
  const grown = spelt - (places[0]?.length ?? 0);
  /** Where each begins in the text after. */
  const starts = places.map(({ index }, i) => index + i * grown);
  return offset => {
    let low = 0;
    let high = starts.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (starts[middle]! <= offset) low = middle + 1;
      else high = middle;
    }
    const place = places[low - 1];
    if (!place) return offset;
    const inside = offset - starts[low - 1]!;
    return place.index + (inside < spelt ? Math.min(inside, place.length) : inside - grown);
  };
}
