import { codeFrameColumns } from '@babel/code-frame';
import type { CompileError } from '../core/run/report';

/** Lines and columns start at 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

export function compileError(
  file: string,
  text: string,
  start: Place,
  message: string,
  end?: Place,
): CompileError {
  return { file, ...start, message, codeFrame: codeFrame(text, start, end) };
}

/** Characters of a line; of a longer one, those around the place. */
const longest = 160;

/**
 * The lines around a place with a marker below it, without colours. A place behind the end of the text, or of its line,
 * means the end; an `end` on another line is left out.
 */
export function codeFrame(text: string, start: Place, end?: Place): string {
  const lines = text.split('\n');
  const line = Math.min(start.line, lines.length);
  const length = lines[line - 1]?.length ?? 0;
  const column = Math.min(start.column, length + 1);
  const cut = length > longest ? Math.max(0, column - longest / 2) : 0;
  const shown = (at: Place): Place => ({
    line,
    column: Math.min(at.column, length + 1, cut + longest) - cut + (cut > 0 ? 1 : 0),
  });
  const near = lines.map((other, i) => (Math.abs(i + 1 - line) <= 3 ? windowOn(other, cut) : ''));
  const place = {
    start: shown({ line, column }),
    ...(end?.line === line && end.column > column && { end: shown(end) }),
  };
  return codeFrameColumns(near.join('\n'), place, { highlightCode: false });
}

/** Other line ends than `\n` would be counted as well. */
function windowOn(line: string, cut: number): string {
  const part = line.slice(cut, cut + longest).replace(/[\r\u2028\u2029]/g, ' ');
  return `${cut > 0 ? '…' : ''}${part}${cut + longest < line.length ? '…' : ''}`;
}

export function placeOf(text: string, offset: number): Place {
  const before = text.slice(0, offset);
  const line = before.split('\n').length;
  return { line, column: offset - before.lastIndexOf('\n') };
}
