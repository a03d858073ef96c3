import { isChecked, refOf, type Exercise, type ExerciseRef, type Owner } from './exercise';
import { reservedNames } from './pack/names';

/** What is remembered of a scaffolding; the marker of an attempt holds it. */
export interface ScaffoldRecord {
  readonly exercise: ExerciseRef;
  readonly packVersion: string;
  /** SHA-256 of each file as it was scaffolded; a differing file has been changed by the learner. */
  readonly scaffolded: Readonly<Record</* path */ string, string>>;
  /** Those of them that are the exercise's: what stands there is nobody's work. Older markers do not say. */
  readonly exerciseFiles?: readonly string[];
  /** Other names that the exercise has had, so that a pack that was replaced by an older one still finds it. */
  readonly formerly?: readonly ExerciseRef[];
}

export interface PlannedFile {
  /** Relative to the attempt, `/`-separated. */
  readonly path: string;
  readonly text: string;
  readonly owner: Owner;
  /** `keep`: leave what is there alone. `restore`: replace what is there, which is not the learner's work. */
  readonly action: 'create' | 'keep' | 'restore';
}

export type ScaffoldPlan =
  | {
      readonly kind: 'write';
      readonly files: readonly PlannedFile[];
      /** Goes into the marker, which is written last: a folder with a marker is complete. */
      readonly record: ScaffoldRecord;
    }
  /** The folder is someone else's: these files are in the way, and nothing says that they may be replaced. */
  | { readonly kind: 'occupied'; readonly paths: readonly string[] }
  | { readonly kind: 'other-exercise'; readonly exercise: ExerciseRef };

/** A folder as it is. */
export interface FolderState {
  /** The text of every file in it that a plan could touch; others may be left out. */
  readonly files: Readonly<Record</* path */ string, string>>;
  /** From its marker, if it has one. */
  readonly record?: ScaffoldRecord;
}

export interface ScaffoldInput {
  readonly exercise: Exercise;
  readonly packVersion: string;
  /** The text of media/types/attempt.d.ts: what learner code may use. */
  readonly environment: string;
  /** SHA-256 of a text, in hex. */
  readonly sha256: (text: string) => string;
  /** What the exercise was called in earlier versions of its pack; none when absent. */
  readonly formerly?: readonly ExerciseRef[];
  /** Laid over the starter: a solution or a wrong variant, by path. */
  readonly overlay?: Readonly<Record</* path */ string, string>>;
}

/** A file as the exercise would have it. */
export interface WantedFile {
  readonly path: string;
  readonly text: string;
  readonly owner: Owner;
}

/**
 * What to write so that `folder` holds an attempt. A file that the learner has changed is kept, whatever else happens; a
 * file that stands as it was scaffolded is brought up to date with the pack.
 */
export function planScaffold(input: ScaffoldInput, folder: FolderState): ScaffoldPlan {
  const { record } = folder;
  if (record && !isSameExercise(input, record)) return { kind: 'other-exercise', exercise: record.exercise };
  const wanted = wantedFiles(input);
  const foreign = (file: WantedFile): boolean => {
    const present = textAt(folder, file.path);
    return !record && file.owner === 'exercise' && present !== undefined && present !== file.text;
  };
  const occupied = wanted.filter(foreign).map(file => file.path);
  if (occupied.length > 0) return { kind: 'occupied', paths: occupied };

  const files = wanted.map((file): PlannedFile => {
    const present = textAt(folder, file.path);
    if (present === undefined) return { ...file, action: 'create' };
    if (present === file.text) return { ...file, action: 'keep' };
    return isReplaceable(input, record, file, present)
      ? { ...file, action: 'restore' }
      : { ...file, text: present, action: 'keep' };
  });
  const asWanted = new Set(wanted.filter((file, i) => file.text === files[i]?.text).map(file => file.path));
  return { kind: 'write', files, record: recordOf(input, wanted, record, path => asWanted.has(path)) };
}

/**
 * What to write before a run: files of the exercise that are missing or have been changed. What may be the learner's own,
 * because the file became the exercise's in a later version, is left to an update, which asks and keeps a copy.
 */
export function planRestore(input: ScaffoldInput, folder: FolderState): readonly PlannedFile[] {
  return wantedFiles(input)
    .filter(file => file.owner === 'exercise')
    .flatMap((file): PlannedFile[] => {
      const present = textAt(folder, file.path);
      if (present === file.text) return [];
      if (present !== undefined && !isReplaceable(input, folder.record, file, present)) return [];
      return [{ ...file, action: present === undefined ? 'create' : 'restore' }];
    });
}

export interface ResetPlan {
  /** Copies to make before anything is replaced. */
  readonly backup: readonly { readonly from: string; readonly to: string; readonly text: string }[];
  /** What to write afterwards. Files that the learner added, and answers, stay where they are. */
  readonly files: readonly PlannedFile[];
  readonly record: ScaffoldRecord;
}

/**
 * Begins again from the starter files. Every file of the learner is copied into `backupFolder` first; its name begins
 * with a dot, so that it is no part of the attempt.
 */
export function planReset(input: ScaffoldInput, folder: FolderState, backupFolder: string): ResetPlan {
  const wanted = wantedFiles(input);
  const owned = wanted.filter(file => file.owner === 'exercise');
  const isWork = (path: string, text: string): boolean => {
    const file = owned.find(known => known.path === path);
    return !file || (text !== file.text && !isReplaceable(input, folder.record, file, text));
  };
  const backup = Object.entries(folder.files)
    .filter(([path, text]) => !path.startsWith('.') && isWork(path, text))
    .map(([path, text]) => ({ from: path, to: `${backupFolder}/${path}`, text }))
    .sort((a, b) => (a.from < b.from ? -1 : 1));
  const files = wanted.map((file): PlannedFile => {
    const present = textAt(folder, file.path);
    if (present === file.text) return { ...file, action: 'keep' };
    return { ...file, action: present === undefined ? 'create' : 'restore' };
  });
  return { backup, files, record: recordOf(input, wanted, folder.record) };
}

/** Also when the exercise was, or will be, called otherwise. */
export const isSameExercise = (
  input: Pick<ScaffoldInput, 'exercise' | 'formerly'>,
  record: Pick<ScaffoldRecord, 'exercise' | 'formerly'>,
): boolean =>
  record.exercise === refOf(input.exercise) ||
  (input.formerly?.includes(record.exercise) ?? false) ||
  (record.formerly?.includes(refOf(input.exercise)) ?? false);

/** Whether what stands in place of `file` is nobody's work: it is as it was scaffolded, or was always the exercise's. */
export function isReplaceable(
  input: ScaffoldInput,
  record: ScaffoldRecord | undefined,
  file: Pick<WantedFile, 'path' | 'owner'>,
  present: string,
): boolean {
  if (!record) return false;
  if (hashAt(record, file.path) === input.sha256(present)) return true;
  return file.owner === 'exercise' && wasExercises(input, record, file.path);
}

/** An older marker does not say whose a file was; then it was as it is, if the version is the same. */
export function wasExercises(input: ScaffoldInput, record: ScaffoldRecord, path: string): boolean {
  if (reservedNames.includes(path)) return true;
  return record.exerciseFiles?.includes(path) ?? record.packVersion === input.packVersion;
}

/** What an exercise puts into an attempt, in its order. */
export function wantedFiles({ exercise, environment, overlay = {} }: ScaffoldInput): WantedFile[] {
  const files = exercise.files.map(({ path, starter, owner }) => ({
    path,
    owner,
    text: owner === 'learner' && Object.hasOwn(overlay, path) ? overlay[path]! : starter,
  }));
  const known = new Set(files.map(file => file.path));
  const added = Object.entries(overlay)
    .filter(([path]) => !known.has(path))
    .map(([path, text]) => ({ path, text, owner: 'learner' as const }));
  if (!isChecked(exercise)) return []; // answers are written into it, and no code
  return [
    ...files,
    ...added,
    { path: 'drills.d.ts', text: environment, owner: 'exercise' },
    { path: 'tsconfig.json', text: attemptTsconfig, owner: 'exercise' },
  ];
}

/**
 * What the marker says afterwards.
 *
 * @param before what it said
 * @param isWritten whether a file of the exercise stands as it should; one that may be the learner's own does not
 */
export function recordOf(
  { exercise, packVersion, sha256 }: ScaffoldInput,
  wanted: readonly WantedFile[],
  before: ScaffoldRecord | undefined,
  isWritten: (path: string) => boolean = () => true,
): ScaffoldRecord {
  const ref = refOf(exercise);
  const hashes = wanted.map(({ path, text }) => [path, sha256(text)] as const);
  const owned = wanted.filter(({ path, owner }) => owner === 'exercise' && isWritten(path));
  const formerly = new Set(before ? [...(before.formerly ?? []), before.exercise] : []);
  formerly.delete(ref);
  return {
    exercise: ref,
    packVersion,
    scaffolded: Object.fromEntries(hashes),
    exerciseFiles: owned.map(({ path }) => path),
    ...(formerly.size > 0 ? { formerly: [...formerly] } : {}),
  };
}

export const textAt = ({ files }: FolderState, path: string): string | undefined =>
  Object.hasOwn(files, path) ? files[path] : undefined;

export const hashAt = ({ scaffolded }: ScaffoldRecord, path: string): string | undefined =>
  Object.hasOwn(scaffolded, path) ? scaffolded[path] : undefined;

/** Lets the language service of any editor see an attempt as the runner does; `drills.d.ts` is the environment. */
export const attemptTsconfig = `{
  // Restored before every check. Nothing is compiled by this file: it is for completion and for red lines.
  "compilerOptions": {
    "target": "ES2023",
    "lib": ["ES2023"],
    "module": "ESNext",
    "moduleResolution": "bundler",
    "allowImportingTsExtensions": true,
    "strict": true,
    "isolatedModules": true,
    "skipLibCheck": true,
    "noEmit": true,
    "types": []
  },
  "include": ["**/*.ts"]
}
`;
