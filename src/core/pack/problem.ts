import { visibleText } from '../text/visibleText';

/** A mistake in a pack: what, where, and what to do next. Lines and columns start at 1. */
export interface Problem {
  /** Stable, kebab-case: `missing-file`, `unknown-key`, `requirement-order`, … */
  readonly code: string;
  /** Relative to the pack. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** End of the range, exclusive. */
  readonly endLine: number;
  readonly endColumn: number;
  /** One sentence that says what is wrong. */
  readonly message: string;
  /** One sentence that says what to do. */
  readonly remedy: string;
  /** A warning does not keep the exercise out of the catalogue. */
  readonly severity: 'error' | 'warning';
}

/** On one line, and without anything that a terminal would obey: names of files are chosen by others, too. */
export const formatProblem = (p: Problem): string =>
  `${visibleText(p.file).replaceAll('\n', '\\x0a')}:${p.line}:${p.column}: ${p.severity}: ${p.message} ${p.remedy} [${p.code}]`;
