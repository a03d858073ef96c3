import * as vscode from 'vscode';
import { HumanError, toError } from '../core/errors';
import type { ExerciseRef } from '../core/exercise';
import { Catalog, type CatalogEntry } from '../core/pack/catalog';
import { parsePack } from '../core/pack/parsePack';
import type { InstalledPack } from '../core/pack/installDecision';
import type { Problem } from '../core/pack/problem';
import type { Installation } from '../node/installation';
import { isDrillpack, openPackSource } from '../node/openPackSource';
import { Coalescer } from './coalescer';
import { ContextKey } from './contextKey';
import { isIn, onDidDeletePath } from './deletions';
import { DisposableStore } from './lifecycle';
import { packLocations, type OwnPacks, type PackLocation } from './packLocations';
import { contributions } from './packs/contributions';
import { FolderPackWatch } from './packs/folderPackWatch';
import { missingPack, remedyFor } from './packs/missingPack';
import { onDidChangeSetting } from './settings';

/** What is wrong with one pack. */
export interface PackProblems {
  readonly location: PackLocation;
  readonly problems: readonly Problem[];
}

/**
 * The packs that can be used: bundled, configured, installed, contributed by extensions, and those that lie in the
 * workspace. A broken one never hides the rest.
 */
export class PackStore implements vscode.Disposable {
  private readonly store = new DisposableStore();
  private readonly changed = this.store.add(new vscode.EventEmitter<void>());
  readonly onDidChange = this.changed.event;

  private merged = new Catalog();
  private found: readonly PackProblems[] = [];
  private known: readonly InstalledPack[] = [];
  private loading: Promise<void> | undefined;
  private loads = 0;
  private readonly state = new ContextKey('designDrills.catalog');
  private readonly reload = this.store.add(new Coalescer(300, () => this.refresh()));
  private readonly folderWatch = this.store.add(new FolderPackWatch(() => this.reload.trigger()));

  constructor(
    private readonly installation: Installation,
    private readonly own: OwnPacks,
    private readonly log: vscode.LogOutputChannel,
  ) {
    this.state.set('loading');
    this.store.add(onDidChangeSetting('packs.folders', () => this.reload.trigger()));
    this.store.add(vscode.workspace.onDidChangeWorkspaceFolders(() => this.reload.trigger()));
    let contributed = JSON.stringify(contributions());
    this.store.add(
      vscode.extensions.onDidChange(() => {
        const now = JSON.stringify(contributions());
        if (now === contributed) return; // most extensions have nothing to do with us
        contributed = now;
        this.reload.trigger();
      }),
    );
    const watcher = this.store.add(vscode.workspace.createFileSystemWatcher('**/pack.yaml'));
    for (const event of [watcher.onDidCreate, watcher.onDidChange, watcher.onDidDelete])
      this.store.add(event(() => this.reload.trigger()));
    this.store.add(
      onDidDeletePath(uri => {
        if (this.found.some(({ location }) => isIn(uri, vscode.Uri.file(location.path))))
          this.reload.trigger();
      }),
    );
    this.store.add(vscode.workspace.onDidSaveTextDocument(({ uri }) => this.noteSaved(uri)));
  }

  /** Settled when the packs have been read once. The first caller starts it, so activation waits for nothing. */
  get ready(): Promise<void> {
    return (this.loading ??= this.load());
  }

  get catalog(): Catalog {
    return this.merged;
  }

  get problems(): readonly PackProblems[] {
    return this.found;
  }

  /** Every pack that is or once was installed by the person. */
  get remembered(): readonly InstalledPack[] {
    return this.known;
  }

  find(ref: ExerciseRef): CatalogEntry | undefined {
    return this.merged.find(ref);
  }

  /** @throws HumanError when no installed pack has it. */
  async need(ref: ExerciseRef): Promise<CatalogEntry> {
    await this.ready;
    const entry = this.find(ref);
    if (entry) return entry;
    throw missingPack(ref, this.merged, this.known);
  }

  /** Reads everything again. */
  async refresh(): Promise<void> {
    this.loading = this.load();
    await this.loading;
  }

  dispose(): void {
    this.store.dispose();
  }

  private async load(): Promise<void> {
    const started = performance.now();
    const turn = ++this.loads;
    const loaded = await this.readAll().catch((thrown: unknown) => {
      if (!this.store.disposed) this.log.error(toError(thrown));
      return []; // the view says that there is no pack, and the log says why
    });
    const known = await this.own.library.remembered();
    if (this.store.disposed || turn !== this.loads) return; // a later load knows better
    this.merged = new Catalog(loaded.flatMap(({ pack }) => pack ?? []));
    this.known = known;
    this.found = loaded.map(({ location, problems }) => ({ location, problems }));
    this.folderWatch.follow(loaded.map(({ location }) => location));
    for (const { id, used, ignored } of this.merged.duplicates)
      this.log.info(`Pack "${id}" is used from ${used}; the one in ${ignored} is not.`);
    this.log.info(
      `${this.merged.entries.length} exercises in ${this.merged.packs.length} packs read in ${Math.round(performance.now() - started)} ms`,
    );
    this.state.set(this.merged.entries.length > 0 ? 'ready' : 'empty');
    this.changed.fire();
  }

  private async readAll() {
    const locations = await packLocations(this.installation, this.own, this.log);
    return [
      ...(await Promise.all(locations.map(location => this.read(location)))),
      ...contributions()
        .filter(({ problems }) => problems.length > 0)
        .map(({ folder, extension, problems }) => ({
          location: { path: folder, origin: 'extension' as const, extension },
          pack: undefined,
          problems,
        })),
    ];
  }

  private async read(location: PackLocation) {
    try {
      return { location, ...parsePack(await openPackSource(location.path)) };
    } catch (thrown) {
      const error = toError(thrown);
      this.log.warn(`${location.path}: ${error.message}`);
      return { location, pack: undefined, problems: [unreadable(error, location)] };
    }
  }

  /** An author's edit to any file of a pack in the workspace. */
  private noteSaved(uri: vscode.Uri): void {
    const inside = ({ location }: PackProblems) =>
      location.origin !== 'bundled' && isIn(vscode.Uri.file(location.path), uri);
    if (this.found.some(inside)) this.reload.trigger();
  }
}

const unreadable = (error: Error, location: PackLocation): Problem => ({
  code: error instanceof HumanError ? error.code : 'unreadable',
  file: isDrillpack(location.path) ? '' : 'pack.yaml',
  ...{ line: 1, column: 1, endLine: 1, endColumn: 1 },
  message: error.message,
  remedy: remedyFor(location),
  severity: 'error',
});
