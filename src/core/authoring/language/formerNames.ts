import { isMap } from 'yaml';
import { readTolerantly, valueOf, wordOf } from './facts';
import type { TextEdit } from './edits';

type Edit = Omit<TextEdit, 'path'>;

/**
 * Writes into a table under `renamed` what something used to be called, and takes out the line of a name that is in use
 * again.
 *
 * @param keys where the table is: `['renamed', 'discussions']`
 */
export function rememberName(text: string, keys: readonly string[], former: string, present: string): Edit[] {
  const top = readTolerantly(text)?.contents;
  let table: unknown = top;
  let depth = 0;
  for (const key of keys) {
    const inner: unknown = isMap(table) ? valueOf(table, key) : undefined;
    if (!isMap(inner)) break;
    table = inner;
    depth++;
  }
  if (!isMap(table) || !table.range) return [];
  const missing = keys.slice(depth);
  if (table.flow === true) {
    const at = table.range[0] + 1;
    const nested = missing.reduceRight((inner, key) => `${key}: { ${inner} }`, `${former}: ${present}`);
    return [{ start: at, end: at, text: ` ${nested}${table.items.length > 0 ? ',' : ' '}` }];
  }
  const indent = ' '.repeat(depth === 0 ? 0 : columnOf(text, table.range[0]));
  const at = endOf(text, table.range[1]);
  const lines = [...missing.map((key, i) => `${key}:`.padStart(key.length + 1 + 2 * i)), ''];
  lines[lines.length - 1] = `${' '.repeat(2 * missing.length)}${former}: ${present}`;
  const put = lines.map(line => `${indent}${line}\n`).join('');
  const again = depth === keys.length ? lineOf(table.items, present, text) : [];
  return [...again, { start: at, end: at, text: text[at - 1] === '\n' ? put : `\n${put}` }];
}

function lineOf(items: readonly { readonly key: unknown }[], word: string, text: string): Edit[] {
  const key = items.find(pair => wordOf(pair.key) === word)?.key;
  const range = (key as { readonly range?: readonly number[] } | undefined)?.range;
  if (!range) return [];
  const start = text.lastIndexOf('\n', range[0]! - 1) + 1;
  const end = text.indexOf('\n', start) + 1 || text.length;
  return [{ start, end, text: '' }];
}

const columnOf = (text: string, offset: number): number => offset - (text.lastIndexOf('\n', offset - 1) + 1);

/** The beginning of the line after the last that says something. */
function endOf(text: string, offset: number): number {
  const last = text.slice(0, offset).trimEnd().length;
  const newline = text.indexOf('\n', last);
  return newline === -1 ? text.length : newline + 1;
}
