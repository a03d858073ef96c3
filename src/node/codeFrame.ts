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

/** The lines around a place with a marker below it, without colours. */
export const codeFrame = (text: string, start: Place, end?: Place): string =>
  codeFrameColumns(text, end ? { start, end } : { start }, { highlightCode: false });

export function placeOf(text: string, offset: number): Place {
  const before = text.slice(0, offset);
  const line = before.split('\n').length;
  return { line, column: offset - before.lastIndexOf('\n') };
}
