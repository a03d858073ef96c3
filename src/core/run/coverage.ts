/** A stretch of a file. Lines and columns start at 1; the end is the place after the last character. */
export interface TextRange {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** Code that ran this many times. */
export interface Counted extends TextRange {
  readonly count: number;
}

export interface CoveredFunction extends Counted {
  /** Empty when it has none. */
  readonly name: string;
}

/** A place where the code goes one of several ways: `if`, `?:`, `switch`, `&&`, `??`. */
export interface CoveredBranch extends TextRange {
  /** Then the arms are `if` and `else`, and one without a place of its own has that of the whole. */
  readonly isIf: boolean;
  readonly arms: readonly Counted[];
}

/** What of one file the checks have executed. Types and imports are no statements. */
export interface FileCoverage {
  /** Relative to the attempt. */
  readonly path: string;
  readonly statements: readonly Counted[];
  readonly functions: readonly CoveredFunction[];
  readonly branches: readonly CoveredBranch[];
}

/** The learner's own files, by path; those that nothing imported are there too. */
export type Coverage = readonly FileCoverage[];

export interface CoverageCount {
  readonly covered: number;
  readonly total: number;
}

export const countOf = (items: readonly Pick<Counted, 'count'>[]): CoverageCount => ({
  covered: items.filter(({ count }) => count > 0).length,
  total: items.length,
});

/** Every way of every branch. */
export const armsOf = ({ branches }: Pick<FileCoverage, 'branches'>): readonly Counted[] =>
  branches.flatMap(({ arms }) => arms);

/** Lines on which a statement, or one way of a branch, begins that has never run: `3`, `7-9`. */
export function uncoveredLines(file: FileCoverage): string[] {
  const lines = [...file.statements, ...armsOf(file)]
    .filter(({ count }) => count === 0)
    .map(({ line }) => line);
  const ranges: [number, number][] = [];
  for (const line of [...new Set(lines)].sort((a, b) => a - b)) {
    const last = ranges.at(-1);
    if (last && line === last[1] + 1) last[1] = line;
    else ranges.push([line, line]);
  }
  return ranges.map(([first, last]) => (first === last ? String(first) : `${first}-${last}`));
}
