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
  /** In which field somebody was writing, and what was selected there. */
  readonly caret: Caret | null;
  /** Counts the changes: of two copies the one with more is the newer, whatever the clocks say. */
  readonly turn: number;
  /** The same for a panel and what it comes back as, another for one that is opened anew; empty for nobody's. */
  readonly lineage: string;
}

export interface KeptPlay {
  readonly settings: Settings;
  readonly seed: number;
  readonly compares: boolean;
}

export interface Caret {
  /** The label of the field. */
  readonly field: string;
  /** Offsets into its text, in UTF-16 code units. */
  readonly start: number;
  readonly end: number;
  /** Of the field, from the top of what is in view: the window that comes back may be narrower. CSS pixels. */
  readonly top: number;
}

export const nothingKept: Kept = {
  ...{ ref: null, scrollTop: 0, page: null, open: {}, play: null, unsaved: {} },
  ...{ caret: null, turn: 0, lineage: '' },
};

/** What is to be kept after a change of the state; the same object when that is nothing else than before. */
export function keptAfter(kept: Kept, before: State, after: State): Kept {
  const ref = after.question?.ref;
  if (ref === undefined) return kept;
  const isAsBefore =
    before.drafts === after.drafts && before.open === after.open && before.play === after.play;
  if (isAsBefore && kept.ref === ref) return kept;
  const base = kept.ref === ref ? kept : { ...nothingKept, ...ofPanel(kept), ref };
  const play = after.play?.ref === ref ? playKept(after.play) : base.play;
  const next = { ...base, open: after.open, unsaved: unsavedOf(after.drafts), play };
  return JSON.stringify(next) === JSON.stringify(kept) ? kept : next;
}

/** What does not go with the exercise. */
const ofPanel = ({ page, turn, lineage }: Kept) => ({ page, turn, lineage });

const playKept = ({ settings, seed, compares }: KeptPlay): KeptPlay => ({ settings, seed, compares });

/** What an older version, or nobody, has put there is read as far as it makes sense. */
export function parseKept(value: unknown): Kept {
  if (typeof value !== 'object' || value === null) return nothingKept;
  const { ref, scrollTop, page, open, play, unsaved, caret, turn, lineage } = value as Record<
    string,
    unknown
  >;
  return {
    ref: typeof ref === 'string' ? ref : null,
    scrollTop: typeof scrollTop === 'number' && scrollTop > 0 ? scrollTop : 0,
    page: typeof page === 'string' ? page : null,
    open: entriesOf(open, entry => typeof entry === 'boolean'),
    play: parsePlay(play),
    unsaved: entriesOf(unsaved, entry => typeof entry === 'string'),
    caret: parseCaret(caret),
    turn: isCount(turn) ? turn : 0,
    lineage: typeof lineage === 'string' ? lineage : '',
  };
}

/**
 * The newest of three copies. The editor's own is from its last look around; the host's journal ends with the host; what
 * the page has put into its storage is there for the panel that has put it there, and for none that is opened anew.
 */
export function newestKept(editors: Kept, journals: Kept, pages: (lineage: string) => Kept): Kept {
  const known = journals.turn > editors.turn ? journals : editors;
  const stored = known.lineage === '' ? nothingKept : pages(known.lineage);
  return stored.lineage === known.lineage && stored.turn > known.turn ? stored : known;
}

function parseCaret(value: unknown): Caret | null {
  if (typeof value !== 'object' || value === null) return null;
  const { field, start, end, top } = value as Record<string, unknown>;
  if (typeof field !== 'string' || !isCount(start) || !isCount(end) || typeof top !== 'number') return null;
  return { field, start, end, top };
}

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 0;

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
