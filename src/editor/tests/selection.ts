import type * as vscode from 'vscode';
import type { CheckId } from '../../core/run/request';
import type { Attempt } from '../attempts';
import { nodeOf } from './testData';
import type { TestTree } from './testTree';

/** What a person chose to run of one attempt. */
export interface Selection {
  readonly attempt: Attempt;
  readonly suite?: string;
  readonly only?: readonly CheckId[];
}

/** One run for each attempt: the whole of it, one suite, or single checks. */
export async function selections(
  tree: TestTree,
  include: readonly vscode.TestItem[],
  exclude: readonly vscode.TestItem[],
): Promise<Selection[]> {
  const byAttempt = new Map</* folder uri */ string, vscode.TestItem[]>();
  for (const item of include.filter(chosen => !exclude.includes(chosen))) {
    const { key } = nodeOf(item).attempt;
    byAttempt.set(key, [...(byAttempt.get(key) ?? []), item]);
  }
  return Promise.all([...byAttempt.values()].map(items => selectionOf(tree, items, exclude)));
}

async function selectionOf(
  tree: TestTree,
  items: readonly vscode.TestItem[],
  exclude: readonly vscode.TestItem[],
): Promise<Selection> {
  const nodes = items.map(nodeOf);
  const [first] = nodes;
  if (!first) throw new Error('A selection without items');
  const { attempt } = first;
  const excluded = exclude
    .filter(item => nodeOf(item).attempt.key === attempt.key)
    .flatMap(i => tree.checksBelow(i));
  const wholeAttempt = nodes.some(({ kind }) => kind === 'attempt');
  // Checks that cannot be told apart cannot be chosen one by one.
  if ((wholeAttempt && excluded.length === 0) || !tree.showsTitles(attempt)) return { attempt };
  if (first.kind === 'suite' && nodes.length === 1 && excluded.length === 0)
    return { attempt, suite: first.suite };
  const plan = await tree.planOf(attempt);
  const chosen = new Set(
    items.flatMap(item => tree.checksBelow(item)).filter(item => !excluded.includes(item)),
  );
  const only = [...chosen]
    .map(nodeOf)
    .flatMap(node => (node.kind === 'check' ? (plan[node.index] ?? []) : []));
  return { attempt, only: only.map(({ suite, title }) => ({ suite, title })) };
}
