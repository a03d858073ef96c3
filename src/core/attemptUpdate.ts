import compare from 'semver/functions/compare';
import valid from 'semver/functions/valid';
import { answerPath, reservedNames } from './pack/names';
import { formerNames, type Renames } from './pack/renames';
import {
  hashAt,
  isReplaceable,
  isSameExercise,
  recordOf,
  textAt,
  wantedFiles,
  wasExercises,
  type FolderState,
  type PlannedFile,
  type ScaffoldInput,
  type ScaffoldRecord,
  type WantedFile,
} from './scaffold';

/** What an update does with one file of an attempt. `text` is what the exercise has there now. */
export type UpdateStep =
  /** New in the exercise. */
  | { readonly kind: 'add'; readonly path: string; readonly text: string }
  /** As it was scaffolded: goes on to the new text. */
  | { readonly kind: 'advance'; readonly path: string; readonly text: string; readonly before: string }
  /** Called otherwise now. `after` is what it will hold: the learner's text, or the new one where that was untouched. */
  | {
      readonly kind: 'move';
      readonly from: string;
      readonly path: string;
      readonly text: string;
      readonly before: string;
      readonly after: string;
    }
  /** Became the exercise's: the learner's text is kept as a copy. */
  | { readonly kind: 'take'; readonly path: string; readonly text: string; readonly before: string }
  /** The learner's own work, where the exercise has changed as well: stays as it is. */
  | { readonly kind: 'keep'; readonly path: string; readonly text: string }
  /** No part of the exercise any more: stays as it is. */
  | { readonly kind: 'leave'; readonly path: string };

/** How the version that is installed compares to the one that the attempt was made with. */
export type VersionChange = 'newer' | 'older' | 'same';

export interface AttemptUpdate {
  /** Version of the pack that the attempt was made with. */
  readonly from: string;
  /** Version that is installed. */
  readonly to: string;
  readonly change: VersionChange;
  /** In the order of the exercise; none when the learner's files need nothing. */
  readonly steps: readonly UpdateStep[];
  /** Files of the exercise that are to be put back, which nobody needs to be told about. */
  readonly restored: readonly PlannedFile[];
  /** Goes into the marker. */
  readonly record: ScaffoldRecord;
}

/** What an update comes to on the disk, in this order. */
export interface UpdateChanges {
  /** Copies of everything that is replaced or moved; its folder begins with a dot, so it is no part of the attempt. */
  readonly backup: readonly { readonly to: string; readonly text: string }[];
  readonly moves: readonly { readonly from: string; readonly to: string }[];
  readonly files: readonly PlannedFile[];
  readonly record: ScaffoldRecord;
}

export const compareVersions = (from: string, to: string): VersionChange => {
  if (!valid(from) || !valid(to)) return 'same';
  const order = compare(from, to);
  return order < 0 ? 'newer' : order > 0 ? 'older' : 'same';
};

/** Whether there could be anything to do, told from the marker alone: the folder need not be read otherwise. */
export function mayNeedUpdate(input: ScaffoldInput, record: ScaffoldRecord): boolean {
  const wanted = wantedFiles(input).filter(({ path }) => !isEnvironment(path));
  return (
    Object.keys(input.exercise.renamed.discussions).length > 0 ||
    wanted.some(
      file => hashAt(record, file.path) !== input.sha256(file.text) || isTaken(input, record, file),
    ) ||
    Object.keys(record.scaffolded).some(path => !isEnvironment(path) && !wanted.some(w => w.path === path))
  );
}

/**
 * Compares an attempt with the exercise as it is now, three ways: what stands in the folder, what was scaffolded, what
 * the exercise has. What the learner has written is never replaced but by a copy of itself under another name, unless the
 * exercise takes the file over; then a copy stays. A file of which nothing is known counts as the learner's.
 */
export function planUpdate(input: ScaffoldInput, folder: RecordedFolder): AttemptUpdate {
  const { record } = folder;
  if (!isSameExercise(input, record))
    throw new Error(`An attempt at ${record.exercise} is not one at this exercise`);
  const wanted = wantedFiles(input);
  const moves = [
    ...movesOf(input.exercise.renamed.files, wanted, folder),
    ...answerMoves(input.exercise.renamed.discussions, folder),
  ];
  const steps = [
    ...wanted.flatMap(file => stepOf(input, folder, file, moves)),
    ...moves.filter(isAnswerMove).map(move => moveStep(input, folder, move)),
  ];
  steps.push(...leftBehind(folder, [...wanted, ...steps], moves));
  const restored = wanted.flatMap((file): PlannedFile[] => {
    const present = textAt(folder, file.path);
    if (file.owner !== 'exercise' || present === file.text || steps.some(step => step.path === file.path))
      return [];
    return [{ ...file, action: present === undefined ? 'create' : 'restore' }];
  });
  return {
    from: record.packVersion,
    to: input.packVersion,
    change: compareVersions(record.packVersion, input.packVersion),
    steps,
    restored,
    record: recordOf(input, wanted, record),
  };
}

/** Whether a step stays as it is, so that the learner has to look at it. */
export const isKept = (step: UpdateStep): boolean => step.kind === 'keep' || step.kind === 'leave';

/** @param backupFolder relative to the attempt; its first name begins with a dot */
export function changesOf(update: AttemptUpdate, backupFolder: string): UpdateChanges {
  const backup = update.steps.flatMap(step => {
    if (step.kind === 'move') return [{ to: `${backupFolder}/${step.from}`, text: step.before }];
    return 'before' in step ? [{ to: `${backupFolder}/${step.path}`, text: step.before }] : [];
  });
  const files = update.steps.flatMap((step): PlannedFile[] => {
    const { path } = step;
    switch (step.kind) {
      case 'add':
        return [{ path, text: step.text, owner: 'learner', action: 'create' }];
      case 'advance':
        return [{ path, text: step.text, owner: 'learner', action: 'restore' }];
      case 'take':
        return [{ path, text: step.text, owner: 'exercise', action: 'restore' }];
      case 'move':
        if (step.after === step.before) return [];
        return [{ path, text: step.after, owner: 'learner', action: 'restore' }];
      case 'keep':
      case 'leave':
        return [];
    }
  });
  return {
    backup,
    moves: update.steps.flatMap(step => (step.kind === 'move' ? [{ from: step.from, to: step.path }] : [])),
    files: [...files, ...update.restored],
    record: update.record,
  };
}

/** An attempt as it is: without a marker it would be none. */
export type RecordedFolder = FolderState & { readonly record: ScaffoldRecord };

interface Move {
  readonly from: string;
  readonly to: string;
  /** Undefined for an answer, which begins empty. */
  readonly file: WantedFile | undefined;
}

const isAnswerMove = (move: Move): boolean => move.file === undefined;

function stepOf(
  input: ScaffoldInput,
  folder: RecordedFolder,
  file: WantedFile,
  moves: readonly Move[],
): UpdateStep[] {
  const { path, text, owner } = file;
  if (isEnvironment(path)) return [];
  const move = moves.find(known => known.to === path);
  if (move) return [moveStep(input, folder, move)];
  const present = textAt(folder, path);
  const isNews = hashAt(folder.record, path) !== input.sha256(text);
  if (present === undefined) {
    if (owner === 'exercise' || !isNews) return [];
    // Windows and macOS would take the two for one file, and the learner's would be gone.
    const namesake = Object.keys(folder.files).find(
      other => isSamePath(other, path) && !moves.some(({ from }) => from === other),
    );
    return [namesake === undefined ? { kind: 'add', path, text } : { kind: 'keep', path: namesake, text }];
  }
  if (present === text) return [];
  if (owner === 'exercise')
    return isReplaceable(input, folder.record, file, present)
      ? []
      : [{ kind: 'take', path, text, before: present }];
  if (!isNews) return [];
  return isReplaceable(input, folder.record, file, present)
    ? [{ kind: 'advance', path, text, before: present }]
    : [{ kind: 'keep', path, text }];
}

function moveStep(input: ScaffoldInput, folder: RecordedFolder, { from, to, file }: Move): UpdateStep {
  const before = textAt(folder, from) ?? '';
  const isUntouched = hashAt(folder.record, from) === input.sha256(before);
  const after = file && isUntouched ? file.text : before;
  return { kind: 'move', from, path: to, text: file?.text ?? '', before, after };
}

/** Files of the learner that are called otherwise now, where nothing is in their way. */
function movesOf(renames: Renames, wanted: readonly WantedFile[], folder: RecordedFolder): Move[] {
  const { scaffolded } = folder.record;
  // A marker that knows nothing of the files cannot tell the learner's own from those of the exercise.
  const wasScaffolded = (path: string): boolean =>
    Object.hasOwn(scaffolded, path) || Object.keys(scaffolded).length === 0;
  return wanted.flatMap((file): Move[] => {
    if (file.owner === 'exercise') return [];
    const from = formerNames(renames, file.path).find(
      former => textAt(folder, former) !== undefined && wasScaffolded(former),
    );
    return from === undefined || isInTheWay(folder, from, file.path) ? [] : [{ from, to: file.path, file }];
  });
}

function answerMoves(renames: Renames, folder: FolderState): Move[] {
  const parts = ['answer', 'review'] as const;
  return [...new Set(Object.values(renames))].flatMap(present =>
    parts.flatMap((part): Move[] => {
      const to = answerPath(present, part);
      const from = formerNames(renames, present)
        .map(former => answerPath(former, part))
        .find(path => textAt(folder, path) !== undefined);
      return from === undefined || isInTheWay(folder, from, to) ? [] : [{ from, to, file: undefined }];
    }),
  );
}

/** Also a name that differs in case only: Windows and macOS take the two for one file. */
const isInTheWay = ({ files }: FolderState, from: string, to: string): boolean =>
  Object.keys(files).some(other => other !== from && isSamePath(other, to));

const isSamePath = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

/** Files that an earlier version brought and that this one does not have. */
const leftBehind = (
  folder: RecordedFolder,
  wanted: readonly { readonly path: string }[],
  moves: readonly Move[],
): UpdateStep[] =>
  Object.keys(folder.record.scaffolded)
    .filter(path => !isEnvironment(path) && textAt(folder, path) !== undefined)
    .filter(path => !wanted.some(file => file.path === path) && !moves.some(({ from }) => from === path))
    .sort()
    .map(path => ({ kind: 'leave', path }));

/** It comes with Design Drills and not with the exercise. */
const isEnvironment = (path: string): boolean => reservedNames.includes(path);

/** The exercise has it now, and nothing says that it always had. */
const isTaken = (input: ScaffoldInput, record: ScaffoldRecord, { path, owner }: WantedFile): boolean =>
  owner === 'exercise' && !wasExercises(input, record, path);
