import { isChecked, refOf, type Exercise, type ExerciseRef, type Owner } from './exercise';

/** What is remembered of a scaffolding; the marker of an attempt holds it. */
export interface ScaffoldRecord {
  readonly exercise: ExerciseRef;
  readonly packVersion: string;
  /** SHA-256 of each file as it was scaffolded; a differing file has been changed by the learner. */
  readonly scaffolded: Readonly<Record</* path */ string, string>>;
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
  /** Laid over the starter: a solution or a wrong variant, by path. */
  readonly overlay?: Readonly<Record</* path */ string, string>>;
}

interface WantedFile {
  readonly path: string;
  readonly text: string;
  readonly owner: Owner;
}

/**
 * What to write so that `folder` holds an attempt. A file that the learner has changed is kept, whatever else happens; a
 * file that stands as it was scaffolded is brought up to date with the pack.
 */
export function planScaffold(input: ScaffoldInput, folder: FolderState): ScaffoldPlan {
  const ref = refOf(input.exercise);
  const { record } = folder;
  if (record && record.exercise !== ref) return { kind: 'other-exercise', exercise: record.exercise };
  const wanted = wantedFiles(input);
  const foreign = (file: WantedFile): boolean => {
    const present = textAt(folder, file.path);
    return !record && file.owner === 'exercise' && present !== undefined && present !== file.text;
  };
  const occupied = wanted.filter(foreign).map(file => file.path);
  if (occupied.length > 0) return { kind: 'occupied', paths: occupied };

  const untouched = (path: string, present: string): boolean =>
    record !== undefined && hashAt(record, path) === input.sha256(present);
  const files = wanted.map((file): PlannedFile => {
    const present = textAt(folder, file.path);
    if (present === undefined) return { ...file, action: 'create' };
    if (present === file.text) return { ...file, action: 'keep' };
    const mayReplace = file.owner === 'exercise' || untouched(file.path, present);
    return mayReplace ? { ...file, action: 'restore' } : { ...file, text: present, action: 'keep' };
  });
  return { kind: 'write', files, record: recordOf(input, wanted) };
}

/** What to write before a run: files of the exercise that are missing or have been changed. */
export function planRestore(input: ScaffoldInput, folder: FolderState): readonly PlannedFile[] {
  return wantedFiles(input)
    .filter(file => file.owner === 'exercise')
    .flatMap((file): PlannedFile[] => {
      const present = textAt(folder, file.path);
      if (present === file.text) return [];
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
  const owned = new Set(wanted.filter(file => file.owner === 'exercise').map(file => file.path));
  const backup = Object.entries(folder.files)
    .filter(([path]) => !owned.has(path) && !path.startsWith('.'))
    .map(([path, text]) => ({ from: path, to: `${backupFolder}/${path}`, text }))
    .sort((a, b) => (a.from < b.from ? -1 : 1));
  const files = wanted.map((file): PlannedFile => {
    const present = textAt(folder, file.path);
    if (present === file.text) return { ...file, action: 'keep' };
    return { ...file, action: present === undefined ? 'create' : 'restore' };
  });
  return { backup, files, record: recordOf(input, wanted) };
}

function wantedFiles({ exercise, environment, overlay = {} }: ScaffoldInput): WantedFile[] {
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

function recordOf(
  { exercise, packVersion, sha256 }: ScaffoldInput,
  wanted: readonly WantedFile[],
): ScaffoldRecord {
  const hashes = wanted.map(({ path, text }) => [path, sha256(text)] as const);
  return { exercise: refOf(exercise), packVersion, scaffolded: Object.fromEntries(hashes) };
}

const textAt = ({ files }: FolderState, path: string): string | undefined =>
  Object.hasOwn(files, path) ? files[path] : undefined;

const hashAt = ({ scaffolded }: ScaffoldRecord, path: string): string | undefined =>
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
