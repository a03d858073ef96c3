/** A change of one text of a pack. */
export interface TextEdit {
  /** The path in the pack. */
  readonly path: string;
  /** Offsets in the text as it was. */
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** Everything that one step of an author changes. */
export interface PackEdit {
  readonly edits: readonly TextEdit[];
  /** Files and folders that get another name, by paths in the pack. They happen after the edits. */
  readonly moves: readonly { readonly from: string; readonly to: string }[];
  readonly creates: readonly { readonly path: string; readonly text: string }[];
  readonly deletes: readonly string[];
}

export const packEdit = (parts: Partial<PackEdit>): PackEdit => ({
  ...{ edits: [], moves: [], creates: [], deletes: [] },
  ...parts,
});

/** Why something cannot be done: one sentence that says what to do instead. */
export interface Refusal {
  readonly refused: string;
}

/** A text with the edits made in it. They must not overlap. */
export const applied = (text: string, edits: readonly Omit<TextEdit, 'path'>[]): string =>
  [...edits]
    .sort((a, b) => b.start - a.start)
    .reduce((before, { start, end, text: put }) => before.slice(0, start) + put + before.slice(end), text);
