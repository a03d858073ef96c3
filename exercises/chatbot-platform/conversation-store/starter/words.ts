/** A suggestion: what `search` compares. The words of a text, each once. */
export function wordsOf(text: string): string[] {
  throw new Error(`not implemented: the words of ${text}`);
}
