/** Fewer letters stand in every text. */
const shortestQuote = 8;

/** Whether a text has these words, to the letter but for how lines are broken. */
export function isQuotedFrom(text: string, quote: string): boolean {
  const words = onOneLine(quote);
  const whole = onOneLine(text);
  return words.length >= Math.min(shortestQuote, whole.length) && whole.includes(words);
}

/** Whether two texts differ in nothing but how their lines are broken. */
export const isSameText = (a: string, b: string): boolean => onOneLine(a) === onOneLine(b);

const onOneLine = (text: string): string => text.replaceAll(/\s+/g, ' ').trim();
