import * as l10n from '@vscode/l10n';
import {
  defaultLanguage,
  defaultLimits,
  difficulties,
  skills,
  type Discussion,
  type Exercise,
  type ExerciseFile,
  type Limits,
  type Requirement,
  type Service,
  type Suite,
} from '../exercise';
import { ExerciseFolder } from './exerciseFolder';
import { checkKind, codeKeys } from './exerciseKind';
import { attemptPathPattern, attemptPathShape, idPattern, idShape, suitePathPattern } from './names';
import { readDiscussions } from './readDiscussions';
import { readFiles } from './readFiles';
import { readPlayground } from './readPlayground';
import { readAlternatives, readWrongVariants } from './readOverlays';
import { readId } from './readId';
import { readRenames } from './readRenames';
import { readReveal } from './readReveal';
import type { Problem } from './problem';
import type { PackSource } from './source';
import { nearest } from './suggest';
import type { Field } from './yamlField';
import { YamlFile } from './yamlFile';

export interface ParsedExercise {
  /** Missing when there is an error among the problems. */
  readonly exercise?: Exercise;
  readonly problems: readonly Problem[];
}

/** The smallest and largest value of each limit, and of the time an exercise takes, in minutes. */
export const ranges = {
  minutes: [1, 600],
  checkMs: [10, 60_000],
  runMs: [100, 300_000],
  memoryMb: [32, 2048],
  suiteMs: [10, 60_000],
} as const;

const services: readonly Service[] = ['redis', 'postgres'];

const required = ['title', 'summary', 'difficulty', 'minutes', 'skills'] as const;
const optional = [
  ...codeKeys,
  'prerequisites',
  'services',
  'limits',
  'hints',
  'wrong',
  'alternatives',
  'playground',
  'discussions',
  'reveal',
  'renamed',
] as const;

/** Reads the exercise in the folder `id`. `siblings` are the ids of all exercises of the pack. */
export function parseExercise(
  source: PackSource,
  pack: string,
  id: string,
  siblings: readonly string[],
  { checksLinks }: { readonly checksLinks: boolean } = { checksLinks: true },
): ParsedExercise | 'no-folder' {
  const problems: Problem[] = [];
  const folder = new ExerciseFolder(source, id, problems, checksLinks);
  const text = folder.read('exercise.yaml');
  if (text === undefined) return 'no-folder';
  const { root } = new YamlFile(`${id}/exercise.yaml`, text, problems);
  const fields = root?.record(required, optional);
  if (!root || !fields) return { problems };
  const kind = checkKind(root, fields);

  const requirements = fields.requirements ? readRequirements(fields.requirements) : [];
  const ids = requirements.map(r => r.id);
  const files = fields.files ? readFiles(fields.files, folder) : [];
  const discussions = fields.discussions ? readDiscussions(fields.discussions, folder) : [];
  const minutes = fields.minutes?.integer(...ranges.minutes);
  const exercise: Exercise = {
    ...{ pack, id },
    title: fields.title?.line() ?? '',
    language: defaultLanguage, // the pack knows better: see parsePack.ts
    summary: fields.summary?.line() ?? '',
    difficulty: fields.difficulty?.word(difficulties) ?? 'core',
    minutes: minutes ?? 1,
    skills: readWords(fields.skills, 1, skills, 'unknown-skill'),
    prerequisites: fields.prerequisites ? readPrerequisites(fields.prerequisites, id, siblings) : [],
    statement: folder.prose('question.md'),
    production: folder.has('production.md') ? folder.prose('production.md') : '',
    requirements,
    files,
    suites: fields.suites ? readSuites(fields.suites, folder) : [],
    testModules: kind === 'checked' ? folder.below('tests', /\.(?:ts|js)$/) : {},
    services: readWords(fields.services, 0, services, 'unknown-service'),
    limits: fields.limits ? readLimits(fields.limits) : defaultLimits,
    hints: readHints(fields.hints),
    pictures: folder.below('media', /\.svg$/),
    figures: folder.figures(ids),
    wrong: fields.wrong ? readWrongVariants(fields.wrong, folder, files, ids) : [],
    alternatives: fields.alternatives ? readAlternatives(fields.alternatives, folder, files) : [],
    playground: fields.playground ? readPlayground(fields.playground, folder) : null,
    discussions,
    reveal: readReveal(fields.reveal, kind),
    // A file or a discussion that could not be read would be missed there too, and an echo helps nobody.
    renamed: hasErrors(problems) ? noneRenamed : readRenamed(fields.renamed, discussions, files),
  };
  folder.reportUnlisted();
  return hasErrors(problems) ? { problems } : { exercise, problems };
}

const hasErrors = (problems: readonly Problem[]): boolean => problems.some(p => p.severity === 'error');

const noneRenamed: Exercise['renamed'] = { discussions: {}, files: {} };

function readRenamed(
  field: Field | undefined,
  discussions: readonly Pick<Discussion, 'id'>[],
  files: readonly Pick<ExerciseFile, 'path'>[],
): Exercise['renamed'] {
  const fields = field?.record([], ['discussions', 'files']);
  return {
    discussions: readRenames(fields?.discussions, {
      what: 'discussion',
      ...{ pattern: idPattern, code: 'bad-id', shape: idShape() },
      present: discussions.map(({ id }) => id),
    }),
    files: readRenames(fields?.files, {
      what: 'file',
      ...{ pattern: attemptPathPattern, code: 'bad-path', shape: attemptPathShape() },
      present: files.map(({ path }) => path),
    }),
  };
}

function readRequirements(field: Field): Requirement[] {
  const entries = field.entries() ?? [];
  if (entries.length === 0)
    field.problem('empty-list', l10n.t('There are no requirements.'), l10n.t('Add "{0}".', 'R1: …'));
  return entries.map(({ word, key, value }, i) => {
    const expected = `R${i + 1}`;
    if (word !== expected)
      key.problem(
        'requirement-order',
        l10n.t('"{0}" stands where {1} belongs.', word, expected),
        l10n.t('Number the requirements R1, R2, … in order.'),
      );
    return { id: word, text: value.text() ?? '' };
  });
}

function readWords<W extends string>(
  field: Field | undefined,
  atLeast: number,
  words: readonly W[],
  code: string,
): readonly W[] {
  const found: W[] = [];
  for (const item of field?.list(atLeast) ?? []) {
    const word = item.word(words, code);
    if (word === undefined) continue;
    if (found.includes(word))
      item.problem('duplicate', l10n.t('"{0}" is listed twice.', word), l10n.t('Keep one of the two.'));
    else found.push(word);
  }
  return found;
}

function readPrerequisites(field: Field, id: string, siblings: readonly string[]): string[] {
  const found: string[] = [];
  for (const item of field.list() ?? []) {
    const text = item.text();
    if (text === undefined) continue;
    const meant = nearest(text, siblings);
    if (text === id)
      item.problem(
        'prerequisite-cycle',
        l10n.t('The exercise names itself as a prerequisite.'),
        l10n.t('Remove it.'),
      );
    else if (!siblings.includes(text))
      item.problem(
        'unknown-prerequisite',
        l10n.t('No module of this pack lists an exercise "{0}".', text),
        meant ? l10n.t('Did you mean "{0}"?', meant) : l10n.t('Name an exercise of this pack by its folder.'),
      );
    else if (found.includes(text))
      item.problem('duplicate', l10n.t('"{0}" is listed twice.', text), l10n.t('Keep one of the two.'));
    else found.push(text);
  }
  return found;
}

function readSuites(field: Field, folder: ExerciseFolder): Suite[] {
  const ids = new Set<string>();
  const suites = (field.list(1) ?? []).map(item => {
    const fields = item.record(['id', 'title', 'file']);
    const entry = fields?.file?.matching(
      suitePathPattern,
      'bad-path',
      l10n.t('a path such as tests/limits.test.ts'),
      l10n.t('Put suites into the folder tests/.'),
    );
    if (entry !== undefined) folder.mustHave(entry, fields?.file);
    return { id: readId(fields?.id, ids), title: fields?.title?.line() ?? '', entry: entry ?? '' };
  });
  return suites;
}

function readLimits(field: Field): Limits {
  const fields = field.record([], ['checkMs', 'runMs', 'memoryMb', 'suiteMs']);
  const suiteMs = fields?.suiteMs?.integer(...ranges.suiteMs);
  return {
    checkMs: fields?.checkMs?.integer(...ranges.checkMs) ?? defaultLimits.checkMs,
    runMs: fields?.runMs?.integer(...ranges.runMs) ?? defaultLimits.runMs,
    memoryMb: fields?.memoryMb?.integer(...ranges.memoryMb) ?? defaultLimits.memoryMb,
    ...(suiteMs !== undefined && { suiteMs }),
  };
}

function readHints(field: Field | undefined): Exercise['hints'] {
  return (field?.list() ?? []).map(item => {
    const fields = item.record(['title', 'text']);
    return { title: fields?.title?.line() ?? '', text: fields?.text?.text() ?? '' };
  });
}
