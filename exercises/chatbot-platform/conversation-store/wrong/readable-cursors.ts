import { BadCursorError } from './errors';

/** The place and the conversation, for everybody to read, and to change. */
export function writeCursor(conversation: string, place: string): string {
  return JSON.stringify({ conversation, place });
}

export function readCursor(conversation: string, cursor: string): string {
  const read = parse(cursor);
  if (read?.conversation !== conversation || typeof read.place !== 'string') throw new BadCursorError();
  return read.place;
}

function parse(cursor: string): { readonly conversation?: unknown; readonly place?: unknown } | null {
  try {
    return JSON.parse(cursor) as { readonly conversation?: unknown; readonly place?: unknown };
  } catch {
    return null;
  }
}
