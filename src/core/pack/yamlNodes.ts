import * as l10n from '@vscode/l10n';
import { isMap, isScalar, isSeq, type Node } from 'yaml';

/** Offsets in a text. */
export type Range = readonly [start: number, end: number];

/** Keys such as 404 and true are words too. */
export function wordOf(key: Node | null): string | undefined {
  const value: unknown = isScalar(key) ? key.value : null;
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? String(value)
    : undefined;
}

export function rangeOf(node: Node | null | undefined): Range | undefined {
  const range = node?.range;
  return range && range[1] > range[0] ? [range[0], range[1]] : undefined;
}

export function kindOf(node: Node | null | undefined): string {
  if (isMap(node)) return l10n.t('a record');
  if (isSeq(node)) return l10n.t('a list');
  const value: unknown = isScalar(node) ? node.value : null;
  if (value === null || value === undefined) return l10n.t('nothing');
  if (typeof value === 'string') return l10n.t('text');
  if (typeof value === 'number') return l10n.t('a number');
  return typeof value === 'boolean' ? l10n.t('true or false') : l10n.t('data');
}
