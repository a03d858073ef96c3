import type { ComparedLine } from '../core/text/comparedLines';

/** What is shown of one side of a comparison: lines, and how many were left out between them. */
export type FoldedRow =
  { readonly kind: 'line'; readonly line: ShownLine } | { readonly kind: 'gap'; readonly lines: number };

export interface ShownLine {
  readonly before: string;
  /** The part in which it differs from the other side; empty when nothing is to be pointed out. */
  readonly marked: string;
  readonly after: string;
  readonly differs: boolean;
}

/** A value of that many lines is shown whole. */
const shortEnough = 14;
const around = 2;
/** Rows of a folded value; what differs after them is in the gap. */
const mostRows = 30;
/** Characters of a line, when folded, before and after what is marked. */
const [leadIn, leadOut] = [60, 200];
const cut = '…';

/** Whether anything would be left out. */
export const isLong = (lines: readonly ComparedLine[]): boolean =>
  lines.length > shortEnough || lines.some(({ text }) => text.length > leadIn + leadOut);

/** The lines that differ with a few around them; of a value without any, the first few. */
export function folded(lines: readonly ComparedLine[], marks: readonly Span[]): FoldedRow[] {
  if (lines.length <= shortEnough) return lines.map((line, i) => rowOf(line, marks[i], true));
  const kept = new Set<number>();
  lines.forEach(({ differs }, i) => {
    if (differs) for (let j = i - around; j <= i + around; j++) kept.add(j);
  });
  if (kept.size === 0) for (let i = 0; i < shortEnough - around; i++) kept.add(i);
  const shown = lines.map((_, i) => i).filter(i => kept.has(i));
  const rows: FoldedRow[] = [];
  let next = 0;
  for (const i of shown.slice(0, mostRows)) {
    if (i > next) rows.push({ kind: 'gap', lines: i - next });
    rows.push(rowOf(lines[i]!, marks[i], true));
    next = i + 1;
  }
  return next < lines.length ? [...rows, { kind: 'gap', lines: lines.length - next }] : rows;
}

/** Every line in full. */
export const unfolded = (lines: readonly ComparedLine[], marks: readonly Span[]): FoldedRow[] =>
  lines.map((line, i) => rowOf(line, marks[i], false));

/** Characters of a line, from the first to after the last. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** In a shorter text everybody sees at once what differs. */
const worthAMark = 20;

/** Where two texts of one line part, and where they meet again. Nothing when they have little in common. */
export function differingSpans(
  expected: string,
  actual: string,
): { expected: Span; actual: Span } | undefined {
  const shorter = Math.min(expected.length, actual.length);
  if (Math.max(expected.length, actual.length) < worthAMark) return undefined;
  let head = 0;
  while (head < shorter && expected[head] === actual[head]) head++;
  let tail = 0;
  while (tail < shorter - head && expected.at(-1 - tail) === actual.at(-1 - tail)) tail++;
  if (head + tail < shorter / 3) return undefined;
  return {
    expected: { from: head, to: expected.length - tail },
    actual: { from: head, to: actual.length - tail },
  };
}

function rowOf({ text, differs }: ComparedLine, mark: Span | undefined, fold: boolean): FoldedRow {
  const { from, to } = mark ?? { from: 0, to: 0 };
  const [begin, end] = fold
    ? [Math.max(0, from - leadIn), Math.min(text.length, Math.max(from, 0) + leadOut)]
    : [0, text.length];
  const markEnd = Math.min(to, end);
  return {
    kind: 'line',
    line: {
      before: (begin > 0 ? cut : '') + text.slice(begin, from),
      marked: text.slice(from, markEnd),
      after: text.slice(markEnd, end) + (end < text.length ? cut : ''),
      differs,
    },
  };
}
