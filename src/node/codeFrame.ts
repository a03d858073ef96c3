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
  const codeFrame = codeFrameColumns(text, end ? { start, end } : { start }, { highlightCode: false });
  return { file, ...start, message, codeFrame };
}

export function placeOf(text: string, offset: number): Place {
  const before = text.slice(0, offset);
  const line = before.split('\n').length;
  return { line, column: offset - before.lastIndexOf('\n') };
}
