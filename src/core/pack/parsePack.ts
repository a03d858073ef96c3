import * as l10n from '@vscode/l10n';
import {
  defaultLanguage,
  defaultMutationScore,
  type Exercise,
  type Pack,
  type PackModule,
} from '../exercise';
import { idPattern, idShape, languagePattern, versionPattern } from './names';
import { parseExercise } from './parseExercise';
import type { Problem } from './problem';
import { readRenames } from './readRenames';
import { presentName } from './renames';
import type { PackSource } from './source';
import { nearest } from './suggest';
import type { Field } from './yamlField';
import { YamlFile } from './yamlFile';

export interface ParsedPack {
  /** Missing when pack.yaml itself cannot be understood. */
  readonly pack?: Pack;
  /** Ordered by file and place. */
  readonly problems: readonly Problem[];
}

/** The only format there is so far. */
export const packFormat = 1;

/** The id that the text of a pack.yaml gives; undefined when it gives none. */
export function packIdOf(manifest: string): string | undefined {
  const root = new YamlFile('pack.yaml', manifest, []).root;
  return root && readHeader(root)?.id;
}

/**
 * Reads a pack. Never throws: everything wrong with it is in `problems`. An exercise with an error is left out of the
 * pack and of its modules; the others are not affected.
 *
 * @param wanted with an exercise, the others are left out unread, and links are not followed: for whoever runs one
 */
export function parsePack(source: PackSource, wanted: WantedPart = {}): ParsedPack {
  const steps = parsePackInSteps(source, wanted);
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

export interface WantedPart {
  readonly exercise?: string | undefined;
}

/** As `parsePack`; stops after each exercise, so that whoever has something else to do can do it in between. */
export function* parsePackInSteps(
  source: PackSource,
  wanted: WantedPart = {},
): Generator<void, ParsedPack, void> {
  const problems: Problem[] = [...source.problems];
  const text = source.read('pack.yaml');
  if (text === undefined) {
    problems.push(noManifest());
    return { problems };
  }
  const root = new YamlFile('pack.yaml', text, problems).root;
  const header = root && readHeader(root);
  if (!header) return { problems: inOrder(problems) };

  const listed = header.modules.flatMap(module => module.exercises);
  const only = wanted.exercise && presentName(header.renamed, wanted.exercise);
  const exercises: Exercise[] = [];
  for (const { id, field } of listed) {
    if (only !== undefined && id !== only) continue;
    const parsed = parseExercise(
      source,
      header.id,
      id,
      listed.map(l => l.id),
      { checksLinks: wanted.exercise === undefined },
    );
    if (parsed === 'no-folder') reportMissing(source, { id, field });
    else {
      problems.push(...parsed.problems);
      if (parsed.exercise) exercises.push({ ...parsed.exercise, language: header.language });
    }
    yield;
  }
  problems.push(
    ...unlisted(
      source,
      listed.map(l => l.id),
    ),
    ...cycles(exercises),
  );
  const loaded = new Set(exercises.map(e => e.id));
  const { id, title, description, version, authors, license, language, mutationScore, renamed } = header;
  return {
    pack: {
      ...{ id, title, description, version, authors, license, language, mutationScore, renamed, exercises },
      modules: header.modules.map(m => ({
        title: m.title,
        exercises: m.exercises.map(e => e.id).filter(e => loaded.has(e)),
      })),
      label: source.label,
      hash: source.hash,
    },
    problems: inOrder(problems),
  };
}

/** What is wrong with pack.yaml itself and with the folders that it lists: quick, because no exercise is read. */
export function packYamlProblems(source: PackSource): readonly Problem[] {
  const text = source.read('pack.yaml');
  if (text === undefined) return [noManifest()];
  const problems: Problem[] = [];
  const root = new YamlFile('pack.yaml', text, problems).root;
  const header = root && readHeader(root);
  if (!header) return inOrder(problems);
  const listed = header.modules.flatMap(module => module.exercises);
  for (const one of listed)
    if (source.read(`${one.id}/exercise.yaml`) === undefined) reportMissing(source, one);
  const ids = listed.map(({ id }) => id);
  return inOrder([...problems, ...unlisted(source, ids)]);
}

interface Listed {
  readonly id: string;
  readonly field: Field;
}

const reportMissing = (source: PackSource, { id, field }: Listed): void =>
  field.problem(
    'missing-exercise',
    l10n.t('There is no file {0}/exercise.yaml.', id),
    suggestFolder(source, id) ?? l10n.t('Create it, or remove the exercise from the module.'),
  );

interface Header extends Pick<
  Pack,
  | 'id'
  | 'title'
  | 'description'
  | 'version'
  | 'authors'
  | 'license'
  | 'language'
  | 'mutationScore'
  | 'renamed'
> {
  readonly modules: readonly (Omit<PackModule, 'exercises'> & { readonly exercises: readonly Listed[] })[];
}

/** Answers undefined only when something that every pack must have is missing. */
function readHeader(root: Field): Header | undefined {
  const fields = root.record(
    ['format', 'id', 'title', 'description', 'version', 'authors', 'license', 'modules'],
    ['language', 'mutationScore', 'renamed'],
  );
  if (!fields) return undefined;
  const format = fields.format?.integer(1, Number.MAX_SAFE_INTEGER);
  // Nobody knows what the rest of it means.
  if (fields.format && format === undefined) return undefined;
  if (fields.format && format !== undefined && format !== packFormat)
    return fields.format.problem(
      'unsupported-format',
      l10n.t('This pack is of format {0}; only format {1} can be read.', format, packFormat),
      l10n.t('Update Design Drills, or correct the number.'),
    );
  const id = fields.id?.matching(
    idPattern,
    'bad-id',
    idShape(),
    l10n.t('Use letters, digits and hyphens, beginning with a letter.'),
  );
  const title = fields.title?.line();
  const description = fields.description?.text();
  const version = fields.version?.matching(
    versionPattern,
    'bad-version',
    l10n.t('a semantic version such as 1.0.0'),
    l10n.t('See semver.org.'),
  );
  const authors = fields.authors?.list(1)?.map(author => author.line());
  const license = fields.license?.line();
  const modules = fields.modules && readModules(fields.modules);
  if (id === undefined || title === undefined || version === undefined || modules === undefined)
    return undefined;
  return {
    ...{ id, title, version, modules },
    description: description ?? '',
    authors: (authors ?? []).filter(author => author !== undefined),
    license: license ?? '',
    language:
      fields.language?.matching(
        languagePattern,
        'bad-language',
        l10n.t('a tag such as en, de or pt-BR'),
        l10n.t('Use the tag of the language by BCP 47.'),
      ) ?? defaultLanguage,
    mutationScore: fields.mutationScore?.integer(0, 100) ?? defaultMutationScore,
    renamed: readRenames(fields.renamed, {
      what: 'exercise',
      ...{ pattern: idPattern, code: 'bad-id', shape: idShape() },
      present: modules.flatMap(module => module.exercises.map(exercise => exercise.id)),
    }),
  };
}

function readModules(field: Field): Header['modules'] | undefined {
  const seen = new Set<string>();
  return field.list(1)?.map(item => {
    const fields = item.record(['title', 'exercises']);
    const exercises: Listed[] = [];
    for (const exercise of fields?.exercises?.list(1) ?? []) {
      const id = exercise.matching(
        idPattern,
        'bad-id',
        idShape(),
        l10n.t('It is the name of the folder of the exercise.'),
      );
      if (id === undefined) continue;
      if (seen.has(id))
        exercise.problem(
          'duplicate-id',
          l10n.t('The exercise "{0}" is listed twice.', id),
          l10n.t('Keep one of the two.'),
        );
      else exercises.push({ id, field: exercise });
      seen.add(id);
    }
    return { title: fields?.title?.line() ?? '', exercises };
  });
}

const folderOf = /^([^/]+)\/exercise\.yaml$/;

function unlisted(source: PackSource, listed: readonly string[]): Problem[] {
  return source
    .list()
    .filter(path => folderOf.test(path) && !listed.includes(path.split('/')[0]!))
    .map(path => ({
      ...atStart(
        path,
        'unlisted-exercise',
        l10n.t('No module of pack.yaml lists this exercise, so nobody sees it.'),
        l10n.t('Add the folder to a module.'),
      ),
      severity: 'warning' as const,
    }));
}

function suggestFolder(source: PackSource, id: string): string | undefined {
  const folders = source.list().flatMap(path => folderOf.exec(path)?.[1] ?? []);
  const meant = nearest(id, folders);
  return meant && l10n.t('Did you mean "{0}"?', meant);
}

/** Exercises that can never be begun because each waits for the other. */
function cycles(exercises: readonly Exercise[]): Problem[] {
  const byId = new Map(exercises.map(e => [e.id, e]));
  const reaches = (from: string, goal: string, seen: Set<string>): boolean =>
    (byId.get(from)?.prerequisites ?? []).some(
      next => next === goal || (!seen.has(next) && reaches(next, goal, seen.add(next))),
    );
  return exercises
    .filter(e => reaches(e.id, e.id, new Set()))
    .map(e => ({
      ...atStart(
        `${e.id}/exercise.yaml`,
        'prerequisite-cycle',
        l10n.t('The exercise "{0}" is, directly or not, its own prerequisite.', e.id),
        l10n.t('Remove one of the prerequisites.'),
      ),
      severity: 'warning' as const,
    }));
}

/** A problem of a whole file. */
export const atStart = (file: string, code: string, message: string, remedy: string): Problem => ({
  ...{ code, file, message, remedy },
  ...{ line: 1, column: 1, endLine: 1, endColumn: 1 },
  severity: 'error',
});

const noManifest = (): Problem =>
  atStart(
    'pack.yaml',
    'missing-file',
    l10n.t('There is no pack.yaml.'),
    l10n.t('Add one; it lists the exercises.'),
  );

/** By file and place. */
export const inOrder = (problems: readonly Problem[]): Problem[] =>
  [...problems].sort(
    (a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : 0) || a.line - b.line || a.column - b.column,
  );
