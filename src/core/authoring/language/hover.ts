import * as l10n from '@vscode/l10n';
import { allOf } from '../../pack/suggest';
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
    return found ? `**${word}** ${found.text}` : l10n.t('There is no requirement {0}.', word);
  }
  if (namesExercise(refersTo)) {
    const found = around.exercises.find(({ id }) => id === word);
    if (!found) return l10n.t('There is no exercise {0} in this pack.', word);
    return `**${found.title ?? word}**${found.isListed ? '' : `\n\n${l10n.t('No module lists it.')}`}`;
  }
  return filesNamed(refersTo, word)
    .map(path => aboutFile(path, around.paths))
    .join('\n\n');
}

function aboutFile(path: string, paths: readonly string[]): string {
  if (paths.includes(path)) return `\`${path}\`: ${kindOf(path)}`;
  const inside = paths.filter(other => other.startsWith(`${path}/`));
  if (inside.length === 0) return l10n.t('`{0}` does not exist.', path);
  const names = inside.map(name => `\`${name.slice(path.length + 1)}\``);
  return names.length > 12
    ? l10n.t('`{0}/`: a folder with {1} files', path, names.length)
    : l10n.t('`{0}/`: a folder with {1}', path, allOf(names));
}

function kindOf(path: string): string {
  const [folder] = path.split('/');
  switch (folder) {
    case 'starter':
      return l10n.t('what the learner begins with');
    case 'solution':
      return l10n.t('the reference solution');
    case 'tests':
      return /\.test\.[tj]s$/.test(path) ? l10n.t('a hidden suite') : l10n.t('a module for suites');
    default:
      if (path.endsWith('.model.md')) return l10n.t('a model answer');
      return path.endsWith('.md') ? l10n.t('a text in Markdown') : l10n.t('a design laid over the solution');
  }
}
