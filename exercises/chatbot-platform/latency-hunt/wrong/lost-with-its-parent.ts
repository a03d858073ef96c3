import type { CriticalPath, Segment, Span } from './types';

/** A span on the path, as far as it lies within its parent. */
interface Visit {
  readonly span: Span;
  readonly from: number;
  /** All later moments have been given to somebody. */
  until: number;
  /** Its children, last to end first, as far as they lie within it. */
  readonly children: Iterator<Visit, undefined>;
}

/**
 * Walks backwards from the end of the root: whoever ended last was waited for. Each span is visited once at most and
 * sorted among its siblings: O(n log n). The stack is our own, since traces may be as deep as they are long.
 */
export const criticalPath: CriticalPath = spans => {
  const { root, childrenOf } = treeOf(spans);
  const path: Segment[] = [];
  const open = [visit(root, root.start, root.end, childrenOf)];
  for (let at = open.at(-1); at !== undefined; at = open.at(-1)) {
    const child = lastEnded(at);
    const own = child?.until ?? at.from;
    if (own < at.until) path.push({ span: at.span.id, from: own, to: at.until });
    if (child === undefined) open.pop();
    else {
      at.until = child.from;
      open.push(child);
    }
  }
  return path.reverse();
};

/** Those that were still running at `until` delayed nothing before it. */
function lastEnded(parent: Visit): Visit | undefined {
  for (;;) {
    const { value } = parent.children.next();
    if (value === undefined || value.until <= parent.until) return value;
  }
}

type ChildrenOf = ReadonlyMap<string, readonly Span[]>;

function visit(span: Span, from: number, until: number, childrenOf: ChildrenOf): Visit {
  function* children(): Generator<Visit, undefined> {
    const inside = (childrenOf.get(span.id) ?? [])
      .map(child => ({
        child,
        childFrom: Math.max(from, child.start),
        childUntil: Math.min(until, child.end),
      }))
      .filter(({ childFrom, childUntil }) => childFrom < childUntil)
      .sort((a, b) => b.childUntil - a.childUntil || a.childFrom - b.childFrom);
    for (const { child, childFrom, childUntil } of inside)
      yield visit(child, childFrom, childUntil, childrenOf);
  }
  return { span, from, until, children: children() };
}

/** @throws Error if there is no root */
function treeOf(spans: readonly Span[]): { root: Span; childrenOf: ChildrenOf } {
  const root = spans.find(({ parent }) => parent === null);
  if (root === undefined) throw new Error('The trace has no root.');
  const childrenOf = new Map<string, Span[]>();
  for (const span of spans) {
    if (span.parent === null) continue;
    const siblings = childrenOf.get(span.parent);
    if (siblings) siblings.push(span);
    else childrenOf.set(span.parent, [span]);
  }
  return { root, childrenOf };
}
