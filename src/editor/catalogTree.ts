import * as vscode from 'vscode';
import { difficulties, isChecked, type Exercise, type ExerciseRef, type Pack } from '../core/exercise';
import type { Catalog, CatalogEntry, CatalogFilter } from '../core/pack/catalog';
import { stateOf, type ExerciseState } from '../core/progress';
import type { Attempts } from './attempts';
import { asCommand } from './ids';
import type { PackStore } from './packStore';
import type { ProgressStore } from './progressStore';
import { factsOf, stateIcon } from './words';

export type CatalogNode =
  | { readonly kind: 'pack'; readonly pack: Pack }
  | { readonly kind: 'module'; readonly pack: Pack; readonly title: string }
  | { readonly kind: 'exercise'; readonly ref: ExerciseRef; readonly entry: CatalogEntry };

const states: readonly ExerciseState[] = ['new', 'started', 'failing', 'passed'];

/** Words are searched for; one that names a difficulty or a state narrows by that. */
export function parseFilter(text: string): CatalogFilter {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const difficulty = difficulties.filter(d => words.includes(d));
  const wanted = states.filter(s => words.includes(s));
  const rest = words.filter(word => ![...difficulty, ...wanted].some(known => known === word));
  return {
    text: rest.join(' '),
    ...(difficulty.length > 0 ? { difficulty } : {}),
    ...(wanted.length > 0 ? { states: wanted } : {}),
  };
}

/** Packs, their modules, and the exercises in teaching order. */
export class CatalogTree implements vscode.TreeDataProvider<CatalogNode>, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  readonly onDidChangeTreeData = this.changed.event;
  private filterText = '';
  private shown: readonly CatalogEntry[] = [];

  constructor(
    private readonly packs: PackStore,
    private readonly progress: ProgressStore,
    private readonly attempts: Attempts,
  ) {}

  get filter(): string {
    return this.filterText;
  }

  set filter(text: string) {
    this.filterText = text.trim();
    this.refresh();
  }

  refresh(): void {
    this.shown = this.catalog.filter(parseFilter(this.filterText), ref => this.stateOf(ref));
    this.changed.fire();
  }

  getChildren(node?: CatalogNode): CatalogNode[] {
    if (!node) return this.catalog.packs.filter(pack => this.entriesOf(pack).length > 0).map(asPack);
    switch (node.kind) {
      case 'pack':
        return node.pack.modules
          .filter(module => this.entriesOf(node.pack, module.title).length > 0)
          .map(module => ({ kind: 'module', pack: node.pack, title: module.title }));
      case 'module':
        return this.entriesOf(node.pack, node.title).map(asExercise);
      case 'exercise':
        return [];
    }
  }

  getParent(node: CatalogNode): CatalogNode | undefined {
    switch (node.kind) {
      case 'pack':
        return undefined;
      case 'module':
        return asPack(node.pack);
      case 'exercise':
        return { kind: 'module', pack: node.entry.pack, title: node.entry.module };
    }
  }

  getTreeItem(node: CatalogNode): vscode.TreeItem {
    switch (node.kind) {
      case 'pack':
        return this.packItem(node.pack);
      case 'module':
        return this.moduleItem(node.pack, node.title);
      case 'exercise':
        return this.exerciseItem(node.entry);
    }
  }

  /** The row of an exercise, unless the filter hides it. */
  nodeOf(ref: ExerciseRef): CatalogNode | undefined {
    const entry = this.shown.find(shown => shown.ref === ref);
    return entry && asExercise(entry);
  }

  /** "2 of 12 passed", over everything that is installed. */
  summary(): string {
    return this.passed(this.catalog.entries);
  }

  dispose(): void {
    this.changed.dispose();
  }

  private get catalog(): Catalog {
    return this.packs.catalog;
  }

  private stateOf(ref: ExerciseRef): ExerciseState {
    return stateOf(this.progress.of(ref));
  }

  private entriesOf(pack: Pack, module?: string): CatalogEntry[] {
    return this.shown.filter(
      entry => entry.pack === pack && (module === undefined || entry.module === module),
    );
  }

  private passed(entries: readonly CatalogEntry[]): string {
    const passed = entries.filter(({ ref }) => this.stateOf(ref) === 'passed').length;
    return vscode.l10n.t('{0} of {1} passed', passed, entries.length);
  }

  private packItem(pack: Pack): vscode.TreeItem {
    const item = new vscode.TreeItem(pack.title, vscode.TreeItemCollapsibleState.Expanded);
    item.id = pack.id;
    item.iconPath = new vscode.ThemeIcon('package');
    item.contextValue = 'designDrills.pack';
    item.description = this.passed(this.catalog.entries.filter(entry => entry.pack === pack));
    item.tooltip = vscode.l10n.t(
      '{0}\nVersion {1}, by {2}',
      pack.description,
      pack.version,
      pack.authors.join(', '),
    );
    return item;
  }

  /** What can be done with it: menus ask for it. */
  private stageOf(ref: ExerciseRef, exercise: Exercise): 'fresh' | 'attempt' | 'discussed' {
    if (!isChecked(exercise)) return 'discussed';
    return this.attempts.of(ref) ? 'attempt' : 'fresh';
  }

  private moduleItem(pack: Pack, title: string): vscode.TreeItem {
    const item = new vscode.TreeItem(title, vscode.TreeItemCollapsibleState.Expanded);
    item.id = `${pack.id}#${title}`;
    item.contextValue = 'designDrills.module';
    item.description = this.passed(
      this.catalog.entries.filter(entry => entry.pack === pack && entry.module === title),
    );
    return item;
  }

  private exerciseItem({ ref, exercise }: CatalogEntry): vscode.TreeItem {
    const state = this.stateOf(ref);
    const facts = factsOf(state, exercise);
    const item = new vscode.TreeItem(exercise.title);
    item.id = ref;
    item.iconPath = stateIcon(state);
    item.description = facts.join(' · ');
    item.tooltip = [exercise.title, exercise.summary, facts.join(' · '), exercise.skills.join(', ')].join(
      '\n',
    );
    item.accessibilityInformation = { label: [exercise.title, ...facts].join(', ') };
    item.contextValue = `designDrills.exercise.${this.stageOf(ref, exercise)}`;
    item.command = asCommand('designDrills.openExercise', vscode.l10n.t('Open Exercise'), ref);
    return item;
  }
}

const asPack = (pack: Pack): CatalogNode => ({ kind: 'pack', pack });
const asExercise = (entry: CatalogEntry): CatalogNode => ({ kind: 'exercise', ref: entry.ref, entry });
