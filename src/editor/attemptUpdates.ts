import * as vscode from 'vscode';
import {
  changesOf,
  mayNeedUpdate,
  planUpdate,
  type AttemptUpdate,
  type UpdateChanges,
} from '../core/attemptUpdate';
import { HumanError } from '../core/errors';
import { newBackupFolder, writePlanned } from '../node/attemptFiles';
import type { Attempt, Attempts } from './attempts';
import { requireReady } from './gate';
import { DisposableStore } from './lifecycle';
import type { PackStore } from './packStore';
import { folderState, type Scaffolder } from './scaffolder';
import { openDocument } from './texts';

interface Parts {
  readonly packs: PackStore;
  readonly attempts: Attempts;
  readonly scaffolder: Scaffolder;
}

export interface Updated {
  readonly update: AttemptUpdate;
  /** Undefined when nothing was there that needed a copy. */
  readonly backup: vscode.Uri | undefined;
}

/** Brings attempts to the version of their exercise that is installed. It asks nobody: see `UpdateFlow`. */
export class AttemptUpdates implements vscode.Disposable {
  private readonly store = new DisposableStore();
  private readonly postponed = new Set<string>();
  private readonly changed = this.store.add(new vscode.EventEmitter</* folder uri */ string>());
  /** The person has put an update off. */
  readonly onDidPostpone = this.changed.event;

  constructor(private readonly parts: Parts) {}

  /** What an update would do; undefined when the exercise is not there. */
  async plan(attempt: Attempt): Promise<AttemptUpdate | undefined> {
    const entry = await this.parts.packs.load(attempt.ref);
    if (!entry) return undefined;
    const input = await this.parts.scaffolder.input(entry);
    // Most attempts are as their exercise is: then the folder need not be read.
    if (!mayNeedUpdate(input, attempt.marker))
      return planUpdate(input, { files: {}, record: attempt.marker });
    const { files, record = attempt.marker } = await folderState(attempt.folder);
    return planUpdate(input, { files, record });
  }

  /** What there is to ask about: files that do not stand as they should, or a pack older than the attempt. */
  async news(attempt: Attempt): Promise<AttemptUpdate | undefined> {
    const update = await this.plan(attempt);
    if (!update || this.postponed.has(occasionOf(attempt, update))) return undefined;
    return update.steps.length > 0 || update.change === 'older' ? update : undefined;
  }

  /** The attempts whose files do not stand as their exercise is now. */
  async due(): Promise<Attempt[]> {
    const plans = await Promise.all(
      this.parts.attempts.all.map(async attempt => ({ attempt, update: await this.plan(attempt) })),
    );
    return plans.flatMap(({ attempt, update }) => (update && update.steps.length > 0 ? [attempt] : []));
  }

  /** Asks no more about this version, as long as the window is open. */
  postpone(attempt: Attempt, update: AttemptUpdate): void {
    this.postponed.add(occasionOf(attempt, update));
    this.changed.fire(attempt.key);
  }

  /** Plans anew and carries it out. Copies of everything that is replaced or moved are kept in the attempt. */
  async carryOut(attempt: Attempt, now: Date): Promise<Updated> {
    requireReady();
    const entry = await this.parts.packs.need(attempt.ref);
    const { files, record = attempt.marker } = await folderState(attempt.folder);
    const update = planUpdate(await this.parts.scaffolder.input(entry), { files, record });
    const backup = await newBackupFolder(attempt.folder.fsPath, now);
    const changes = changesOf(update, backup);
    await this.write(attempt, changes);
    await this.parts.attempts.scan();
    return {
      update,
      backup: changes.backup.length > 0 ? vscode.Uri.joinPath(attempt.folder, backup) : undefined,
    };
  }

  dispose(): void {
    this.store.dispose();
  }

  private async write({ folder }: Attempt, { backup, moves, files, record }: UpdateChanges): Promise<void> {
    const copies = backup.map(
      ({ to, text }) => ({ path: to, text, owner: 'learner', action: 'create' }) as const,
    );
    await writePlanned(folder.fsPath, copies); // first: nothing is replaced that has no copy
    // Through the editor, so that an open file keeps its tab and what has not been saved in it.
    const edit = new vscode.WorkspaceEdit();
    for (const { from, to } of moves)
      edit.renameFile(vscode.Uri.joinPath(folder, from), vscode.Uri.joinPath(folder, to));
    if (moves.length > 0) {
      if (!(await vscode.workspace.applyEdit(edit)))
        throw new HumanError(
          'not-renamed',
          vscode.l10n.t(
            'The editor could not rename {0}, so the attempt was left as it is. Close the files and update again.',
            moves.map(({ from, to }) => `${from} → ${to}`).join(', '),
          ),
        );
      for (const { to } of moves) await openDocument(vscode.Uri.joinPath(folder, to))?.save();
    }
    await this.parts.scaffolder.write(folder, files, record);
  }
}

const occasionOf = ({ key }: Attempt, { to }: AttemptUpdate): string => `${key} ${to}`;
