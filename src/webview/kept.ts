import type { Settings } from '../core/playground';
import { unsavedOf, type Unsaved } from './answers';
import type { State } from './state';

/** What the panel keeps for itself across a reload. Everything else comes from the host. */
export interface Kept {
  /** The exercise that `scrollTop` and `open` belong to. */
  readonly ref: string | null;
  readonly scrollTop: number;
  readonly open: Readonly<Record</* disclosure id */ string, boolean>>;
  /** Of the playground of that exercise; null until somebody has played. */
  readonly play: KeptPlay | null;
  /** The page whose first view has been shown. */
  readonly page: string | null;
  /** Answers that were not on disk yet; also those of exercises shown before. */
  readonly unsaved: Unsaved;
}

export interface KeptPlay {
  readonly settings: Settings;
  readonly seed: number;
  readonly compares: boolean;
}

export const nothingKept: Kept = { ref: null, scrollTop: 0, page: null, open: {}, play: null, unsaved: {} };

/** What is to be kept after a change of the state; the same object when that is nothing else than before. */
export function keptAfter(kept: Kept, before: State, after: State): Kept {
  const ref = after.question?.ref;
  if (ref === undefined) return kept;
  const isAsBefore =
    before.drafts === after.drafts && before.open === after.open && before.play === after.play;
  if (isAsBefore && kept.ref === ref) return kept;
  const base = kept.ref === ref ? kept : { ...nothingKept, page: kept.page, ref };
  const play = after.play?.ref === ref ? playKept(after.play) : base.play;
  return { ...base, open: after.open, unsaved: unsavedOf(after.drafts), play };
}

const playKept = ({ settings, seed, compares }: KeptPlay): KeptPlay => ({ settings, seed, compares });

/** What an older version, or nobody, has put there is read as far as it makes sense. */
export function parseKept(value: unknown): Kept {
  if (typeof value !== 'object' || value === null) return nothingKept;
  const { ref, scrollTop, page, open, play, unsaved } = value as Record<string, unknown>;
  return {
    ref: typeof ref === 'string' ? ref : null,
    scrollTop: typeof scrollTop === 'number' && scrollTop > 0 ? scrollTop : 0,
    page: typeof page === 'string' ? page : null,
    open: entriesOf(open, entry => typeof entry === 'boolean'),
    play: parsePlay(play),
    unsaved: entriesOf(unsaved, entry => typeof entry === 'string'),
  };
}

/** Whether a slider can still stand there is for the playground to say. */
function parsePlay(value: unknown): KeptPlay | null {
  if (typeof value !== 'object' || value === null) return null;
  const { settings, seed, compares } = value as Record<string, unknown>;
  const isSetting = (entry: unknown) => typeof entry === 'number' || typeof entry === 'string';
  return {
    settings: entriesOf(settings, isSetting),
    seed: typeof seed === 'number' && Number.isInteger(seed) && seed > 0 ? seed : 1,
    compares: compares === true,
  };
}

function entriesOf<T>(value: unknown, is: (entry: unknown) => entry is T): Record<string, T> {
  if (typeof value !== 'object' || value === null) return {};
  const found: Record<string, T> = {};
  for (const [key, entry] of Object.entries(value)) if (is(entry)) found[key] = entry;
  return found;
}
