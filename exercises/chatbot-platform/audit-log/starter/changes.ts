import type { Change, JsonObject } from './types';

/** What is different afterwards, without secrets. */
export function changesOf(before: JsonObject, after: JsonObject, secretFields: readonly string[]): Change[] {
  throw new Error(
    `not implemented: ${Object.keys({ ...before, ...after }).length} fields, ${secretFields.length} secrets`,
  );
}
