import type { Kept } from './kept';

/** One for all panels that the page's origin ever has: what it keeps is of use to the last one alone. */
const key = 'designDrills.kept';

/**
 * The storage of the page: written at once, it is there when neither the editor nor the extension host has come to it.
 * Where there is none, it is done without.
 */
export function writeStored(kept: Kept): void {
  try {
    localStorage.setItem(key, JSON.stringify(kept));
  } catch {
    // Full, or forbidden: the other two copies remain.
  }
}

export function readStored(): unknown {
  try {
    return JSON.parse(localStorage.getItem(key) ?? 'null');
  } catch {
    return null;
  }
}
