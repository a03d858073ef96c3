import { isMap, isPair, isSeq, Lexer, parseDocument, visit, type YAMLMap, type YAMLSeq } from 'yaml';
import { maxLength, wordOf } from './facts';
import type { Path } from './schema';

/** Where somebody types in a YAML file, however unfinished it is. */
export interface Cursor {
  /**
   * `key`: a key of the record at `path` is being written. `value`: the value at `path`. `either`: the only line of
   * what belongs to `path`, so that it may become a value, a key or the first item of a list. `item`: an item of the
   * list at `path` whose dash is still missing.
   */
  readonly role: 'key' | 'value' | 'either' | 'item';
  readonly path: Path;
  /** What is being written: offsets in the text. */
  readonly start: number;
  readonly end: number;
  /** The text from start to end. */
  readonly word: string;
  /** Keys of the record, or words of the list, that are there already. */
  readonly siblings: readonly string[];
  /** Inside brackets or braces. */
  readonly isFlow: boolean;
  /** A colon follows already. */
  readonly hasColon: boolean;
  /** The column, from 0, of the key or item that is being written, or whose value is. What belongs to it goes further in. */
  readonly indent: number;
  /** Blanks that are missing before the word: the cursor is right behind a colon or a dash, or not far enough in. */
  readonly lead: string;
}

/** No text that anybody would write. */
const mark = 'cursor\u{F0000}';

/**
 * Puts a mark in place of the word at the cursor and looks where the parser finds it. The parser recovers from nearly
 * everything, so this needs no rules of its own about indentation. Usually one answer; none inside comments, prose and
 * long texts; two below a dash, where the editor leaves the cursor after an item's line.
 */
export function cursorsAt(text: string, offset: number): readonly Cursor[] {
  if (text.length > maxLength || offset < 0 || offset > text.length) return [];
  const spot = flowDepth(text, offset) > 0 ? spotInFlow(text, offset) : spotInBlock(text, offset);
  if (!spot) return [];
  const found = locate(text, spot, spot.form === 'line' && !spot.hasColon ? `${mark}:` : quotedOr(spot));
  const column = spot.start - lineStart(text, spot.start);
  if (found && !(spot.form === 'line' && isMisplaced(found, spot, column, text)))
    return [finished(text, spot, found)];
  if (spot.form !== 'line' || spot.hasDash || spot.hasColon) return [];
  return [...keyOfItem(text, spot, column), ...nextItem(text, spot)];
}

/** A key of the item whose dash is in this column: it belongs two further in. */
function keyOfItem(text: string, spot: Spot, column: number): Cursor[] {
  const found = locate(text, spot, `  ${mark}:`);
  if (found?.role !== 'key' || isMisplaced(found, spot, column + 2, text)) return [];
  const cursor = finished(text, spot, found);
  return [{ ...cursor, lead: '  ', indent: cursor.indent + 2 }];
}

/** Another item of the list whose dashes are in this column. */
function nextItem(text: string, spot: Spot): Cursor[] {
  const found = locate(text, spot, `- ${mark}`);
  if (found?.role !== 'value' || found.siblings.length === 0) return [];
  return [finished(text, spot, { ...found, role: 'item', path: found.path.slice(0, -1) })];
}

interface Spot {
  readonly start: number;
  readonly end: number;
  /** `line`: nothing but blanks and dashes before it. */
  readonly form: 'line' | 'value' | 'flow';
  readonly hasColon: boolean;
  readonly hasDash: boolean;
  /** Of the key that a value belongs to. */
  readonly keyColumn?: number;
}

interface Found {
  readonly role: 'key' | 'value' | 'either' | 'item';
  readonly path: Path;
  readonly siblings: readonly string[];
  /** Where the record begins that the key is in. */
  readonly recordStart: number;
}

/** In quotes the mark ends where it ends; as a key it need not be. */
const quotedOr = ({ form }: Spot): string => (form === 'line' ? mark : `"${mark}"`);

function finished(text: string, spot: Spot, { role, path, siblings }: Found): Cursor {
  const { start, end, hasColon } = spot;
  return {
    ...{ role, path, start, end, siblings, hasColon },
    word: text.slice(start, end),
    isFlow: spot.form === 'flow',
    indent: spot.keyColumn ?? start - lineStart(text, start) + missingBlank(text, start).length,
    lead: missingBlank(text, start),
  };
}

function missingBlank(text: string, start: number): string {
  const before = text.slice(lineStart(text, start), start);
  return /^\s*(?:- +)*-$/.test(before) || /[^\s:]:$/.test(before) ? ' ' : '';
}

const lineStart = (text: string, offset: number): number => text.lastIndexOf('\n', offset - 1) + 1;

function lineEnd(text: string, offset: number): number {
  const end = text.indexOf('\n', offset);
  const at = end === -1 ? text.length : end;
  return text[at - 1] === '\r' && at > offset ? at - 1 : at;
}

/** How many brackets and braces are open at the offset. */
function flowDepth(text: string, offset: number): number {
  let depth = 0;
  let at = 0;
  let isScalarNext = false;
  for (const token of new Lexer().lex(text)) {
    if (token === '\u001f') isScalarNext = true;
    else if (token === '\u0018') depth = 0;
    else if (token !== '\u0002') {
      if (at >= offset) break;
      if (!isScalarNext && (token === '[' || token === '{')) depth++;
      if (!isScalarNext && (token === ']' || token === '}') && depth > 0) depth--;
      isScalarNext = false;
      at += token.length;
    }
  }
  return depth;
}

/** The word in brackets or braces that the cursor touches. */
function spotInFlow(text: string, offset: number): Spot | undefined {
  const from = lineStart(text, offset);
  const to = lineEnd(text, offset);
  const word = /"(?:\\.|[^"\\])*"?|'[^']*'?|#.*|[^\s,[\]{}"'#:](?:[^,[\]{}:\n#]|:(?=[^\s,[\]{}]))*/g;
  const line = text.slice(from, to);
  for (const match of line.matchAll(word)) {
    const trimmed = match[0].trimEnd();
    const start = from + match.index;
    const end = start + trimmed.length;
    if (start > offset || offset > end) continue;
    if (trimmed.startsWith('#')) return undefined;
    return { start, end, form: 'flow', hasColon: /^\s*:/.test(text.slice(end, to)), hasDash: false };
  }
  return { start: offset, end: offset, form: 'flow', hasColon: false, hasDash: false };
}

const keyAndColon =
  /^(?:"(?:\\.|[^"\\])*"|'[^']*'|[^\s"'#[\]{}|>&*!%@`](?:[^#:]|:(?=\S)|(?<=\S)#)*?)\s*:(?=\s|$)/;

function spotInBlock(text: string, offset: number): Spot | undefined {
  const from = lineStart(text, offset);
  const line = text.slice(from, lineEnd(text, offset));
  const head = /^\s*(?:-(?:\s+|$))*/.exec(line)?.[0] ?? '';
  const column = offset - from;
  const dashes = { hasDash: head.includes('-') };
  if (column < head.length) {
    // Before a dash, or among the blanks before a word.
    if (line.slice(column).trim() !== '') return undefined;
    return { start: offset, end: offset, form: 'line', hasColon: false, hasDash: false };
  }
  const rest = line.slice(head.length);
  const key = keyAndColon.exec(rest)?.[0];
  if (key !== undefined && column >= head.length + key.length) {
    const value = valueIn(rest, key.length);
    const start = from + head.length + value.start;
    const end = from + head.length + value.end;
    if (offset > Math.max(end, start) && rest.slice(value.end).includes('#')) return undefined; // in the comment behind
    if (/^[|>[{&*!]/.test(rest.slice(value.start))) return undefined;
    const at = value.start === value.end ? offset : Math.min(start, offset);
    return {
      start: at,
      end: Math.max(end, offset),
      form: 'value',
      hasColon: false,
      ...dashes,
      keyColumn: head.length,
    };
  }
  const word = key === undefined ? withoutComment(rest) : key.slice(0, key.lastIndexOf(':')).trimEnd();
  if (rest.slice(word.length, column - head.length).includes('#')) return undefined;
  const start = from + head.length;
  return {
    start,
    end: Math.max(start + word.length, offset),
    form: 'line',
    hasColon: key !== undefined,
    ...dashes,
  };
}

/** Where the value on this line begins and ends, a comment behind it left out. */
function valueIn(line: string, from: number): { start: number; end: number } {
  const start = from + (/^\s*/.exec(line.slice(from))?.[0].length ?? 0);
  const value = line.slice(start);
  if (value.startsWith('#')) return { start: from, end: from };
  const quoted = /^(?:"(?:\\.|[^"\\])*"|'(?:[^']|'')*')/.exec(value)?.[0];
  return { start, end: start + (quoted ?? withoutComment(value)).length };
}

const withoutComment = (text: string): string => text.replace(/(?:^|\s)#.*$/, '').trimEnd();

/** Where the parser finds what was put there, as the path from the top. */
function locate(text: string, spot: Spot, put: string): Found | undefined {
  const altered = text.slice(0, spot.start) + missingBlank(text, spot.start) + put + text.slice(spot.end);
  let found: Found | undefined;
  try {
    const document = parseDocument(altered, { prettyErrors: false, uniqueKeys: false, logLevel: 'silent' });
    visit(document, {
      Scalar(key, node, ancestors) {
        if (node.value !== mark) return undefined;
        found = describe(key, ancestors, spot);
        return visit.BREAK;
      },
    });
  } catch {
    return undefined; // nesting of thousands of levels exhausts the stack of the parser
  }
  return found;
}

function describe(
  key: number | 'key' | 'value' | null,
  ancestors: readonly unknown[],
  { form, hasColon }: Spot,
): Found | undefined {
  const path: (string | number)[] = [];
  for (const [i, node] of ancestors.entries()) {
    const inner = ancestors[i + 1];
    if (isPair(node) && (inner !== undefined || key === 'value')) {
      const word = wordOf(node.key);
      if (word === undefined) return undefined;
      path.push(word);
    }
    if (isSeq(node)) path.push(inner === undefined ? Number(key) : node.items.indexOf(inner));
  }
  const parent = ancestors.at(-1);
  if (key === 'value' && isPair(parent)) return { role: 'value', path, siblings: [], recordStart: -1 };
  if (isSeq(parent)) {
    return { role: 'value', path, siblings: itemsOf(parent), recordStart: -1 };
  }
  const record = ancestors.at(-2);
  if (key === 'key' && isMap(record)) {
    const isAlone = record.items.length === 1 && form === 'line' && !hasColon;
    const list = ancestors.at(-3);
    const siblings = isAlone && isSeq(list) ? itemsOf(list) : keysOf(record);
    return { role: isAlone ? 'either' : 'key', path, siblings, recordStart: record.range?.[0] ?? -1 };
  }
  return ancestors.length === 1 ? { role: 'value', path, siblings: [], recordStart: -1 } : undefined;
}

/** A key in a column where the record that the parser puts it into, for want of a better place, has none. */
function isMisplaced({ role, recordStart }: Found, { start }: Spot, column: number, text: string): boolean {
  if (role !== 'key' || recordStart < 0 || recordStart >= start) return false;
  return column !== recordStart - lineStart(text, recordStart);
}

const keysOf = (map: YAMLMap): string[] =>
  map.items.flatMap(({ key }) => wordOf(key) ?? []).filter(word => word !== mark);

/** Words as they stand; records without saying what is in them. The one that holds the mark is left out. */
const itemsOf = (list: YAMLSeq): string[] =>
  list.items.flatMap(item => {
    if (isMap(item)) return keysOf(item).length > 0 ? '{}' : [];
    const word = wordOf(item);
    return word === undefined || word === mark ? [] : word;
  });
