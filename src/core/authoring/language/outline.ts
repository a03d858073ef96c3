import { isMap, isScalar, isSeq, type Node, type YAMLMap } from 'yaml';
import { readTolerantly, valueOf, wordOf } from './facts';

/** A part of a YAML file, for the outline. Offsets in the text. */
export interface Part {
  readonly name: string;
  readonly detail: string;
  readonly kind: 'record' | 'list' | 'text';
  readonly start: number;
  readonly end: number;
  /** What is selected when somebody goes there. */
  readonly nameStart: number;
  readonly nameEnd: number;
  readonly parts: readonly Part[];
}

/** The parts of a file, as deep as records go. Items bear the title or the id that they have. */
export function outlineOf(text: string): readonly Part[] {
  const top = readTolerantly(text)?.contents;
  return isMap(top) ? partsOfRecord(top) : [];
}

function partsOfRecord(map: YAMLMap): Part[] {
  return map.items.flatMap(({ key, value }) => {
    const name = wordOf(key);
    const from = rangeOf(key);
    if (name === undefined || name === '' || !from) return [];
    const to = rangeOf(value) ?? from;
    const place = { start: from[0], end: Math.max(from[1], to[1]), nameStart: from[0], nameEnd: from[1] };
    return { name, detail: detailOf(value), ...place, kind: kindOf(value), parts: partsOf(value) };
  });
}

function partsOf(value: unknown): Part[] {
  if (isMap(value)) return partsOfRecord(value);
  if (!isSeq(value)) return [];
  return value.items.flatMap((item, i) => {
    const range = rangeOf(item);
    if (!isMap(item) || !range) return [];
    const named = ['title', 'id', 'path', 'question', 'answer'].map(key => valueOf(item, key)).find(wordOf);
    const from = rangeOf(named) ?? [range[0], range[0]];
    const place = { start: range[0], end: range[1], nameStart: from[0], nameEnd: from[1] };
    const name = shorten(wordOf(named) ?? '') || `${i + 1}`;
    return { name, detail: '', ...place, kind: 'record' as const, parts: partsOfRecord(item) };
  });
}

function detailOf(value: unknown): string {
  if (isSeq(value) && value.items.every(item => isScalar(item)))
    return shorten(value.items.map(item => wordOf(item) ?? '').join(', '));
  return shorten(wordOf(value) ?? '');
}

const kindOf = (value: unknown): Part['kind'] => (isMap(value) ? 'record' : isSeq(value) ? 'list' : 'text');

function rangeOf(node: unknown): readonly [number, number] | undefined {
  const range = (isScalar(node) || isMap(node) || isSeq(node)) && (node as Node).range;
  return range ? [range[0], range[1]] : undefined;
}

function shorten(text: string): string {
  const line = text.trim().replace(/\s+/g, ' ');
  return line.length > 60 ? `${line.slice(0, 57)}…` : line;
}
