import { Lines } from '../pack/lines';
import type { Place } from '../verify/finding';

/** What an editor underlines for a place; lines and columns start at 1, the end is exclusive. */
export interface PlacedRange extends Place {
  readonly endLine: number;
  readonly endColumn: number;
}

/**
 * From a place to the end of its line. A column of 1 stands for the whole line: the blanks that it begins with are left
 * out. A place beyond the end of the text is moved to the end.
 */
export function rangeOfPlace(place: Place, text: string): PlacedRange {
  let start = 0;
  for (let line = 1; line < place.line; line++) {
    const newline = text.indexOf('\n', start);
    if (newline === -1) break; // it has grown shorter
    start = newline + 1;
  }
  const lines = new Lines(text);
  const end = lines.endOfLine(start);
  let from = Math.min(start + place.column - 1, end);
  while (place.column === 1 && from < end && /\s/.test(text[from]!)) from++;
  const to = lines.at(end);
  return { file: place.file, ...lines.at(from), endLine: to.line, endColumn: to.column };
}
