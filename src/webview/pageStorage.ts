import type { Kept } from './kept';

type Place = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

const keyOf = (lineage: string): string => `designDrills.kept.${lineage}`;
/** The lineages that something is stored of, the one that was begun last at the end. */
const listKey = 'designDrills.kept';

/** All panels that the page's origin ever has share its storage; more than this are not open at a time. */
export const mostStored = 20;

/**
 * Into the storage of the page: written at once, it is there when neither the editor nor the extension host has come to it.
 * Where there is none, it is done without.
 */
export function writeStored(place: () => Place, kept: Kept): void {
  const key = keyOf(kept.lineage);
  writeItem(place, key, kept, storage => {
    if (storage.getItem(key) === null) makeRoomFor(storage, kept.lineage);
  });
}

export const readStored = (place: () => Place, lineage: string): unknown => readItem(place, keyOf(lineage));

/** @param first what is done with the storage before */
export function writeItem(
  place: () => Place,
  key: string,
  value: object,
  first: (storage: Place) => void = () => undefined,
): void {
  try {
    const storage = place();
    first(storage);
    storage.setItem(key, JSON.stringify(value));
  } catch {
    // Full, or forbidden: the other copies remain.
  }
}

/** Null where there is nothing, and where it is forbidden to look. */
export function readItem(place: () => Place, key: string): unknown {
  try {
    return read(place(), key);
  } catch {
    return null;
  }
}

function makeRoomFor(storage: Place, lineage: string): void {
  const listed = read(storage, listKey);
  const lineages = Array.isArray(listed) ? listed.filter(item => typeof item === 'string') : [];
  const all = [...lineages, lineage];
  for (const former of all.slice(0, -mostStored)) storage.removeItem(keyOf(former));
  storage.setItem(listKey, JSON.stringify(all.slice(-mostStored)));
}

function read(storage: Place, key: string): unknown {
  try {
    return JSON.parse(storage.getItem(key) ?? 'null');
  } catch {
    return null; // not ours
  }
}
