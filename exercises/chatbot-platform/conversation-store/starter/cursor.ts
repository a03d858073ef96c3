/** A suggestion: a place in a conversation as a text that only this conversation takes back. */
export function writeCursor(conversation: string, place: string): string {
  throw new Error(`not implemented: a cursor for ${place} of ${conversation}`);
}

/** @throws BadCursorError unless `writeCursor` gave it for this conversation */
export function readCursor(conversation: string, cursor: string): string {
  throw new Error(`not implemented: ${cursor} in ${conversation}`);
}
