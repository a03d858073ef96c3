import { readFileSync } from 'node:fs';
import { completionsAt, type Suggestion } from '../../../../../src/core/authoring/language/completions';
import { applied, type PackEdit } from '../../../../../src/core/authoring/language/edits';
import type { Surroundings } from '../../../../../src/core/authoring/language/facts';
import { SchemaFile, type Schema } from '../../../../../src/core/authoring/language/schema';

const read = (name: string): SchemaFile =>
  new SchemaFile(JSON.parse(readFileSync(`media/schemas/${name}.schema.json`, 'utf8')) as Schema);

export const exerciseSchema = read('exercise');
export const packSchema = read('pack');

export const around: Surroundings = {
  exercise: 'counter',
  exercises: [
    { id: 'counter', title: 'Count what happens', isListed: true },
    { id: 'gauge', title: 'A gauge', isListed: true },
    { id: 'timer', title: undefined, isListed: true },
    { id: 'draft', title: 'Not yet', isListed: false },
  ],
  paths: [
    'alternative/counter.ts',
    'discussion/durability.md',
    'discussion/durability.model.md',
    'exercise.yaml',
    'question.md',
    'solution/counter.ts',
    'starter/counter.ts',
    'starter/types.ts',
    'tests/basics.test.ts',
    'tests/ceiling.test.ts',
    'tests/support.ts',
    'wrong/no-ceiling.ts',
    'wrong/returns-old-value/counter.ts',
  ],
};

/** Suggestions where `|` stands in a text. */
export function completed(marked: string, file = exerciseSchema): readonly Suggestion[] {
  const offset = marked.indexOf('|');
  return completionsAt(marked.slice(0, offset) + marked.slice(offset + 1), offset, file, around);
}

export const labels = (marked: string, file = exerciseSchema): string[] =>
  completed(marked, file).map(({ label }) => label);

/** The text after a suggestion has been taken, with the first of each choice and `•` where there is nothing to choose. */
export function taken(marked: string, label: string, file = exerciseSchema): string {
  const offset = marked.indexOf('|');
  const text = marked.slice(0, offset) + marked.slice(offset + 1);
  const suggestion = completed(marked, file).find(one => one.label === label);
  if (!suggestion) throw new Error(`${label} is not among ${labels(marked, file).join(', ')}`);
  return text.slice(0, suggestion.start) + filled(suggestion.insert) + text.slice(suggestion.end);
}

/** A snippet as it looks right after it was inserted. */
export const filled = (snippet: string): string =>
  snippet
    .replace(/\$\{\d+\|((?:\\.|[^|\\])*)\|\}/g, (_, words: string) => words.split(/(?<!\\),/)[0] ?? '')
    .replace(/\$\{\d+:((?:\\.|[^}\\])*)\}/g, '$1')
    .replace(/(?<!\\)\$\d+/g, '•')
    .replace(/\\([\\$},|])/g, '$1');

/** The files of a pack after an edit. */
export function changedFiles(
  files: Readonly<Record<string, string>>,
  edit: PackEdit,
): Record<string, string> {
  const { edits, moves, creates, deletes } = edit;
  const kept = Object.entries(files).filter(([path]) => !deletes.includes(path));
  const changed = kept.map(([path, text]): [string, string] => {
    const move = moves.find(({ from }) => path === from || path.startsWith(`${from}/`));
    const moved = move ? move.to + path.slice(move.from.length) : path;
    return [
      moved,
      applied(
        text,
        edits.filter(one => one.path === path),
      ),
    ];
  });
  return Object.fromEntries([...changed, ...creates.map(({ path, text }) => [path, text] as const)]);
}
