import * as vscode from 'vscode';
import type { ExerciseRef } from '../../core/exercise';
import type { Catalog } from '../../core/pack/catalog';
import type { InstalledPack } from '../../core/pack/installDecision';
import type { Attempt } from '../attempts';
import { asCommand } from '../ids';
import { packIdOfRef } from './missingPack';
import { oneLine } from './packWords';

/** A pack that is not installed, and at whose exercises there are attempts. */
export interface MissingPackNode {
  readonly kind: 'missing';
  readonly id: string;
  readonly title: string;
  /** Where it came from; empty when nobody knows. */
  readonly origin: string;
  readonly refs: readonly ExerciseRef[];
}

export type MissingNode =
  MissingPackNode | { readonly kind: 'lost'; readonly ref: ExerciseRef; readonly pack: MissingPackNode };

export const isMissing = (node: { readonly kind: string }): node is MissingNode =>
  node.kind === 'missing' || node.kind === 'lost';

export const lostBelow = (node: MissingNode): readonly MissingNode[] =>
  node.kind === 'missing' ? node.refs.map(ref => ({ kind: 'lost', ref, pack: node })) : [];

export const packAbove = (node: MissingNode): MissingPackNode | undefined =>
  node.kind === 'lost' ? node.pack : undefined;

/** Packs of attempts that no pack of the catalogue is for, by id. */
export function attemptsOfMissingPacks(
  attempts: readonly Attempt[],
  catalog: Catalog,
  remembered: readonly InstalledPack[],
): readonly MissingPackNode[] {
  const present = new Set(catalog.packs.map(({ id }) => id));
  const refs = [...new Set(attempts.map(({ ref }) => ref))]
    .filter(ref => !present.has(packIdOfRef(ref)))
    .sort();
  return [...new Set(refs.map(packIdOfRef))].map(id => {
    const before = remembered.find(pack => pack.id === id);
    return {
      kind: 'missing',
      id,
      title: before?.title ?? id,
      origin: before?.origin ?? '',
      refs: refs.filter(ref => packIdOfRef(ref) === id),
    };
  });
}

export function missingItem({ id, title, origin }: MissingPackNode): vscode.TreeItem {
  const item = new vscode.TreeItem(oneLine(title), vscode.TreeItemCollapsibleState.Collapsed);
  item.id = `missing:${id}`;
  item.iconPath = new vscode.ThemeIcon('package', new vscode.ThemeColor('disabledForeground'));
  item.description = vscode.l10n.t('not installed');
  item.contextValue = 'designDrills.missingPack';
  item.tooltip = [
    vscode.l10n.t(
      'You have files for exercises of this pack, and the pack is not installed. Your files, answers and progress are kept.',
    ),
    origin === ''
      ? vscode.l10n.t('“Install Pack…” takes it from a file, a folder or an address.')
      : vscode.l10n.t('It came from {0}. “Install Pack…” brings it back.', oneLine(origin, 300)),
  ].join('\n');
  return item;
}

export function lostItem(ref: ExerciseRef): vscode.TreeItem {
  const item = new vscode.TreeItem(ref.slice(ref.indexOf('/') + 1));
  item.id = `lost:${ref}`;
  item.iconPath = new vscode.ThemeIcon('circle-slash');
  item.description = vscode.l10n.t('pack not installed');
  item.contextValue = 'designDrills.lostExercise';
  item.command = asCommand('designDrills.openExercise', vscode.l10n.t('Open Exercise'), ref);
  return item;
}
