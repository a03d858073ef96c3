import type { ExerciseRef } from '../core/exercise';
import { parsePlace } from '../protocol/answerPlace';

/** One written text, an answer or a word about it, as it stands in the panel. Changes are counted, so that "is it on disk?" needs no clock. */
export interface Draft {
  readonly ref: ExerciseRef;
  /** The name of an `AnswerPlace`. */
  readonly place: string;
  readonly text: string;
  /** How many times the person has changed the text. */
  readonly edits: number;
  /** The value of `edits` whose text the host has written. */
  readonly saved: number;
  /** What is on its way to the host. */
  readonly sending: { readonly edits: number; readonly text: string } | null;
  /** The text that is on disk, as far as is known here. */
  readonly onDisk: string;
  /**
   * Texts that a save has just replaced. A snapshot that was being made during the save arrives after it, and must not
   * bring them back; a little later, the same text is somebody's wish.
   */
  readonly superseded: readonly string[];
  /** Why the last save did not work. */
  readonly failure: string | null;
  readonly focused: boolean;
  /** What the host says is on disk while the field has the focus; taken over on blur if nothing was typed. */
  readonly held: string | null;
}

export type Drafts = Readonly<Record</* draft key */ string, Draft>>;

/** Unsaved text by draft key, as it is kept in the webview's own state. */
export type Unsaved = Readonly<Record<string, string>>;

export type SaveState = 'untouched' | 'pending' | 'saving' | 'saved' | 'failed';

export const draftKey = (ref: ExerciseRef, place: string): string => `${ref}#${place}`;

export const isDirty = (draft: Draft): boolean => draft.saved < draft.edits;

export function saveState(draft: Draft): SaveState {
  if (draft.sending !== null) return 'saving';
  if (isDirty(draft)) return draft.failure === null ? 'pending' : 'failed';
  return draft.edits === 0 ? 'untouched' : 'saved';
}

const fresh = (ref: ExerciseRef, place: string, text: string): Draft => ({
  ref,
  place,
  text,
  edits: 0,
  saved: 0,
  sending: null,
  onDisk: text,
  superseded: [],
  failure: null,
  focused: false,
  held: null,
});

/**
 * What the host says is on disk. It never replaces text that has not been saved, nor text in a field that has the
 * focus: the caret would jump, and a word just typed would be gone.
 */
export function received(draft: Draft | undefined, ref: ExerciseRef, place: string, text: string): Draft {
  if (!draft) return fresh(ref, place, text);
  if (draft.superseded.includes(text)) return draft;
  const known: Draft = { ...draft, onDisk: text, superseded: [] };
  if (isDirty(draft)) {
    const alreadyThere = draft.sending === null && draft.text === text;
    return alreadyThere ? { ...known, saved: draft.edits, failure: null } : known;
  }
  if (draft.text === text) return { ...known, held: null };
  return draft.focused ? { ...known, held: text } : { ...known, text };
}

/** Text that a closed or reloaded panel had not saved. */
export function restored(key: string, text: string): Draft | undefined {
  const at = key.lastIndexOf('#');
  const ref = key.slice(0, Math.max(at, 0));
  const place = key.slice(at + 1);
  if (!isRef(ref) || !parsePlace(place)) return undefined;
  return { ...fresh(ref, place, text), edits: 1 };
}

const isRef = (text: string): text is ExerciseRef => /^[^/]+\/[^/]+$/.test(text);

export const edited = (draft: Draft, text: string): Draft =>
  text === draft.text ? draft : { ...draft, text, edits: draft.edits + 1, failure: null, held: null };

export const focused = (draft: Draft): Draft => ({ ...draft, focused: true });

export function blurred(draft: Draft): Draft {
  const text = draft.held !== null && !isDirty(draft) ? draft.held : draft.text;
  return { ...draft, focused: false, held: null, text };
}

export const sending = (draft: Draft): Draft => ({
  ...draft,
  sending: { edits: draft.edits, text: draft.text },
  failure: null,
});

/** No snapshot that is still to come can have been begun before the last save. */
export const caughtUp = (draft: Draft): Draft =>
  draft.superseded.length === 0 ? draft : { ...draft, superseded: [] };

/** A snapshot is made in milliseconds; that many saves do not fit into one. */
const mostSuperseded = 5;

export function saved(draft: Draft): Draft {
  if (draft.sending === null) return draft;
  const { edits, text } = draft.sending;
  const superseded = [...draft.superseded, draft.onDisk]
    .filter(older => older !== text)
    .slice(-mostSuperseded);
  return { ...draft, saved: edits, sending: null, failure: null, onDisk: text, superseded };
}

export const saveFailed = (draft: Draft, failure: string): Draft => ({ ...draft, sending: null, failure });

export const unsavedOf = (drafts: Drafts): Unsaved =>
  Object.fromEntries(
    Object.entries(drafts)
      .filter(([, draft]) => isDirty(draft))
      .map(([key, draft]) => [key, draft.text]),
  );

/** Words of any script, where one blank is not always what parts two words. */
export function countWords(text: string): number {
  const segmenter = new Intl.Segmenter(undefined, { granularity: 'word' });
  let words = 0;
  for (const segment of segmenter.segment(text)) if (segment.isWordLike) words++;
  return words;
}
