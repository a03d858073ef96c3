/** Something that keeps an exercise from proving itself, or that its author should look at. */
export interface Finding {
  /** Stable, kebab-case. */
  readonly code: string;
  /** A warning leaves the exercise sound. */
  readonly severity: 'error' | 'warning';
  readonly message: string;
  readonly remedy: string;
  /** Where to go to, as far as that is known. */
  readonly place?: Place;
}

/** Lines and columns start at 1. */
export interface Place {
  /** Relative to the pack. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** Where a finding belongs, before the files have been looked at. */
export type Anchor =
  /** A node of exercise.yaml: `['wrong', 2, 'caughtBy']`. */
  | { readonly yaml: readonly (string | number)[] }
  /** A file, relative to the exercise, at a line or where this text is first. */
  | { readonly file: string; readonly line?: number; readonly text?: string };

/** A finding whose place has not been looked up. */
export interface UnplacedFinding extends Omit<Finding, 'place'> {
  readonly at?: Anchor;
}

export const finding = (code: string, message: string, remedy: string, at?: Anchor): UnplacedFinding => ({
  ...{ code, severity: 'error', message, remedy },
  ...(at && { at }),
});

export const warning = (code: string, message: string, remedy: string, at?: Anchor): UnplacedFinding => ({
  ...finding(code, message, remedy, at),
  severity: 'warning',
});

export const isError = ({ severity }: Pick<Finding, 'severity'>): boolean => severity === 'error';
