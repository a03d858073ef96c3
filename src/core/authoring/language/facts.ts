import { isMap, isScalar, isSeq, parseDocument, visit, type Document, type YAMLMap } from 'yaml';
import { requirementPattern } from '../../pack/names';
import type { PackSource } from '../../pack/source';

/** An exercise of the pack, as pack.yaml and other exercises speak of it. */
export interface KnownExercise {
  /** The name of its folder. */
  readonly id: string;
  /** Undefined when its exercise.yaml does not say. */
  readonly title: string | undefined;
  readonly isListed: boolean;
}

/** What there is around the file that somebody edits. */
export interface Surroundings {
  /** The exercise that the file belongs to; undefined for pack.yaml. */
  readonly exercise: string | undefined;
  readonly exercises: readonly KnownExercise[];
  /** Every file of the exercise's folder. */
  readonly paths: readonly string[];
}

/** What a pack has around a file of it; found out when it is asked for, because most places need none of it. */
export function surroundingsIn(source: PackSource, exercise: string | undefined): Surroundings {
  let exercises: readonly KnownExercise[] | undefined;
  return {
    exercise,
    get exercises() {
      return (exercises ??= exercisesIn(source));
    },
    get paths() {
      const folder = `${exercise}/`;
      return source
        .list()
        .filter(path => path.startsWith(folder))
        .map(path => path.slice(folder.length));
    },
  };
}

/** Those of the modules in order, then those that no module lists. */
function exercisesIn(source: PackSource): readonly KnownExercise[] {
  const listed = listedIn(source.read('pack.yaml') ?? '');
  const folders = source.list().flatMap(path => /^([^/]+)\/exercise\.yaml$/.exec(path)?.[1] ?? []);
  const known = (id: string): KnownExercise => ({
    id,
    title: titleIn(source.read(`${id}/exercise.yaml`)),
    isListed: listed.includes(id),
  });
  return [
    ...listed.filter(id => folders.includes(id)).map(known),
    ...folders.filter(id => !listed.includes(id)).map(known),
  ];
}

/** The exercises of all modules, in order. */
export function listedIn(manifest: string): string[] {
  const top = readTolerantly(manifest)?.contents;
  if (!isMap(top)) return [];
  return itemsOf(valueOf(top, 'modules')).flatMap(module => {
    const exercises = valueOf(module, 'exercises');
    return isSeq(exercises) ? exercises.items.flatMap(item => wordOf(item) ?? []) : [];
  });
}

/** Of a file that may be large: only the line is read. */
function titleIn(text: string | undefined): string | undefined {
  const line = /^title:[^\n]*/m.exec(text ?? '')?.[0];
  const top = line === undefined ? undefined : readTolerantly(line)?.contents;
  return isMap(top) ? wordOf(valueOf(top, 'title')) : undefined;
}

/** What the file itself says, however broken it is. */
export interface Stated {
  readonly requirements: readonly { readonly id: string; readonly text: string }[];
  /** Their ids. */
  readonly discussions: readonly string[];
  /** Those of the attempt that learners write. */
  readonly learnerFiles: readonly string[];
  /** Every value in the file, for telling what is used already. */
  readonly words: ReadonlySet<string>;
}

/** Longer files are not read at all, see `YamlFile`. */
export const maxLength = 256_000;

/** A file that is being written, parsed as far as it can be; undefined if not at all. */
export function readTolerantly(text: string): Document.Parsed | undefined {
  if (text.length > maxLength) return undefined;
  try {
    return parseDocument(text, { prettyErrors: false, uniqueKeys: false, logLevel: 'silent' });
  } catch {
    return undefined; // nesting of thousands of levels exhausts the stack of the parser
  }
}

export function statedIn(text: string): Stated {
  const document = readTolerantly(text);
  const top = document?.contents;
  const words = new Set<string>();
  if (document)
    visit(document, {
      Scalar: (key, node) => {
        if (key !== 'key') words.add(String(node.value));
      },
    });
  if (!isMap(top)) return { requirements: [], discussions: [], learnerFiles: [], words };
  const requirements = valueOf(top, 'requirements');
  return {
    requirements: (isMap(requirements) ? requirements.items : []).flatMap(({ key, value }) => {
      const id = wordOf(key);
      return id !== undefined && requirementPattern.test(id)
        ? [{ id, text: wordOf(value)?.trim() ?? '' }]
        : [];
    }),
    discussions: itemsOf(valueOf(top, 'discussions')).flatMap(item => wordOf(valueOf(item, 'id')) ?? []),
    learnerFiles: itemsOf(valueOf(top, 'files')).flatMap(item => {
      const readonly = valueOf(item, 'readonly');
      if (isScalar(readonly) && readonly.value === true) return [];
      return wordOf(valueOf(item, 'path')) ?? [];
    }),
    words,
  };
}

const itemsOf = (list: unknown): YAMLMap[] => (isSeq(list) ? list.items.filter(item => isMap(item)) : []);

/** What a text of this kind may name, those that nothing uses yet first. */
export interface Candidate {
  readonly name: string;
  /** What it is, for people. */
  readonly about: string | undefined;
}

type Named = (around: Surroundings, stated: Stated) => readonly Candidate[];

/** The kinds that `refersTo` may have in the schemas. */
const kinds: Readonly<Record<string, Named>> = {
  requirement: (_, { requirements }) => requirements.map(({ id, text }) => ({ name: id, about: text })),
  exercise: ({ exercise, exercises }) =>
    exercises.filter(({ id, isListed }) => isListed && id !== exercise).map(asCandidate),
  'unlisted exercise': ({ exercises }) => exercises.filter(({ isListed }) => !isListed).map(asCandidate),
  discussion: (_, { discussions }) => discussions.map(plain),
  'attempt file': ({ paths }, { words }) =>
    unusedFirst(
      unique(paths.flatMap(path => /^(?:starter|solution)\/(.+\.ts)$/.exec(path)?.[1] ?? [])),
      words,
    ),
  'learner file': (_, { learnerFiles }) => learnerFiles.map(plain),
  suite: ({ paths }, { words }) => {
    const modules = paths.filter(path => /^tests\/.+\.(?:ts|js)$/.test(path));
    const suites = modules.filter(path => /\.test\.[tj]s$/.test(path));
    return unusedFirst(suites.length > 0 ? suites : modules, words);
  },
  playground: ({ paths }, { words }) =>
    unusedFirst(
      paths.filter(path => /^tests\/.+(?<!\.test)\.[tj]s$/.test(path)),
      words,
    ),
  overlay: ({ paths }, { words }) =>
    unusedFirst(
      paths.filter(path => isOverlay(path)),
      words,
    ),
  'overlay folder': ({ paths }, { words }) =>
    unusedFirst(unique(paths.filter(isOverlay).flatMap(foldersAbove)), words),
  prompt: ({ paths }, { words }) => unusedFirst(paths.filter(isPrompt), words),
  'model answer': ({ paths }, { words }) => unusedFirst(paths.filter(isModelAnswer), words),
};

export function candidatesFor(refersTo: string, around: Surroundings, stated: Stated): readonly Candidate[] {
  return Object.hasOwn(kinds, refersTo) ? kinds[refersTo]!(around, stated) : [];
}

export const namesExercise = (refersTo: string): boolean =>
  refersTo === 'exercise' || refersTo === 'unlisted exercise';

/** The files of the exercise that a text of this kind stands for; none where it names no file. */
export function filesNamed(refersTo: string, word: string): readonly string[] {
  if (word === '') return [];
  switch (refersTo) {
    case 'attempt file':
      return [`starter/${word}`, `solution/${word}`];
    case 'learner file':
      return [`solution/${word}`];
    case 'suite':
    case 'playground':
    case 'overlay':
    case 'overlay folder':
    case 'prompt':
    case 'model answer':
      return [word];
    default:
      return [];
  }
}

const asCandidate = ({ id, title }: KnownExercise): Candidate => ({ name: id, about: title });
const plain = (name: string): Candidate => ({ name, about: undefined });

const isOverlay = (path: string): boolean =>
  /^[^/]+\/.+\.ts$/.test(path) && !/^(?:starter|solution|tests)\//.test(path);
const isModelAnswer = (path: string): boolean => path.endsWith('.model.md');
const isPrompt = (path: string): boolean =>
  path.endsWith('.md') && !isModelAnswer(path) && !/^(?:question|production|README)\.md$/.test(path);

/** `wrong/a/b.ts` lies in `wrong` and in `wrong/a`. */
function foldersAbove(path: string): string[] {
  const parts = path.split('/').slice(0, -1);
  return parts.map((_, i) => parts.slice(0, i + 1).join('/'));
}

function unusedFirst(names: readonly string[], used: ReadonlySet<string>): Candidate[] {
  return [...names.filter(name => !used.has(name)), ...names.filter(name => used.has(name))].map(plain);
}

const unique = (names: readonly string[]): string[] => [...new Set(names)];

export const valueOf = (map: YAMLMap, key: string): unknown =>
  map.items.find(pair => wordOf(pair.key) === key)?.value;

export function wordOf(node: unknown): string | undefined {
  const value: unknown = isScalar(node) ? node.value : undefined;
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? String(value)
    : undefined;
}
