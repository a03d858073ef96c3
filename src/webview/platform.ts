import type { Later } from './autosave';
import type { Kept } from './kept';

/** What the panel needs from the page it lives in. */
export interface Platform {
  post(frame: unknown): void;
  readKept(): unknown;
  /** An id that nobody else has. */
  newLineage(): string;
  writeKept(kept: Kept): void;
  /** To the clipboard. */
  copy(text: string): Promise<void>;
  readonly later: Later;
}

/** Text of the live region. `turn` tells two equal sentences apart, so that the second is read as well. */
export interface Spoken {
  readonly text: string;
  readonly turn: number;
}
