import { requirementPattern } from '../../pack/names';
import type { PackSource } from '../../pack/source';
import { placesIn, type Place } from './places';
import { isProse, type SchemaFile } from './schema';

/** A place in a file of a pack that names something. Offsets in its text. */
export interface Mention {
  /** The path in the pack. */
  readonly path: string;
  readonly start: number;
  readonly end: number;
  readonly name: string;
  /** The place that says what it is; the others only refer to it. */
  readonly isDeclaration: boolean;
}

type Span = Pick<Mention, 'start' | 'end'>;

/** Every place in an exercise that names one of its requirements, by file. */
export function requirementMentions(
  source: PackSource,
  exercise: string,
  file: SchemaFile,
): readonly Mention[] {
  return source
    .list()
    .filter(path => path.startsWith(`${exercise}/`))
    .flatMap(path => mentionsIn(path, source.read(path) ?? '', exercise, file));
}

/** As `requirementMentions`, in one text. */
export function mentionsIn(path: string, text: string, exercise: string, file: SchemaFile): Mention[] {
  if (!/\bR[1-9]/.test(text)) return [];
  if (path === `${exercise}/exercise.yaml`)
    return placesIn(text).flatMap(place => inPlace(path, text, place, file));
  return spansIn(path, text).flatMap(span => inSpan(path, text, span));
}

function spansIn(path: string, text: string): Span[] {
  if (path.endsWith('.md')) return proseIn(text);
  if (path.endsWith('.ts')) return wordsInCode(text);
  // Parts of figures name requirements, labels mention them, and nothing else there looks like one.
  return path.endsWith('.figure.svg') ? [{ start: 0, end: text.length }] : [];
}

function inPlace(path: string, text: string, place: Place, file: SchemaFile): Mention[] {
  const { role, word, start, end } = place;
  const isDeclared = file.at(place.path.slice(0, -1))?.declares === 'requirement';
  if (role === 'key')
    return isDeclared && requirementPattern.test(word)
      ? [{ path, ...unquoted(text, start, end), name: word, isDeclaration: true }]
      : [];
  const schema = file.at(place.path);
  if (schema?.refersTo === 'requirement')
    return [{ path, ...unquoted(text, start, end), name: word, isDeclaration: false }];
  if (!schema || !isProse(schema)) return [];
  return proseIn(text.slice(start, end)).flatMap(span =>
    inSpan(path, text, { start: start + span.start, end: start + span.end }),
  );
}

function unquoted(text: string, start: number, end: number): Span {
  return /^["']/.test(text.slice(start, end)) ? { start: start + 1, end: end - 1 } : { start, end };
}

function inSpan(path: string, text: string, { start, end }: Span): Mention[] {
  return [...text.slice(start, end).matchAll(/\bR[1-9]\d*\b/g)].map(({ 0: name, index }) => ({
    ...{ path, name, isDeclaration: false },
    ...{ start: start + index, end: start + index + name.length },
  }));
}

/** Markdown without its code: a variable may be called R1. */
function proseIn(text: string): Span[] {
  const code =
    /^ {0,3}(`{3,}|~{3,})[^\n]*\n[\s\S]*?(?:^ {0,3}\1[^\n]*$|$(?![\s\S]))|(`+)(?!`)[\s\S]*?[^`]\2(?!`)/gm;
  const spans: Span[] = [];
  let from = 0;
  for (const { 0: found, index } of text.matchAll(code)) {
    spans.push({ start: from, end: index });
    from = index + found.length;
  }
  return [...spans, { start: from, end: text.length }];
}

/** Comments, and the titles of checks. Strings are told apart only so that nothing in them is taken for a comment. */
function wordsInCode(text: string): Span[] {
  const part = /\/\*[\s\S]*?\*\/|\/\/[^\n]*|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\[\s\S]|[^`\\])*`/g;
  const title = /\b(?:it|describe)(?:\.\w+)?\(\s*$/;
  return [...text.matchAll(part)].flatMap(({ 0: found, index }) => {
    const isComment = found.startsWith('/');
    const line = text.slice(Math.max(0, index - 40), index);
    return isComment || title.test(line) ? [{ start: index, end: index + found.length }] : [];
  });
}

/** What the offset touches. */
export const mentionAt = (mentions: readonly Mention[], path: string, offset: number): Mention | undefined =>
  mentions.find(one => one.path === path && one.start <= offset && offset <= one.end);
