import { isDirty, type Draft, type Drafts } from './answers';

/** Calls `run` after `ms`; what it returns takes the call back. `setTimeout` in the panel, by hand in tests. */
export type Later = (run: () => void, ms: number) => () => void;

export const autosaveDelayMs = 300;

/** Whoever types without a pause finds the text in the file no later than this. */
export const autosaveLongestMs = 2_000;

interface Entry {
  readonly edits: number;
  readonly stop: () => void;
  readonly stopLongest: () => void;
}

/**
 * Decides when a changed answer goes to the host: when typing has paused, or at once when the field or the panel is
 * left. At most one save of an answer is under way, so the last write is the last text.
 */
export class Autosave {
  private readonly waiting = new Map</* draft key */ string, Entry>();

  constructor(
    private readonly later: Later,
    private readonly save: (key: string) => void,
  ) {}

  /** Call after every change of the drafts. */
  watch(drafts: Drafts, canSave: (draft: Draft) => boolean): void {
    for (const [key, entry] of this.waiting)
      if (!drafts[key] || !isDirty(drafts[key])) this.forget(key, entry);
    for (const [key, draft] of Object.entries(drafts)) {
      if (!this.isDue(draft) || !canSave(draft)) continue;
      const entry = this.waiting.get(key);
      if (entry?.edits === draft.edits) continue;
      entry?.stop();
      const send = (): void => this.send(key);
      this.waiting.set(key, {
        edits: draft.edits,
        stop: this.later(send, autosaveDelayMs),
        stopLongest: entry?.stopLongest ?? this.later(send, autosaveLongestMs),
      });
    }
  }

  /** Everything that waits goes now. */
  flush(): void {
    for (const key of [...this.waiting.keys()]) this.send(key);
  }

  private send(key: string): void {
    const entry = this.waiting.get(key);
    if (!entry) return;
    this.forget(key, entry);
    this.save(key);
  }

  private forget(key: string, entry: Entry): void {
    entry.stop();
    entry.stopLongest();
    this.waiting.delete(key);
  }

  /** A save that failed is not tried again by itself: its text has not changed, and nor has the reason. */
  private isDue(draft: Draft): boolean {
    return isDirty(draft) && draft.sending === null && draft.failure === null;
  }
}
