import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import { toError } from '../../core/errors';
import type { ExerciseRef } from '../../core/exercise';
import { isListOf, isShaped, isText } from '../../core/shape';
import { isExerciseRef } from '../../protocol/marker';
import { Coalescer } from '../coalescer';
import { isTabOf } from '../revival';

/** An open panel as it was last heard of. */
export interface JournalEntry {
  readonly ref: ExerciseRef;
  /** Of its tab. */
  readonly title: string;
  /** What its page has kept, as JSON: opaque here. */
  readonly state: string;
}

/**
 * The open panels of one type, written down as they change: the editor itself does so only now and then, so that a window
 * that crashes would come back without what was typed last, or without the panel. One file a workspace; without a
 * workspace nothing is kept, and there is nothing to lose, since answers need a folder.
 */
export class PanelJournal implements vscode.Disposable {
  private readonly open = new Map</* panel */ object, JournalEntry>();
  /** Of the window before this one, as far as nobody has taken them up. */
  private left: readonly JournalEntry[];
  private readonly file: string | undefined;
  private readonly isOfType: (tab: vscode.Tab) => boolean;
  private readonly writing = new Coalescer(0, () => this.write());
  private readonly closing: vscode.Disposable;

  /**
   * @param storage the extension's own folder: that of a workspace is another one while a host that crashed is still there
   * @param folder in the storage
   */
  constructor(
    storage: vscode.Uri,
    folder: string,
    viewType: string,
    private readonly log: vscode.LogOutputChannel,
  ) {
    const id = workspaceId();
    this.file = id && path.join(storage.fsPath, folder, `${id}.json`);
    this.left = this.file === undefined ? [] : read(this.file);
    this.isOfType = isTabOf(viewType);
    // A tab that was never looked at since the start is closed without its panel having been made.
    this.closing = vscode.window.tabGroups.onDidChangeTabs(({ closed }) => {
      for (const { label } of closed.filter(this.isOfType)) this.take(({ title }) => title === label);
    });
  }

  note(panel: object, entry: JournalEntry): void {
    this.open.set(panel, entry);
    this.writing.trigger();
  }

  /** Its tab has been closed by somebody. */
  forget(panel: object): void {
    if (this.open.delete(panel)) this.writing.trigger();
  }

  /** What is known of a panel that is being made again: by its exercise, or where that is not known, by its title. */
  takeUp(ref: ExerciseRef | undefined, title: string): JournalEntry | undefined {
    return this.take(entry => (ref === undefined ? entry.title === title : entry.ref === ref));
  }

  /** Panels that the window has not brought back: they had been open for too short a time. Each is given out once. */
  lost(): readonly JournalEntry[] {
    const tabs = vscode.window.tabGroups.all.flatMap(group => group.tabs.filter(this.isOfType));
    const labels = tabs.map(({ label }) => label);
    const lost = this.left.filter(({ title }) => !labels.includes(title));
    this.left = this.left.filter(entry => !lost.includes(entry));
    return lost;
  }

  dispose(): void {
    this.closing.dispose();
    this.writing.dispose();
  }

  private take(is: (entry: JournalEntry) => boolean): JournalEntry | undefined {
    const found = this.left.find(is);
    if (!found) return undefined;
    this.left = this.left.filter(entry => entry !== found);
    this.writing.trigger();
    return found;
  }

  /** By way of another file: whoever is killed in the middle leaves the one before. */
  private async write(): Promise<void> {
    if (this.file === undefined) return;
    try {
      await mkdir(path.dirname(this.file), { recursive: true });
      const draft = `${this.file}.${process.pid}`;
      await writeFile(draft, JSON.stringify([...this.open.values(), ...this.left]));
      await rename(draft, this.file);
    } catch (error) {
      this.log.warn(`Open panels not written down: ${toError(error).message}`);
    }
  }
}

/** Equal for the same folders; undefined where none is open. */
function workspaceId(): string | undefined {
  const { workspaceFile, workspaceFolders = [] } = vscode.workspace;
  if (workspaceFolders.length === 0) return undefined;
  const uris = workspaceFile ? [workspaceFile] : workspaceFolders.map(({ uri }) => uri);
  return createHash('sha256').update(uris.join('\n')).digest('hex').slice(0, 32);
}

const isEntry = isShaped<JournalEntry>({
  ref: (value): value is ExerciseRef => isText(value) && isExerciseRef(value),
  title: isText,
  state: isText,
});

function read(file: string): readonly JournalEntry[] {
  try {
    const entries: unknown = JSON.parse(readFileSync(file, 'utf8'));
    return isListOf(isEntry)(entries) ? entries : [];
  } catch {
    return []; // there is none yet, or one that is of no use
  }
}

/** The exercise of a panel, in what its page has kept. */
export function refIn(state: unknown): ExerciseRef | undefined {
  const ref = typeof state === 'object' && state !== null && 'ref' in state ? state.ref : undefined;
  return typeof ref === 'string' && isExerciseRef(ref) ? ref : undefined;
}
