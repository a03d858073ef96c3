import type { ExerciseRef } from '../core/exercise';

/** One written answer as it stands in the panel. Changes are counted, so that "is it on disk?" needs no clock. */
export interface Draft {
  readonly ref: ExerciseRef;
  readonly discussion: string;
  readonly text: string;
  /** How many times the person has changed the text. */
  readonly edits: number;
  /** The value of `edits` whose text the host has written. */
  readonly saved: number;
  /** The value of `edits` that is on its way to the host. */
  readonly sending: number | null;
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

export const draftKey = (ref: ExerciseRef, discussion: string): string => `${ref}#${discussion}`;

export const isDirty = (draft: Draft): boolean => draft.saved < draft.edits;

export function saveState(draft: Draft): SaveState {
  if (draft.sending !== null) return 'saving';
  if (isDirty(draft)) return draft.failure === null ? 'pending' : 'failed';
  return draft.edits === 0 ? 'untouched' : 'saved';
}

const fresh = (ref: ExerciseRef, discussion: string, text: string): Draft => ({
  ref,
  discussion,
  text,
  edits: 0,
  saved: 0,
  sending: null,
  failure: null,
  focused: false,
  held: null,
});

/**
 * What the host says is on disk. It never replaces text that has not been saved, nor text in a field that has the
 * focus: the caret would jump, and a word just typed would be gone.
 */
export function received(
  draft: Draft | undefined,
  ref: ExerciseRef,
  discussion: string,
  text: string,
): Draft {
  if (!draft) return fresh(ref, discussion, text);
  if (isDirty(draft)) {
    const alreadyThere = draft.sending === null && draft.text === text;
    return alreadyThere ? { ...draft, saved: draft.edits, failure: null } : draft;
  }
  if (draft.text === text) return draft.held === null ? draft : { ...draft, held: null };
  return draft.focused ? { ...draft, held: text } : { ...draft, text };
}

/** Text that a closed or reloaded panel had not saved. */
export function restored(key: string, text: string): Draft | undefined {
  const at = key.lastIndexOf('#');
  const ref = key.slice(0, Math.max(at, 0));
  const discussion = key.slice(at + 1);
  if (!isRef(ref) || discussion === '') return undefined;
  return { ...fresh(ref, discussion, text), edits: 1 };
}

const isRef = (text: string): text is ExerciseRef => /^[^/]+\/[^/]+$/.test(text);

export const edited = (draft: Draft, text: string): Draft =>
  text === draft.text ? draft : { ...draft, text, edits: draft.edits + 1, failure: null, held: null };

export const focused = (draft: Draft): Draft => ({ ...draft, focused: true });

export function blurred(draft: Draft): Draft {
  const text = draft.held !== null && !isDirty(draft) ? draft.held : draft.text;
  return { ...draft, focused: false, held: null, text };
}

export const sending = (draft: Draft): Draft => ({ ...draft, sending: draft.edits, failure: null });

export const saved = (draft: Draft): Draft =>
  draft.sending === null ? draft : { ...draft, saved: draft.sending, sending: null, failure: null };

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
