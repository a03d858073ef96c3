/** A text as it is evaluated, and where its characters were before. */
export interface EvaluatedText {
  readonly length: number;
  /** Offset in the evaluated text -> offset in the text that was handed over. */
  readonly toGiven: (offset: number) => number;
}

/**
 * What a compartment does to the text of a module before it evaluates it: harmless mentions of HTML comments and of import
 * expressions are spelt otherwise. Only characters are added, so that offsets can be taken back.
 */
export function evaluatedText(given: string): EvaluatedText {
  const evaluated = given
    .replace(/<!--|-->/g, found => (found === '-->' ? '-- >' : '< ! --'))
    .replace(/(^|[^.]|\.\.\.)\bimport(\s*(?:\(|\/[/*]))/g, '$1__import__$2')
    .replace(/\bimport(?=(?:\s|\/\*[\s\S]*?\*\/|\/\/.*)*\.)/g, '__import__');
  if (evaluated === given) return { length: given.length, toGiven: offset => Math.min(offset, given.length) };
  const before = new Uint32Array(evaluated.length + 1);
  let at = 0;
  for (let index = 0; index <= evaluated.length; index++) {
    before[index] = at;
    if (evaluated[index] === given[at]) at++;
  }
  return { length: evaluated.length, toGiven: offset => before[Math.min(offset, evaluated.length)]! };
}
