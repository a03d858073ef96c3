import { visibleText } from './visibleText';

/** A few lines of a file around one place in it, ready to be shown in a fixed-width font. */
export interface Excerpt {
  /** Number of the first of `lines` in the file, from 1. */
  readonly firstLine: number;
  /** Without line ends, tabs, characters that cannot be seen and the indentation of all; long ones are cut. */
  readonly lines: readonly string[];
  readonly mark: {
    /** Within `lines`, from 0. */
    readonly index: number;
    /** Within that line, from 0. */
    readonly from: number;
    /** After the last character; equal to `from` at the end of a line. */
    readonly to: number;
  };
}

/** Lines shown before and after the one that is meant. */
const around = 2;
/** Characters of a line; of a longer one, those around the place. */
const longest = 120;
const tab = '  ';
const cut = '…';

/** The line terminators of JavaScript, which V8 counts lines by. */
const lineEnd = /\r\n|[\n\r\u2028\u2029]/;

/**
 * @param at from 1, as in a stack frame. A column behind the end of its line means the end.
 * @returns undefined when the text has no such line.
 */
export function excerptAt(
  text: string,
  at: { readonly line: number; readonly column: number },
): Excerpt | undefined {
  const all = text.split(lineEnd);
  const line = all[at.line - 1];
  if (line === undefined) return undefined;
  const first = Math.max(0, at.line - 1 - around);
  const last = Math.min(all.length, at.line + around);
  const picked = all.slice(first, last);
  const indent = commonIndent(picked);
  const marked = markedLine(line.slice(indent), at.column - 1 - indent);
  const lines = picked.map(other => clipped(shown(other.slice(indent))));
  const index = at.line - 1 - first;
  lines[index] = marked.text;
  return { ...withoutBlankEnd(lines, first + 1, index), mark: { index, from: marked.from, to: marked.to } };
}

/** One text a line: numbers in a margin, `>` before the line that is meant. */
export function excerptRows({ firstLine, lines, mark }: Excerpt): string[] {
  const width = String(firstLine + lines.length - 1).length;
  return lines.map((line, i) => {
    const number = String(firstLine + i).padStart(width);
    return `${i === mark.index ? '>' : ' '} ${number} | ${line}`.trimEnd();
  });
}

/** As compilers print it: `^` below the place, where every character is as wide as another. */
export function excerptText(excerpt: Excerpt): string {
  const { firstLine, lines, mark } = excerpt;
  const width = String(firstLine + lines.length - 1).length;
  const rows = excerptRows(excerpt);
  const pointer = `  ${' '.repeat(width)} | ${' '.repeat(mark.from)}${'^'.repeat(Math.max(1, mark.to - mark.from))}`;
  return rows.toSpliced(mark.index + 1, 0, pointer).join('\n');
}

/** Blanks that every line begins with, of those that hold anything else. */
function commonIndent(lines: readonly string[]): number {
  const [first, ...others] = lines.filter(line => line.trim() !== '');
  const blanks = /^[ \t]*/.exec(first ?? '')?.[0] ?? '';
  const isShared = (length: number): boolean =>
    others.every(line => line.startsWith(blanks.slice(0, length)));
  let length = blanks.length;
  while (!isShared(length)) length--;
  return length;
}

/** The word at the place is marked, or the one character that is there. */
function markedLine(line: string, column: number): { text: string; from: number; to: number } {
  const start = Math.min(Math.max(0, column), line.length);
  const word = /^(?:[\p{ID_Continue}$]+|.)?/u.exec(line.slice(start))?.[0] ?? '';
  const [before, marked, after] = [line.slice(0, start), word, line.slice(start + word.length)].map(shown);
  const text = `${before}${marked}${after}`;
  const [from, to] = [before!.length, before!.length + marked!.length];
  if (text.length <= longest) return { text, from, to };
  const begin = Math.max(0, Math.min(from - longest / 2, text.length - longest));
  const end = begin + longest;
  const head = begin > 0 ? cut : '';
  const moved = (place: number): number => Math.min(place, end) - begin + head.length;
  return {
    text: `${head}${text.slice(begin, end)}${end < text.length ? cut : ''}`,
    from: moved(from),
    to: moved(to),
  };
}

function withoutBlankEnd(lines: string[], firstLine: number, index: number): Omit<Excerpt, 'mark'> {
  const end = lines.findLastIndex((line, i) => i <= index || line.trim() !== '');
  return { firstLine, lines: lines.slice(0, end + 1) };
}

const shown = (text: string): string => visibleText(text).replaceAll('\t', tab);

const clipped = (line: string): string => (line.length > longest ? `${line.slice(0, longest)}${cut}` : line);
