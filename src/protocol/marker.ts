import type { ExerciseRef } from '../core/exercise';
import type { ScaffoldRecord } from '../core/scaffold';

/** `.design-drills.json`, the file that makes a folder an attempt. */
export interface Marker extends ScaffoldRecord {
  readonly version: 1;
}

export const markerName = '.design-drills.json';

export const isExerciseRef = (text: string): text is ExerciseRef =>
  /^[a-z][a-z0-9-]{0,63}\/[a-z][a-z0-9-]{0,63}$/.test(text);

/**
 * Undefined for anything that no version wrote. Never throws. What an older version did not write is left out, or empty:
 * then nothing is known of the files, and all of them count as the learner's.
 */
export function parseMarker(text: string): Marker | undefined {
  const value = parseObject(text);
  if (value?.['version'] !== 1) return undefined;
  const { exercise, packVersion, scaffolded = {}, exerciseFiles, formerly } = value;
  if (typeof exercise !== 'string' || !isExerciseRef(exercise) || typeof packVersion !== 'string')
    return undefined;
  if (!isObject(scaffolded)) return undefined;
  const hashes: [path: string, hash: string][] = [];
  for (const [path, hash] of Object.entries(scaffolded)) {
    if (typeof hash !== 'string' || !/^[0-9a-f]{64}$/.test(hash)) return undefined;
    hashes.push([path, hash]);
  }
  return {
    version: 1,
    exercise,
    packVersion,
    scaffolded: Object.fromEntries(hashes),
    ...(isListOf(isText, exerciseFiles) ? { exerciseFiles } : {}),
    ...(isListOf(isRef, formerly) ? { formerly } : {}),
  };
}

const isText = (value: unknown): value is string => typeof value === 'string';
const isRef = (value: unknown): value is ExerciseRef => isText(value) && isExerciseRef(value);
const isListOf = <T>(is: (value: unknown) => value is T, value: unknown): value is readonly T[] =>
  Array.isArray(value) && value.every(is);

/** The text of the file, the same for the same marker. */
export function formatMarker(marker: Marker): string {
  const { version, exercise, packVersion, scaffolded, exerciseFiles, formerly } = marker;
  const sorted = Object.fromEntries(Object.entries(scaffolded).sort(([a], [b]) => (a < b ? -1 : 1)));
  const written = { version, exercise, packVersion, scaffolded: sorted, exerciseFiles, formerly };
  return `${JSON.stringify(written, null, 2)}\n`;
}

function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
