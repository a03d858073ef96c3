import * as vscode from 'vscode';
import { assertNever, HumanError } from '../core/errors';
import type { ExerciseRef } from '../core/exercise';
import { formerRefsOf, type LoadedEntry } from '../core/pack/catalog';
import { begun } from '../core/progress';
import {
  planReset,
  planRestore,
  planScaffold,
  type FolderState,
  type PlannedFile,
  type ScaffoldInput,
  type ScaffoldRecord,
} from '../core/scaffold';
import { newBackupFolder, sha256, writePlanned } from '../node/attemptFiles';
import type { Installation } from '../node/installation';
import { markerName } from '../protocol/marker';
import { readFolder } from './attemptFiles';
import type { Attempt, Attempts } from './attempts';
import { requireReady } from './gate';
import type { PackStore } from './packStore';
import { pickWorkspaceFolder } from './pickFolder';
import type { ProgressStore } from './progressStore';
import type { Results } from './results';
import { readSetting } from './settings';
import { openDocument, writeText } from './texts';

export interface Scaffolded {
  readonly attempt: Attempt;
  readonly created: number;
  readonly kept: number;
}

interface ScaffoldParts {
  readonly installation: Installation;
  readonly packs: PackStore;
  readonly attempts: Attempts;
  readonly progress: ProgressStore;
  readonly results: Results;
}

/** Writes attempts: what is planned by core/scaffold.ts, and nothing else. */
export class Scaffolder {
  private readonly writing = new Set</* folder uri */ string>();

  constructor(private readonly parts: ScaffoldParts) {}

  /** Then a save is not the learner's. */
  isWriting(attempt: Pick<Attempt, 'key'>): boolean {
    return this.writing.has(attempt.key);
  }

  /**
   * Makes the attempt, or completes it. What the learner has written is kept.
   * @throws HumanError when the workspace does not allow it or the folder is someone else's.
   * @throws vscode.CancellationError when the person does not choose a folder.
   */
  async scaffold(ref: ExerciseRef): Promise<Scaffolded> {
    requireReady();
    const entry = await this.parts.packs.need(ref);
    await this.parts.attempts.ready;
    const folder = this.parts.attempts.of(ref)?.folder ?? (await this.newFolder(entry));
    const input = await this.input(entry);
    const before = await folderState(folder);
    const plan = planScaffold(input, before);
    switch (plan.kind) {
      case 'write': {
        await this.write(folder, plan.files, plan.record);
        // What is remembered is of another attempt, which has been deleted.
        if (!before.record) this.parts.results.clear({ key: folder.toString() });
        await this.parts.attempts.scan();
        // Who only completes an attempt goes on with it.
        await this.parts.progress.update(ref, entry =>
          before.record && entry.startedAt !== null ? entry : begun(entry, Date.now()),
        );
        const attempt = this.parts.attempts.byFolder(folder.toString());
        if (!attempt) throw new HumanError('attempt-hidden', hidden(folder));
        const created = plan.files.filter(file => file.action === 'create').length;
        return { attempt, created, kept: plan.files.length - created };
      }
      case 'occupied':
        throw new HumanError('occupied', occupied(folder, plan.paths));
      case 'other-exercise':
        throw new HumanError('occupied', occupied(folder, [markerName]));
      default:
        return assertNever(plan);
    }
  }

  /** Begins again. Answers the folder with the copies of what was there. */
  async reset(attempt: Attempt, now: Date): Promise<vscode.Uri> {
    requireReady();
    const entry = await this.parts.packs.need(attempt.ref);
    const state = await folderState(attempt.folder);
    const backup = await newBackupFolder(attempt.folder.fsPath, now);
    const plan = planReset(await this.input(entry), state, backup);
    const copies = plan.backup.map(
      ({ to, text }) => ({ path: to, text, owner: 'learner', action: 'create' }) as const,
    );
    await writePlanned(attempt.folder.fsPath, copies); // first: nothing is replaced that has no copy
    await this.write(attempt.folder, plan.files, plan.record);
    this.parts.results.clear(attempt);
    await this.parts.attempts.scan();
    await this.parts.progress.update(attempt.ref, entry => begun(entry, now.getTime()));
    return vscode.Uri.joinPath(attempt.folder, backup);
  }

  /** Puts back the files of the exercise that are missing or have been changed. */
  async restore(attempt: Attempt): Promise<void> {
    const entry = await this.parts.packs.load(attempt.ref);
    if (!entry) return;
    const state = await folderState(attempt.folder);
    await this.write(attempt.folder, planRestore(await this.input(entry), state));
  }

  /** An open file is changed through its editor, so that nobody is left with a conflict; the marker comes last. */
  async write(folder: vscode.Uri, files: readonly PlannedFile[], record?: ScaffoldRecord): Promise<void> {
    const isOpen = ({ path }: PlannedFile) => openDocument(vscode.Uri.joinPath(folder, path)) !== undefined;
    const key = folder.toString();
    this.writing.add(key);
    try {
      for (const file of files.filter(planned => planned.action !== 'keep' && isOpen(planned)))
        await writeText(vscode.Uri.joinPath(folder, file.path), file.text);
      const rest = files.filter(file => !isOpen(file));
      await writePlanned(folder.fsPath, rest, record && { version: 1, ...record });
    } finally {
      this.writing.delete(key);
    }
  }

  private async newFolder({ exercise, ref }: LoadedEntry): Promise<vscode.Uri> {
    const { uri } = await pickWorkspaceFolder(this.parts.attempts, exercise.title);
    const root = readSetting('attempts.folder', uri).split(/[/\\]/).filter(Boolean);
    if (root.length === 0 || root.includes('..'))
      throw new HumanError(
        'bad-folder',
        vscode.l10n.t(
          'The setting "designDrills.attempts.folder" must name a folder inside the workspace folder.',
        ),
      );
    return vscode.Uri.joinPath(uri, ...root, ref);
  }

  /** What `core/scaffold.ts` and `core/attemptUpdate.ts` need to know of the exercise. */
  async input(entry: LoadedEntry): Promise<ScaffoldInput> {
    const { exercise, pack } = entry;
    const environment = await this.parts.installation.environment(exercise.services);
    return { exercise, packVersion: pack.version, environment, sha256, formerly: formerRefsOf(entry) };
  }
}

/** A folder without its marker, if that is broken: then nothing is known about who wrote what, and nothing is replaced. */
export async function folderState(folder: vscode.Uri): Promise<FolderState> {
  const { files, marker } = await readFolder(folder);
  return { files, ...(marker && marker !== 'broken' ? { record: marker } : {}) };
}

const occupied = (folder: vscode.Uri, paths: readonly string[]): string =>
  vscode.l10n.t(
    '{0} holds files that are not of this exercise ({1}), and they are not overwritten. Move them, or choose another folder with the setting "designDrills.attempts.folder".',
    vscode.workspace.asRelativePath(folder),
    paths.join(', '),
  );

const hidden = (folder: vscode.Uri): string =>
  vscode.l10n.t(
    'The files were written to {0}, but the setting "files.exclude" hides them from the editor.',
    vscode.workspace.asRelativePath(folder),
  );
