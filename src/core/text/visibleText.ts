/**
 * What a learner's code printed or threw, made safe to show anywhere: control characters and those that turn the
 * direction of writing around become escapes that can be read, so that no text can recolour a terminal, move its
 * cursor, hide itself or pose as another. Tabs and line feeds stay; joiners of scripts and emoji do, too.
 */
export const visibleText = (text: string): string =>
  text.replaceAll('\r\n', '\n').replace(invisible, character => escaped(character));

const invisible =
  // Controls but tab and line feed, lone surrogates, directional marks, separators and blanks without a width.
  /(?![\t\n])\p{Cc}|\p{Cs}|[\u00ad\u061c\u115f\u1160\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb]/gu;

function escaped(character: string): string {
  const hex = character.charCodeAt(0).toString(16);
  return hex.length <= 2 ? `\\x${hex.padStart(2, '0')}` : `\\u${hex.padStart(4, '0')}`;
}
