import type { StateChange, StateListener } from './types';

/**
 * Tells listeners about changes of state. A listener may throw, remove itself, or cause the next change while the
 * others have not heard of this one.
 */
export class StateEvents {
  /** @returns removes the listener */
  add(hear: StateListener): () => void {
    throw new Error(`not implemented: add ${hear.name}`);
  }

  emit(change: StateChange): void {
    throw new Error(`not implemented: tell everybody about ${change.from} → ${change.to}`);
  }
}
