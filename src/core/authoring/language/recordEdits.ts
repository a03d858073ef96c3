import type { TextEdit } from './edits';
import { placesIn, type Place } from './places';
import type { Schema, SchemaFile } from './schema';
import { plainText, type SnippetWriter } from './snippet';

type Edit = Omit<TextEdit, 'path'>;

/**
 * A key that a record lacks, after the one that it usually follows.
 *
 * @param first the record's first key
 */
export function insertedKey(
  text: string,
  first: Place,
  [key, record]: readonly [key: string, record: Schema],
  file: SchemaFile,
  writer: SnippetWriter,
): Edit {
  const member = file.member(record, key) ?? {};
  const above = JSON.stringify(first.path.slice(0, -1));
  const keys = placesIn(text).filter(
    ({ role, path }) => role === 'key' && JSON.stringify(path.slice(0, -1)) === above,
  );
  const order = Object.keys(record.properties ?? {});
  const before = keys.filter(({ word }) => order.indexOf(word) < order.indexOf(key) && order.includes(word));
  const previous = before.sort((a, b) => order.indexOf(a.word) - order.indexOf(b.word)).at(-1);
  const lineStart = text.lastIndexOf('\n', first.start - 1) + 1;
  const lead = text.slice(lineStart, first.start);
  const isFlow = /[{,]\s*$/.test(lead) || !/^[\s-]*$/.test(lead);
  if (isFlow) {
    const pair = plainText(writer.flowPair(key, member));
    return { start: first.start, end: first.start, text: `${pair}, ` };
  }
  const indent = lead.replace(/-/g, ' ');
  const pair = plainText(writer.pair(key, member, indent.length));
  if (!previous) return { start: first.start, end: first.start, text: `${pair}\n${indent}` };
  const end = endOfLines(text, previous.end, indent);
  const put = text[end - 1] === '\n' ? `${indent}${pair}\n` : `\n${indent}${pair}\n`;
  return { start: end, end, text: put };
}

/** Where the lines of a value end that goes further in than its key. Blank lines at its end do not belong to it. */
export function endOfLines(text: string, from: number, indent: string): number {
  let end = text.indexOf('\n', from) + 1;
  if (end === 0) return text.length;
  for (let at = end; at < text.length;) {
    const next = text.indexOf('\n', at) + 1 || text.length;
    const line = text.slice(at, next);
    const isInside = line.startsWith(`${indent} `) || line.startsWith(`${indent}-`);
    if (line.trim() !== '' && !isInside) break;
    if (line.trim() !== '') end = next;
    at = next;
  }
  return end;
}

/** The span that goes with an item of a list of words: its line, or its comma. */
export function removedItem(text: string, { start, end }: Place): Pick<Edit, 'start' | 'end'> {
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  if (/^\s*-\s+$/.test(text.slice(lineStart, start))) {
    const newline = text.indexOf('\n', end);
    return { start: lineStart, end: newline === -1 ? text.length : newline + 1 };
  }
  const after = /^\s*,\s*/.exec(text.slice(end))?.[0];
  if (after !== undefined) return { start, end: end + after.length };
  const before = /,\s*$/.exec(text.slice(0, start))?.[0] ?? '';
  return { start: start - before.length, end };
}
