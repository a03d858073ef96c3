import { oneOf } from '../../pack/suggest';
import { describe } from './describe';
import { filesNamed, namesExercise, statedIn, type Surroundings } from './facts';
import { placeAt, type Place } from './places';
import type { SchemaFile } from './schema';

export interface Explained {
  /** Markdown: what the schema says of the key; empty for a value that only names something. */
  readonly about: string;
  /** Markdown: what is named here. */
  readonly named: string;
  readonly start: number;
  readonly end: number;
}

/** What there is to say about the word at an offset. */
export function explainAt(
  text: string,
  offset: number,
  file: SchemaFile,
  around: Surroundings,
): Explained | undefined {
  const place = placeAt(text, offset);
  const schema = place && file.at(place.path);
  if (!place || !schema) return undefined;
  const { start, end, role } = place;
  if (role === 'key') return { about: describe(schema), named: '', start, end };
  const named = schema.refersTo === undefined ? '' : aboutNamed(schema.refersTo, place, text, around);
  if (named !== '') return { about: '', named, start, end };
  // A long text would be explained all over; its key does that.
  return text.slice(start, end).includes('\n') || place.word.length > 60
    ? undefined
    : { about: describe(schema), named: '', start, end };
}

function aboutNamed(refersTo: string, { word }: Place, text: string, around: Surroundings): string {
  if (refersTo === 'requirement') {
    const found = statedIn(text).requirements.find(({ id }) => id === word);
    return found ? `**${word}** ${found.text}` : `There is no requirement ${word}.`;
  }
  if (namesExercise(refersTo)) {
    const found = around.exercises.find(({ id }) => id === word);
    if (!found) return `There is no exercise ${word} in this pack.`;
    return `**${found.title ?? word}**${found.isListed ? '' : '\n\nNo module lists it.'}`;
  }
  return filesNamed(refersTo, word)
    .map(path => aboutFile(path, around.paths))
    .join('\n\n');
}

function aboutFile(path: string, paths: readonly string[]): string {
  if (paths.includes(path)) return `\`${path}\`: ${kindOf(path)}`;
  const inside = paths.filter(other => other.startsWith(`${path}/`));
  if (inside.length === 0) return `\`${path}\` does not exist.`;
  const names = inside.map(name => `\`${name.slice(path.length + 1)}\``);
  return `\`${path}/\`: a folder with ${names.length > 12 ? `${names.length} files` : oneOf(names).replace(/ or (?=[^,]*$)/, ' and ')}`;
}

function kindOf(path: string): string {
  const [folder] = path.split('/');
  switch (folder) {
    case 'starter':
      return 'what the learner begins with';
    case 'solution':
      return 'the reference solution';
    case 'tests':
      return /\.test\.[tj]s$/.test(path) ? 'a hidden suite' : 'a module for suites';
    default:
      if (path.endsWith('.model.md')) return 'a model answer';
      return path.endsWith('.md') ? 'a text in Markdown' : 'a design laid over the solution';
  }
}
