import * as vscode from 'vscode';
import { isChecked, type ExerciseRef } from '../core/exercise';
import { Catalog } from '../core/pack/catalog';
import { parseFilter } from '../core/pack/catalogFilter';
import type { PackIndex } from '../core/pack/packIndex';
import { stateOf } from '../core/progress';
import { progressOf } from '../core/record/ledger';
import type { Attempts } from './attempts';
import { CatalogRows, type CatalogNode } from './catalogRows';
import { asCommand } from './ids';
import {
  attemptsOfMissingPacks,
  isMissing,
  lostBelow,
  lostItem,
  missingItem,
  packAbove,
  type MissingNode,
  type MissingPackNode,
} from './packs/missingRows';
import { packTooltip } from './packs/packTooltip';
import { isAuthored } from './packLocations';
import type { PackStore } from './packStore';
import type { ProgressStore } from './progressStore';
import { Standings, type Tally } from './standings';
import { factsOf, filterNames, skillWord, stateIcon } from './words';

/** Rows up to so many are shown without a click; of more, a person opens the packs that matter. */
const mostOpen = 200;

export type TreeNode = CatalogNode | MissingNode;

/** Packs, their modules, and the exercises in teaching order. */
export class CatalogTree implements vscode.TreeDataProvider<TreeNode>, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<TreeNode[] | undefined>();
  readonly onDidChangeTreeData = this.changed.event;
  private filterText = '';
  private rows = new CatalogRows(new Catalog(), []);
  private missing: readonly MissingPackNode[] = [];
  private standings = new Standings(new Catalog(), () => ({ state: 'new', attempted: false }));

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

  /** Looks again at everything, and draws again what has changed: all, or the packs in which an exercise stands otherwise. */
  refresh(): void {
    const { catalog } = this.packs;
    const before = this.standings;
    this.standings = this.look(catalog);
    const shown = catalog.filter(
      parseFilter(this.filterText, filterNames()),
      ref => this.standings.of(ref).state,
    );
    const missing = this.findMissing();
    const sameMissing = JSON.stringify(missing) === JSON.stringify(this.missing);
    this.missing = missing;
    if (sameMissing && this.rows.areOf(catalog, shown)) {
      const packs = this.standings.changedSince(before);
      const rows = this.rows.packs.filter(node => node.kind === 'pack' && packs.has(node.pack));
      if (rows.length > 0) this.changed.fire(rows);
    } else {
      this.rows = new CatalogRows(catalog, shown);
      this.changed.fire(undefined);
    }
  }

  getChildren(node?: TreeNode): TreeNode[] {
    if (!node) return [...this.rows.below(), ...this.missing];
    return isMissing(node) ? [...lostBelow(node)] : [...this.rows.below(node)];
  }

  getParent(node: TreeNode): TreeNode | undefined {
    return isMissing(node) ? packAbove(node) : this.rows.above(node);
  }

  getTreeItem(node: TreeNode): vscode.TreeItem {
    switch (node.kind) {
      case 'pack':
        return this.packItem(node.pack);
      case 'module':
        return this.moduleItem(node.pack, node.title);
      case 'exercise':
        return this.exerciseItem(node);
      case 'missing':
        return missingItem(node);
      case 'lost':
        return lostItem(node.ref);
    }
  }

  /** The row of an exercise, unless the filter hides it. */
  nodeOf(ref: ExerciseRef): CatalogNode | undefined {
    return this.rows.exercise(ref);
  }

  /** "2 of 12 passed", over everything that is installed. */
  summary(): string {
    return passed(this.standings.tally());
  }

  dispose(): void {
    this.changed.dispose();
  }

  private look(catalog: Catalog): Standings {
    const progress = this.progress.current;
    const attempted = new Set(this.attempts.all.map(({ ref }) => ref));
    return new Standings(catalog, ref => ({
      state: stateOf(progressOf(progress, ref, catalog.formerRefs(ref))),
      attempted: attempted.has(ref),
    }));
  }

  /** When all packs have been read: until then any of them may still come. A filter is for what can be solved. */
  private findMissing(): readonly MissingPackNode[] {
    if (!this.packs.isComplete || this.filterText !== '') return [];
    return attemptsOfMissingPacks(this.attempts.all, this.packs.catalog, this.packs.remembered);
  }

  private packItem(pack: PackIndex): vscode.TreeItem {
    const { Collapsed, Expanded } = vscode.TreeItemCollapsibleState;
    const isOpen = this.rows.count <= mostOpen;
    const item = new vscode.TreeItem(pack.title, isOpen ? Expanded : Collapsed);
    // The editor remembers of each row whether it is open, and would go by that when a filter has left few.
    item.id = isOpen ? pack.id : `${pack.id}#`;
    item.iconPath = new vscode.ThemeIcon('package');
    const origin = this.packs.originOf(pack);
    const tally = passed(this.standings.tally(pack));
    item.contextValue =
      origin === 'library'
        ? 'designDrills.pack.installed'
        : this.isAuthored(pack)
          ? 'designDrills.pack.authored'
          : 'designDrills.pack';
    item.description = origin === 'workspace' ? vscode.l10n.t('workspace · {0}', tally) : tally;
    item.tooltip = packTooltip(pack, origin, this.packs.remembered);
    return item;
  }

  private isAuthored(pack: PackIndex): boolean {
    const origin = this.packs.originOf(pack);
    return origin !== undefined && isAuthored({ origin, path: pack.label });
  }

  private moduleItem(pack: PackIndex, title: string): vscode.TreeItem {
    const item = new vscode.TreeItem(title, vscode.TreeItemCollapsibleState.Expanded);
    item.id = `${pack.id}#${title}`;
    item.contextValue = 'designDrills.module';
    item.description = passed(this.standings.tally(pack, title));
    return item;
  }

  private exerciseItem({
    ref,
    entry: { card, pack },
  }: Extract<CatalogNode, { kind: 'exercise' }>): vscode.TreeItem {
    const { state, attempted } = this.standings.of(ref);
    const facts = factsOf(state, card);
    const item = new vscode.TreeItem(card.title);
    item.id = ref;
    item.iconPath = stateIcon(state);
    item.description = facts.join(' · ');
    const skills = card.skills.map(skillWord).join(', ');
    item.tooltip = [card.title, card.summary, facts.join(' · '), skills].join('\n');
    item.accessibilityInformation = { label: [card.title, ...facts].join(', ') };
    const stage = isChecked(card) ? (attempted ? 'attempt' : 'fresh') : 'discussed';
    item.contextValue = `designDrills.exercise.${stage}${this.isAuthored(pack) ? '.authored' : ''}`;
    item.command = asCommand('designDrills.openExercise', vscode.l10n.t('Open Exercise'), ref);
    return item;
  }
}

const passed = ({ passed, total }: Tally): string => vscode.l10n.t('{0} of {1} passed', passed, total);
