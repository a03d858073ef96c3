import { compileAttempt } from './compile';

/**
 * Finds columns of a learner's files. The compiler keeps lines; columns move where types were. Its own source map is of
 * no use: it breaks off at the first template that begins or ends with a blank chunk. So the words of the two lines are
 * aligned instead, by their longest common subsequence.
 */
export class OriginalColumns {
  /** Made only when something has failed: a run that passes pays nothing. The compiler remembers what it has done. */
  private compiled: Readonly<Record<string, string>> | undefined;

  /** @param files path -> the TypeScript that was run. */
  constructor(private readonly files: Readonly<Record<string, string>>) {}

  /** The column in the file of a column in its compiled text, both from 1; the same when nothing is known. */
  of({
    file,
    line,
    column,
  }: {
    readonly file: string;
    readonly line: number;
    readonly column: number;
  }): number {
    if (!Object.hasOwn(this.files, file)) return column;
    this.compiled ??= compileAttempt(this.files).modules;
    const written = lineOf(this.files[file], line);
    const code = lineOf(this.compiled[file], line);
    return written === undefined || code === undefined
      ? column
      : alignedColumn(written, code, column - 1) + 1;
  }
}

const lineOf = (text: string | undefined, line: number): string | undefined =>
  text?.split(/\r\n|[\n\r\u2028\u2029]/)[line - 1];

interface Word {
  readonly text: string;
  readonly start: number;
}

const wordsOf = (line: string): Word[] =>
  [...line.matchAll(/[\p{ID_Continue}$]+|\S/gu)].map(match => ({ text: match[0], start: match.index }));

/** Above this the table would cost more than a column is worth; such lines are written by no one. */
const mostWords = 600;

/** Where `column` of `code` was in `written`; all from 0. */
export function alignedColumn(written: string, code: string, column: number): number {
  if (written === code) return column;
  const [left, right] = [wordsOf(written), wordsOf(code)];
  if (left.length > mostWords || right.length > mostWords) return column;
  const partners = partnersOf(left, right);
  const at = right.findLastIndex(({ start }) => start <= column);
  const own = partners[at];
  if (own) return own.start + Math.min(column - right[at]!.start, own.text.length);
  // What the compiler has put there stands for what comes next, as in `(0, _module.name)(…)`.
  const next = partners.find((partner, i) => i > at && partner !== undefined);
  return next?.start ?? partners.findLast(partner => partner !== undefined)?.start ?? column;
}

/** For each word of the compiled line, the one of the written line that it is; undefined for what was added. */
function partnersOf(left: readonly Word[], right: readonly Word[]): (Word | undefined)[] {
  const lengths = Array.from({ length: left.length + 1 }, () => new Uint16Array(right.length + 1));
  const at = (i: number, j: number): number => lengths[i]?.[j] ?? 0;
  for (let i = left.length - 1; i >= 0; i--)
    for (let j = right.length - 1; j >= 0; j--)
      lengths[i]![j] =
        left[i]!.text === right[j]!.text ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
  const partners: (Word | undefined)[] = Array.from(right, () => undefined);
  for (let i = 0, j = 0; i < left.length && j < right.length;) {
    if (left[i]!.text === right[j]!.text && at(i, j) === at(i + 1, j + 1) + 1) partners[j++] = left[i++];
    else if (at(i + 1, j) >= at(i, j + 1)) i++;
    else j++;
  }
  return partners;
}
