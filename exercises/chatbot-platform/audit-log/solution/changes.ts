import { redacted, type Change, type Json, type JsonObject } from './types';

type IsSecret = (field: string) => boolean;

/** `API_Key` is `apikey`. */
const plain = (field: string): string => field.toLowerCase().replace(/[-_]/g, '');

export function secretNames(fields: readonly string[]): IsSecret {
  const names = new Set(fields.map(plain));
  return field => names.has(plain(field));
}

/** What is different afterwards, at the depth at which it is, and without secrets. O(size of both). */
export function changesOf(before: JsonObject, after: JsonObject, isSecret: IsSecret): Change[] {
  const fields = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...fields].flatMap(field => {
    const [old, now] = [valueOf(before, field), valueOf(after, field)];
    if (isObject(old) && isObject(now) && !isSecret(field))
      return changesOf(old, now, isSecret).map(change => ({ ...change, path: [field, ...change.path] }));
    if (isSame(old, now)) return [];
    const shown = (value: Json): Json => (isSecret(field) ? redacted : withoutSecrets(value, isSecret));
    return {
      path: [field],
      ...(old !== undefined && { old: shown(old) }),
      ...(now !== undefined && { new: shown(now) }),
    };
  });
}

/** A field of the object itself: what it inherits, as `constructor`, is none. */
const valueOf = (object: JsonObject, field: string): Json | undefined =>
  Object.hasOwn(object, field) ? object[field] : undefined;

const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function withoutSecrets(value: Json, isSecret: IsSecret): Json {
  if (Array.isArray(value)) return (value as readonly Json[]).map(item => withoutSecrets(item, isSecret));
  if (!isObject(value)) return value;
  const fields = Object.entries(value).map(
    ([field, inner]) => [field, isSecret(field) ? redacted : withoutSecrets(inner, isSecret)] as const,
  );
  return Object.fromEntries(fields);
}

/** Fields in any order. */
function isSame(a: Json | undefined, b: Json | undefined): boolean {
  if (Array.isArray(a) && Array.isArray(b))
    return a.length === b.length && a.every((item, i) => isSame(item as Json, b[i] as Json));
  if (!isObject(a) || !isObject(b)) return a === b;
  const fields = Object.keys(a);
  return (
    fields.length === Object.keys(b).length &&
    fields.every(field => Object.hasOwn(b, field) && isSame(a[field], b[field]))
  );
}
