import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Actions } from '../actions';
import type { Say } from '../say';

/** What nearly every view needs: words, and the means to act. */
export interface Surroundings {
  readonly say: Say;
  readonly actions: Actions;
  /** Of what the pack's author wrote. */
  readonly language: string;
  /** Counts the themes that the editor has had. */
  readonly theme: number;
  /** An author looks at what he writes: nothing here is anybody's progress. */
  readonly isPreview: boolean;
}

export const SurroundingsContext = createContext<Surroundings | undefined>(undefined);

export function useSurroundings(): Surroundings {
  const found = useContext(SurroundingsContext);
  if (!found) throw new Error('A view was rendered outside the panel.');
  return found;
}
