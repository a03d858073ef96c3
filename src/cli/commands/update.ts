import path from 'node:path';
import {
  changesOf,
  isKept,
  planUpdate,
  type AttemptUpdate,
  type RecordedFolder,
  type UpdateStep,
} from '../../core/attemptUpdate';
import { assertNever, HumanError } from '../../core/errors';
import { formerRefsOf, type LoadedEntry } from '../../core/pack/catalog';
import { newBackupFolder, readAttempt, sha256, writeUpdate } from '../../node/attemptFiles';
import type { Installation } from '../../node/installation';
import type { Marker } from '../../protocol/marker';
import { loadCatalog, loadEntry, notThere } from '../catalog';
import { exitCodes, type ExitCode, type Io } from '../io';

export interface UpdateOptions {
  /** The folder of the attempt. */
  readonly attempt: string;
  readonly packs: readonly string[];
  /** Says what would happen and writes nothing. */
  readonly dryRun: boolean;
  readonly json: boolean;
}

/** Brings an attempt to the version of its exercise that is there; what the learner has written stays. */
export async function update(
  { attempt: folder, packs, dryRun, json }: UpdateOptions,
  installation: Installation,
  io: Io,
): Promise<ExitCode> {
  const { files, marker } = await readAttempt(folder);
  if (marker === undefined || marker === 'broken') throw noMarker(folder, marker);
  const entry = await entryOf(marker, packs, installation);
  const input = {
    exercise: entry.exercise,
    packVersion: entry.pack.version,
    environment: await installation.environment(entry.exercise.services),
    sha256,
    formerly: formerRefsOf(entry),
  };
  const attempt: RecordedFolder = { files, record: marker };
  const planned = planUpdate(input, attempt);
  const backup = await newBackupFolder(folder, new Date());
  const changes = changesOf(planned, backup);
  if (!dryRun) await writeUpdate(folder, changes);

  const kept = changes.backup.length > 0 ? path.join(folder, backup) : undefined;
  if (json) io.out(JSON.stringify(asJson(entry, planned, dryRun ? undefined : kept), null, 2));
  else print(entry, folder, planned, { dryRun, backup: kept }, io);
  return exitCodes.ok;
}

async function entryOf(
  { exercise, formerly = [] }: Marker,
  packs: readonly string[],
  installation: Installation,
): Promise<LoadedEntry> {
  const loaded = await loadCatalog(packs, installation);
  for (const ref of [exercise, ...formerly.toReversed()]) {
    const entry = loaded.catalog.find(ref);
    if (entry) return loadEntry(loaded, entry);
  }
  throw notThere(loaded, exercise);
}

function print(
  { ref, pack }: LoadedEntry,
  folder: string,
  { from, to, change, steps }: AttemptUpdate,
  { dryRun, backup }: { readonly dryRun: boolean; readonly backup: string | undefined },
  io: Io,
): void {
  if (steps.length === 0) {
    io.out(`${folder} is as ${ref} ${to} has it: there is nothing to do.`);
    return;
  }
  const older = change === 'older' ? `; the attempt was made with a newer version than is installed` : '';
  io.out(`${ref}: ${from === to ? to : `${from} → ${to}`}${older}`);
  for (const step of steps) io.out(`  ${lineOf(step, folder)}`);
  if (dryRun) io.out('Nothing was written.');
  else if (backup !== undefined) io.out(`Copies of what was there before are in ${backup}.`);
  if (steps.some(({ kind }) => kind === 'keep'))
    io.out(
      `To see the new starter beside yours: design-drills scaffold ${ref} --into ${path.join(path.dirname(folder), `${path.basename(folder)}-${pack.version}`)}`,
    );
}

function lineOf(step: UpdateStep, folder: string): string {
  const file = path.join(folder, step.path);
  switch (step.kind) {
    case 'add':
      return `new       ${file}`;
    case 'advance':
      return `moves on  ${file}`;
    case 'move':
      return `renamed   ${path.join(folder, step.from)} → ${file}`;
    case 'take':
      return `replaced  ${file} (it belongs to the exercise now)`;
    case 'keep':
      return `stays     ${file} (yours; the exercise has changed it as well)`;
    case 'leave':
      return `stays     ${file} (no part of the exercise any more)`;
    default:
      return assertNever(step);
  }
}

const asJson = ({ ref }: LoadedEntry, planned: AttemptUpdate, backup: string | undefined) => ({
  version: 1,
  exercise: ref,
  from: planned.from,
  to: planned.to,
  change: planned.change,
  steps: planned.steps.map(step => ({
    kind: step.kind,
    path: step.path,
    stays: isKept(step),
    ...(step.kind === 'move' ? { from: step.from } : {}),
  })),
  backup: backup ?? null,
});

const noMarker = (folder: string, marker: 'broken' | undefined): HumanError =>
  marker === 'broken'
    ? new HumanError(
        'broken-marker',
        `The file .design-drills.json in ${folder} cannot be understood, so nothing says what is yours. Take it back from your version control, or scaffold the exercise into another folder and copy your files over.`,
      )
    : new HumanError(
        'no-attempt',
        `${folder} is not an attempt: it has no .design-drills.json. Name the folder that was scaffolded.`,
      );
