import { isMap, isScalar, isSeq, parseDocument, visit, type Document, type YAMLMap } from 'yaml';
import { requirementPattern } from '../../pack/names';

/** An exercise of the pack, as pack.yaml and other exercises speak of it. */
export interface KnownExercise {
  /** The name of its folder. */
  readonly id: string;
  /** Undefined when its exercise.yaml cannot be read, or does not exist. */
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

/** What the file itself says, however broken it is. */
export interface Stated {
  readonly requirements: readonly { readonly id: string; readonly text: string }[];
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
  if (!isMap(top)) return { requirements: [], learnerFiles: [], words };
  const requirements = valueOf(top, 'requirements');
  const files = valueOf(top, 'files');
  return {
    requirements: (isMap(requirements) ? requirements.items : []).flatMap(({ key, value }) => {
      const id = wordOf(key);
      return id !== undefined && requirementPattern.test(id)
        ? [{ id, text: wordOf(value)?.trim() ?? '' }]
        : [];
    }),
    learnerFiles: (isSeq(files) ? files.items : []).flatMap(item => {
      if (!isMap(item)) return [];
      const readonly = valueOf(item, 'readonly');
      if (isScalar(readonly) && readonly.value === true) return [];
      return wordOf(valueOf(item, 'path')) ?? [];
    }),
    words,
  };
}

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

export function candidatesFor(
  refersTo: string,
  around: Surroundings,
  stated: Stated,
): readonly Candidate[] {
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
const isModelAnswer = (path: string): boolean => /\.model\.md$/.test(path);
const isPrompt = (path: string): boolean =>
  /\.md$/.test(path) && !isModelAnswer(path) && !/^(?:question|production|README)\.md$/.test(path);

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
