import { BadCursorError } from './errors';

/**
 * FNV-1a, 32 bits, over letters in place of bytes. It finds mistakes: a letter that got lost, a cursor in the wrong conversation. Whoever wants to deceive can
 * compute it, and gains nothing but another place in a conversation that they may read anyway.
 */
function checksum(text: string): string {
  let hash = 0x811c9dc5;
  for (const letter of text) hash = Math.imul(hash ^ letter.codePointAt(0)!, 0x01000193);
  return (hash >>> 0).toString(36);
}

/** The conversation is not part of the text, but of what its sum is about. */
export function writeCursor(conversation: string, place: string): string {
  return `${place}~${checksum(JSON.stringify([conversation, place]))}`;
}

/** @throws BadCursorError unless `writeCursor` gave it for this conversation */
export function readCursor(conversation: string, cursor: string): string {
  const place = cursor.slice(0, Math.max(0, cursor.lastIndexOf('~')));
  if (writeCursor(conversation, place) !== cursor) throw new BadCursorError();
  return place;
}
