import type { Unsaved } from './answers';

/** What the panel keeps for itself across a reload. Everything else comes from the host. */
export interface Kept {
  /** The exercise that `scrollTop` and `open` belong to. */
  readonly ref: string | null;
  readonly scrollTop: number;
  readonly open: Readonly<Record</* disclosure id */ string, boolean>>;
  /** Answers that were not on disk yet; also those of exercises shown before. */
  readonly unsaved: Unsaved;
}

export const nothingKept: Kept = { ref: null, scrollTop: 0, open: {}, unsaved: {} };

/** What an older version, or nobody, has put there is read as far as it makes sense. */
export function parseKept(value: unknown): Kept {
  if (typeof value !== 'object' || value === null) return nothingKept;
  const { ref, scrollTop, open, unsaved } = value as Record<string, unknown>;
  return {
    ref: typeof ref === 'string' ? ref : null,
    scrollTop: typeof scrollTop === 'number' && scrollTop > 0 ? scrollTop : 0,
    open: entriesOf(open, entry => typeof entry === 'boolean'),
    unsaved: entriesOf(unsaved, entry => typeof entry === 'string'),
  };
}

function entriesOf<T>(value: unknown, is: (entry: unknown) => entry is T): Record<string, T> {
  if (typeof value !== 'object' || value === null) return {};
  const found: Record<string, T> = {};
  for (const [key, entry] of Object.entries(value)) if (is(entry)) found[key] = entry;
  return found;
}
