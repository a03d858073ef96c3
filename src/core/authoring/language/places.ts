import { isMap, isPair, isScalar, isSeq } from 'yaml';
import { readTolerantly, wordOf } from './facts';
import type { Path, Schema, SchemaFile } from './schema';

/** A word or a text in a YAML file, with its place. */
export interface Place {
  /** That of the value, also for a key. */
  readonly path: Path;
  readonly role: 'key' | 'value';
  readonly word: string;
  /** Offsets in the text; quotes belong to it. */
  readonly start: number;
  readonly end: number;
}

/** Everything in a file that has a place, in order. */
export function placesIn(text: string): readonly Place[] {
  const places: Place[] = [];
  const document = readTolerantly(text);
  if (document) collect(document.contents, [], places);
  return places;
}

function collect(node: unknown, path: Path, places: Place[]): void {
  if (isMap(node))
    for (const { key, value } of node.items) {
      const word = wordOf(key);
      if (word === undefined) continue;
      add(key, [...path, word], 'key', places);
      collect(value, [...path, word], places);
    }
  else if (isSeq(node))
    for (const [i, item] of node.items.entries())
      collect(isPair(item) ? item.value : item, [...path, i], places);
  else add(node, path, 'value', places);
}

function add(node: unknown, path: Path, role: Place['role'], places: Place[]): void {
  const word = wordOf(node);
  if (word === undefined || !isScalar(node) || !node.range) return;
  places.push({ path, role, word, start: node.range[0], end: node.range[1] });
}

/** What the offset touches. */
export const placeAt = (text: string, offset: number): Place | undefined =>
  placesIn(text).find(({ start, end }) => start <= offset && offset <= end);

/** The values that name something, with what the schema says of them. */
export function namingPlaces(
  text: string,
  file: SchemaFile,
): readonly { readonly place: Place; readonly refersTo: string; readonly schema: Schema }[] {
  return placesIn(text).flatMap(place => {
    const schema = place.role === 'value' ? file.at(place.path) : undefined;
    return schema?.refersTo === undefined ? [] : [{ place, refersTo: schema.refersTo, schema }];
  });
}
