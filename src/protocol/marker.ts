import type { ExerciseRef } from '../core/exercise';

/** `.design-drills.json`, the file that makes a folder an attempt. */
export interface Marker {
  readonly version: 1;
  readonly exercise: ExerciseRef;
  readonly packVersion: string;
  /** SHA-256 of each file as it was scaffolded; a differing file has been changed by the learner. */
  readonly scaffolded: Readonly<Record</* path */ string, string>>;
}

export const markerName = '.design-drills.json';

/** The marker, or undefined for anything else: the file lies in a workspace, so anyone may have written it. */
export function parseMarker(text: string): Marker | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!isRecord(value)) return undefined;
  const { version, exercise, packVersion, scaffolded } = value;
  if (version !== 1 || typeof packVersion !== 'string' || !isRef(exercise) || !isRecord(scaffolded))
    return undefined;
  const hashes = Object.entries(scaffolded).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string',
  );
  return { version, exercise, packVersion, scaffolded: Object.fromEntries(hashes) };
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isRef = (value: unknown): value is ExerciseRef =>
  typeof value === 'string' && /^[a-z0-9-]{1,100}\/[a-z0-9-]{1,100}$/.test(value);
