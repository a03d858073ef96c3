import { readdir, readFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { toError } from '../../core/errors';
import type { ExerciseRef } from '../../core/exercise';
import { packIdOf } from '../../core/pack/parsePack';
import { packManifest } from '../../node/packFiles';
import { refreshTypes } from '../../node/packWriter';
import { Coalescer } from '../coalescer';
import { ContextKey } from '../contextKey';
import { isIn } from '../deletions';
import { FolderWatch } from '../folderWatch';
import { isOnDisk } from '../gate';
import { DisposableStore } from '../lifecycle';
import { isAuthored } from '../packLocations';
import type { Services } from '../services';

/** A pack that can be written here: a folder of the workspace, or one that is used in place. */
export interface AuthoredPack {
  /** Absolute. */
  readonly folder: string;
  readonly inWorkspace: boolean;
  /** What pack.yaml says; the name of the folder where it says none. */
  readonly id: string;
  /** Folders with an exercise.yaml, sorted. */
  readonly exercises: readonly string[];
}

/** A file or folder in such a pack. */
export interface AuthoredPlace {
  readonly pack: AuthoredPack;
  /** Undefined for what belongs to the pack as a whole. */
  readonly exercise: string | undefined;
}

export type AuthoredExercise = AuthoredPlace & { readonly exercise: string };

/** Folders of an exercise, besides its own, from whose files it can be looked at and verified. */
const parts = ['discussion', 'tests', 'starter', 'solution', 'wrong', 'alternative'];

/** Beyond so many, menus of the Explorer and of editors leave the rest out: lists of folders are sent to the window. */
const mostInMenus = 1_000;

/** Whose folders get a watch of their own; the system has few. */
const mostWatched = 40;

/** How many exercises are asked whether their tsconfig.json wants the types. They come from one template. */
const asked = 20;

/** The packs that are written here: where they lie, which exercise a file belongs to, and what changes in them. */
export class AuthoredPacks implements vscode.Disposable {
  private readonly store = new DisposableStore();
  private readonly changed = this.store.add(new vscode.EventEmitter<void>());
  readonly onDidChange = this.changed.event;
  private readonly fileChanged = this.store.add(new vscode.EventEmitter<vscode.Uri>());
  /** A file of a pack was made, changed, saved or deleted, by whomever. */
  readonly onDidChangeFile = this.fileChanged.event;

  private packs: readonly AuthoredPack[] = [];
  private readonly packFolders = new ContextKey('designDrills.packFolders');
  private readonly exerciseFolders = new ContextKey('designDrills.exerciseFolders');
  private readonly hasPack = new ContextKey('designDrills.hasPack');
  private shown = '';
  private scans = 0;
  private types = Promise.resolve();
  private first: Promise<void> | undefined;
  private readonly again = this.store.add(new Coalescer(50, () => this.scan()));
  /** Of folders that were just made: the editor's own watch has a gap there. */
  private readonly folders = this.store.add(new FolderWatch());

  constructor(private readonly services: Pick<Services, 'packs' | 'installation' | 'log'>) {
    this.store.add(services.packs.onDidChange(() => this.again.trigger()));
    this.store.add(vscode.workspace.onDidGrantWorkspaceTrust(() => this.again.trigger()));
    const watcher = this.store.add(vscode.workspace.createFileSystemWatcher('**'));
    for (const event of [watcher.onDidCreate, watcher.onDidChange, watcher.onDidDelete])
      this.store.add(event(uri => this.note(uri)));
    this.store.add(this.folders.onDidChange(uri => this.note(uri)));
    this.store.add(vscode.workspace.onDidSaveTextDocument(({ uri }) => this.note(uri)));
  }

  /** Settled when the packs have been looked for once. */
  get ready(): Promise<void> {
    return (this.first ??= this.services.packs.ready.then(() => this.scan()));
  }

  /** Settled when the types for suites have been written where they were missing. */
  get typesWritten(): Promise<void> {
    return this.ready.then(() => this.types);
  }

  /** Those of the workspace first. */
  get all(): readonly AuthoredPack[] {
    return this.packs;
  }

  placeOf(uri: vscode.Uri | undefined): AuthoredPlace | undefined {
    if (!uri || !isOnDisk(uri)) return undefined;
    const pack = this.packs
      .filter(({ folder }) => isIn(vscode.Uri.file(folder), uri))
      .sort((a, b) => b.folder.length - a.folder.length)[0];
    if (!pack) return undefined;
    const [first] = path.relative(pack.folder, uri.fsPath).split(path.sep);
    // A folder that was just made is known to the disk before it is known here.
    const isExercise =
      first !== undefined &&
      (pack.exercises.includes(first) || existsSync(path.join(pack.folder, first, 'exercise.yaml')));
    return { pack, exercise: isExercise ? first : undefined };
  }

  /** The exercise that a reference names, if it is written here. */
  exerciseOf(ref: ExerciseRef): AuthoredExercise | undefined {
    const [id, exercise] = ref.split('/');
    const pack = this.packs.find(other => other.id === id && other.exercises.includes(exercise ?? ''));
    return pack && exercise !== undefined ? { pack, exercise } : undefined;
  }

  dispose(): void {
    this.store.dispose();
  }

  /** Looks for packs and exercises now; it is done without being asked, a moment after something has changed. */
  async scan(): Promise<void> {
    const turn = ++this.scans;
    const locations = this.services.packs.problems.map(({ location }) => location).filter(isAuthored);
    const known = new Map(
      this.services.packs.catalog.packs.map(({ label, exercises }) => [
        label,
        new Set(exercises.map(({ id }) => id)),
      ]),
    );
    const packs = await Promise.all(
      locations.map(async ({ path: folder, origin }): Promise<AuthoredPack> => {
        const manifest = await packManifest(folder);
        return {
          folder,
          inWorkspace: origin === 'workspace',
          id: (manifest === undefined ? undefined : packIdOf(manifest)) ?? path.basename(folder),
          exercises: await exercisesIn(folder, known.get(folder)),
        };
      }),
    );
    if (this.store.disposed || turn !== this.scans) return;
    this.packs = packs;
    this.watch();
    this.tellMenus();
    this.changed.fire();
    this.types = Promise.all(packs.map(pack => this.bringTypes(pack))).then(() => undefined);
  }

  private watch(): void {
    for (const { folder, exercises } of this.packs) {
      const root = vscode.Uri.file(folder);
      this.folders.watch(root);
      for (const exercise of exercises.slice(0, mostWatched))
        for (const part of ['', ...parts])
          this.folders.watch(vscode.Uri.joinPath(root, ...[exercise, part].filter(Boolean)));
    }
  }

  /** For `when` clauses: menus of the Explorer and of editors go by the paths of what they belong to. */
  private tellMenus(): void {
    const folders = this.packs.map(({ folder }) => folder);
    const exercises = this.packs.flatMap(({ folder, exercises: ids }) =>
      ids.slice(0, mostInMenus).flatMap(id => ['', ...parts].map(part => path.join(folder, id, part))),
    );
    this.hasPack.set(folders.length > 0);
    const lists = JSON.stringify([folders, exercises]);
    if (lists === this.shown) return; // a list is never the same object twice
    this.shown = lists;
    this.packFolders.set(folders);
    this.exerciseFolders.set(exercises);
  }

  /** Completion in suites works at once, also after a checkout that leaves the types out. */
  private async bringTypes({ folder, inWorkspace, exercises }: AuthoredPack): Promise<void> {
    if (!inWorkspace || !vscode.workspace.isTrusted || this.store.disposed) return;
    try {
      const tsconfigs = await Promise.all(
        exercises
          .slice(0, asked)
          .map(id => readFile(path.join(folder, id, 'tsconfig.json'), 'utf8').catch(() => '')),
      );
      if (await refreshTypes(folder, tsconfigs, this.services.installation))
        this.services.log.info(`${folder}: the types for suites were written.`);
    } catch (thrown) {
      this.services.log.warn(`${folder}: no types for suites: ${toError(thrown).message}`);
    }
  }

  private note(uri: vscode.Uri): void {
    const pack = this.packs.find(({ folder }) => isIn(vscode.Uri.file(folder), uri));
    if (!pack) return;
    const inside = path.relative(pack.folder, uri.fsPath).split(path.sep);
    if (inside.some(isLeftOut)) return;
    this.fileChanged.fire(uri);
    this.services.packs.reloadSoon();
  }
}

/** A file or folder that is no part of a pack. */
export const isLeftOut = (part: string): boolean => part.startsWith('.') || part === 'node_modules';

/** A folder that has gone holds none. Those that have been read are not looked for again. */
async function exercisesIn(folder: string, known: ReadonlySet<string> = new Set()): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const isExercise = (name: string): boolean =>
    known.has(name) || existsSync(path.join(folder, name, 'exercise.yaml'));
  return entries
    .filter(entry => entry.isDirectory() && isExercise(entry.name))
    .map(({ name }) => name)
    .sort();
}
