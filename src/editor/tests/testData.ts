import type * as vscode from 'vscode';
import type { Attempt } from '../attempts';

/** What a row of the Test Explorer stands for. */
export type TestNode =
  | { readonly kind: 'attempt'; readonly attempt: Attempt }
  | { readonly kind: 'suite'; readonly attempt: Attempt; readonly suite: string }
  /** `index` is the place in the whole plan: the title may be hidden. */
  | { readonly kind: 'check'; readonly attempt: Attempt; readonly suite: string; readonly index: number };

const nodes = new WeakMap<vscode.TestItem, TestNode>();

/** The only way rows are made, so that none is without data. An existing row is kept: it holds its results. */
export function putItem(
  controller: vscode.TestController,
  siblings: vscode.TestItemCollection,
  row: { readonly id: string; readonly label: string; readonly node: TestNode; readonly uri?: vscode.Uri },
): vscode.TestItem {
  let item = siblings.get(row.id);
  if (!item) {
    item = controller.createTestItem(row.id, row.label, row.uri);
    siblings.add(item);
  }
  item.label = row.label;
  nodes.set(item, row.node);
  return item;
}

export function nodeOf(item: vscode.TestItem): TestNode {
  const node = nodes.get(item);
  if (!node) throw new Error(`Test item "${item.id}" has no data; it was not made by putItem`);
  return node;
}

/** The attempt that a row of any extension's controller belongs to. */
export const attemptOf = (item: vscode.TestItem): Attempt | undefined => nodes.get(item)?.attempt;
