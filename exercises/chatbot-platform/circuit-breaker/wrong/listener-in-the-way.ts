import type { StateChange, StateListener } from './types';

/**
 * Tells listeners about changes, in order. A listener that causes another change (an operator's script which resets
 * as soon as it opens, say) must not make the others hear of the second change before the first, so changes queue.
 */
export class StateEvents {
  /** A list of records, not of functions: the same function may be added twice and removed once. */
  #listeners: readonly { readonly hear: StateListener }[] = [];
  readonly #queue: StateChange[] = [];
  #delivering = false;

  add(hear: StateListener): () => void {
    const listener = { hear };
    this.#listeners = [...this.#listeners, listener];
    return () => {
      this.#listeners = this.#listeners.filter(other => other !== listener);
    };
  }

  emit(change: StateChange): void {
    this.#queue.push(change);
    if (this.#delivering) return;
    this.#delivering = true;
    try {
      for (let next = this.#queue.shift(); next; next = this.#queue.shift())
        for (const listener of this.#listeners) listener.hear(next);
    } finally {
      this.#delivering = false;
    }
  }
}
