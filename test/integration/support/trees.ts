import type * as vscode from 'vscode';
import type { CatalogTree, TreeNode } from '../../../src/editor/catalogTree';

/** A row as a person sees it, and the rows below. */
export type Row = readonly [row: string, below?: readonly Row[]];

/** Of the tree of exercises: `icon label | description | what the menu goes by`. */
export function catalogRows(tree: CatalogTree, node?: TreeNode): Row[] {
  return tree.getChildren(node).map(child => {
    const item = tree.getTreeItem(child);
    const label = typeof item.label === 'string' ? item.label : (item.label?.label ?? '');
    const icon = typeof item.iconPath === 'object' && 'id' in item.iconPath ? `${item.iconPath.id} ` : '';
    const below = catalogRows(tree, child);
    const row = `${icon}${label} | ${String(item.description)} | ${item.contextValue ?? ''}`;
    return below.length > 0 ? [row, below] : [row];
  });
}

/** Of the Test Explorer: labels, in the order in which they are shown. */
export function testRows(items: vscode.TestItemCollection): Row[] {
  return [...items]
    .map(([, item]) => item)
    .sort((a, b) => ((a.sortText ?? a.label) < (b.sortText ?? b.label) ? -1 : 1))
    .map(item => {
      const below = testRows(item.children);
      return below.length > 0 ? [item.label, below] : [item.label];
    });
}
