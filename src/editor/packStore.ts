import * as vscode from 'vscode';
import { HumanError, toError } from '../core/errors';
import type { ExerciseRef } from '../core/exercise';
import { Catalog, type CatalogEntry, type LoadedEntry } from '../core/pack/catalog';
import type { InstalledPack } from '../core/pack/installDecision';
import type { PackIndex } from '../core/pack/packIndex';
import type { Problem } from '../core/pack/problem';
import type { Installation } from '../node/installation';
import { isDrillpack } from '../node/drillpackName';
import { IndexCache } from '../node/packIndex/indexCache';
import { PackReader, type IndexedPack } from '../node/packIndex/packReader';
import type { UserLibrary } from '../node/userLibrary';
import { Coalescer } from './coalescer';
import { ContextKey } from './contextKey';
import { isIn, onDidDeletePath } from './deletions';
import { DisposableStore } from './lifecycle';
import { LoadedExercises } from './loadedExercises';
import { packLocations, type PackLocation, type PackOrigin } from './packLocations';
import { contributions } from './packs/contributions';
import { FolderPackWatch } from './packs/folderPackWatch';
import { NewFolderWatch } from './packs/newFolderWatch';
import { missingPack, remedyFor } from './packs/missingPack';
import { onDidChangeSetting } from './settings';

/** What is wrong with one pack. */
export interface PackProblems {
  readonly location: PackLocation;
  readonly problems: readonly Problem[];
}

/** Packs that take long are shown as they come, so often. Milliseconds. */
const showEveryMs = 500;

/**
 * The packs that can be used: bundled, configured, installed, contributed by extensions, and those that lie in the
 * workspace. A broken one never hides the rest. What is kept of them is their index; exercises are read when somebody
 * opens or runs them.
 */
export class PackStore implements vscode.Disposable {
  private readonly store = new DisposableStore();
  private readonly changed = this.store.add(new vscode.EventEmitter<void>());
  readonly onDidChange = this.changed.event;

  private merged = new Catalog();
  private found: readonly PackProblems[] = [];
  private known: readonly InstalledPack[] = [];
  private loading: Promise<void> | undefined;
  private reading: Promise<PackReader> | undefined;
  private cache: IndexCache | undefined;
  private readonly loaded = new LoadedExercises();
  private loads = 0;
  private wasRead = false;
  private readonly state = new ContextKey('designDrills.catalog');
  private readonly reload = this.store.add(new Coalescer(300, () => this.refresh()));
  private readonly folderWatch = this.store.add(new FolderPackWatch(() => this.reload.trigger()));

  constructor(
    private readonly installation: Installation,
    private readonly own: UserLibrary,
    private readonly log: vscode.LogOutputChannel,
    /** Where the indexes of built packs are kept. */
    private readonly cacheFile: string,
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
    this.store.add(new NewFolderWatch(() => this.reload.trigger()));
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
    return (this.loading ??= this.readAll());
  }

  get catalog(): Catalog {
    return this.merged;
  }

  get problems(): readonly PackProblems[] {
    return this.found;
  }

  /** Every pack has been read once: what is not there now is not installed. */
  get isComplete(): boolean {
    return this.wasRead;
  }

  /** Where a pack of the catalogue was read from. */
  originOf(pack: Pick<PackIndex, 'label'>): PackOrigin | undefined {
    return this.found.find(({ location }) => location.path === pack.label)?.location.origin;
  }

  /** Every pack that is or once was installed by the person. */
  get remembered(): readonly InstalledPack[] {
    return this.known;
  }

  find(ref: ExerciseRef): CatalogEntry | undefined {
    return this.merged.find(ref);
  }

  /** The exercise itself. @throws HumanError when no installed pack has it, or it cannot be read. */
  async need(ref: ExerciseRef): Promise<LoadedEntry> {
    const entry = await this.load(ref);
    if (entry) return entry;
    throw missingPack(ref, this.merged, this.known);
  }

  /** As `need`; undefined when no installed pack has it. */
  async load(ref: ExerciseRef): Promise<LoadedEntry | undefined> {
    const entry = await this.entry(ref);
    if (!entry) return undefined;
    const { pack, card } = entry;
    const exercise = await this.loaded.get(`${pack.hash} ${ref}`, async () =>
      (await this.reader()).exercise(pack, card.id),
    );
    return { ...entry, exercise };
  }

  /** As `find`, when the packs have been read; what is there already waits for no other pack. */
  async entry(ref: ExerciseRef): Promise<CatalogEntry | undefined> {
    const known = this.find(ref);
    if (known) return known;
    await this.ready;
    return this.find(ref);
  }

  /** Reads everything again when those who change the packs have paused. */
  reloadSoon(): void {
    this.reload.trigger();
  }

  /** Reads everything again. */
  async refresh(): Promise<void> {
    this.loading = this.readAll();
    await this.loading;
  }

  dispose(): void {
    this.store.dispose();
  }

  private async readAll(): Promise<void> {
    const started = performance.now();
    const turn = ++this.loads;
    const isOver = () => this.store.disposed || turn !== this.loads;
    let shown = started;
    try {
      const reader = await this.reader();
      const locations = await packLocations(this.installation, this.own, this.log);
      const found = await Promise.all(
        locations.map(async location =>
          isBuilt(location) ? this.orProblem(location, reader.quickIndex(location.path)) : undefined,
        ),
      );
      for (const [i, location] of locations.entries()) {
        if (found[i] || isOver()) continue;
        found[i] = await this.orProblem(location, reader.parsedIndex(location.path));
        // At first only: later there is something to look at already.
        if (turn > 1 || performance.now() - shown < showEveryMs) continue;
        shown = performance.now();
        if (!isOver()) this.show(locations, found);
      }
      const known = await this.own.library.remembered();
      if (isOver()) return await this.later;
      this.known = known;
      this.wasRead = true;
      this.show(locations, found);
      this.folderWatch.follow(locations);
    } catch (thrown) {
      if (isOver()) return await this.later;
      this.log.error(toError(thrown));
      this.show([], []); // the view says that there is no pack, and the log says why
    }
    for (const { id, used, ignored } of this.merged.duplicates)
      this.log.info(`Pack "${id}" is used from ${used}; the one in ${ignored} is not.`);
    this.log.info(
      `${this.merged.entries.length} exercises in ${this.merged.packs.length} packs listed in ${Math.round(performance.now() - started)} ms`,
    );
    this.state.set(this.merged.entries.length > 0 ? 'ready' : 'empty');
    void this.remember();
  }

  /** Whoever waited for a reading that another has overtaken waits for the other, which knows better. */
  private get later(): Promise<void> | undefined {
    return this.store.disposed ? undefined : this.loading;
  }

  private show(locations: readonly PackLocation[], found: readonly (IndexedPack | undefined)[]): void {
    const read = locations.flatMap((location, i) => (found[i] ? [{ location, ...found[i] }] : []));
    this.merged = new Catalog(read.flatMap(({ index }) => index ?? []));
    this.found = [
      ...read.map(({ location, problems }) => ({ location, problems })),
      ...contributions()
        .filter(({ problems }) => problems.length > 0)
        .map(({ folder, extension, problems }) => ({
          location: { path: folder, origin: 'extension' as const, extension },
          problems,
        })),
    ];
    if (this.merged.entries.length > 0) this.state.set('ready');
    this.changed.fire();
  }

  /** A pack that cannot be read at all has one thing wrong with it. */
  private async orProblem<T>(location: PackLocation, reading: Promise<T>): Promise<T | IndexedPack> {
    try {
      return await reading;
    } catch (thrown) {
      const error = toError(thrown);
      if (!this.store.disposed) this.log.warn(`${location.path}: ${error.message}`);
      return { place: location.path, problems: [unreadable(error, location)] };
    }
  }

  private reader(): Promise<PackReader> {
    return (this.reading ??= IndexCache.open(this.cacheFile).then(cache => {
      this.cache = cache;
      return new PackReader(cache);
    }));
  }

  private async remember(): Promise<void> {
    try {
      await this.cache?.save();
    } catch (thrown) {
      if (!this.store.disposed) this.log.warn(`Indexes not kept: ${toError(thrown).message}`);
    }
  }

  /** An author's edit to any file of a pack in the workspace. */
  private noteSaved(uri: vscode.Uri): void {
    const inside = ({ location }: PackProblems) =>
      location.origin !== 'bundled' && isIn(vscode.Uri.file(location.path), uri);
    if (this.found.some(inside)) this.reload.trigger();
  }
}

/** What a person may be editing is read as it stands, whatever a manifest beside it says. */
const isBuilt = ({ path, origin }: PackLocation): boolean =>
  isDrillpack(path) || origin === 'bundled' || origin === 'extension';

const unreadable = (error: Error, location: PackLocation): Problem => ({
  code: error instanceof HumanError ? error.code : 'unreadable',
  file: isDrillpack(location.path) ? '' : 'pack.yaml',
  ...{ line: 1, column: 1, endLine: 1, endColumn: 1 },
  message: error.message,
  remedy: remedyFor(location),
  severity: 'error',
});
