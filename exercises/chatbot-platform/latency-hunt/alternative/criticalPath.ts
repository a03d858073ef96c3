import type { CriticalPath, Segment, Span } from './types';

interface Part {
  readonly span: Span;
  readonly from: number;
  readonly until: number;
}

/**
 * A list of parts that are on the path, in any order: each gives its children a part and keeps what lies between. Sorted at
 * the very end. Children are chosen by sorting their ends and going down: O(n log n).
 */
export const criticalPath: CriticalPath = spans => {
  const known = new Map(spans.map(span => [span.id, span]));
  const root = spans.find(span => span.parent === null)!;
  const families = new Map<Span, Span[]>();
  for (const span of spans) {
    if (span === root) continue;
    const parent = known.get(span.parent ?? '') ?? root;
    families.set(parent, families.get(parent) ?? []);
    families.get(parent)!.push(span);
  }
  const path: Segment[] = [];
  const open: Part[] = [{ span: root, from: root.start, until: root.end }];
  for (let part = open.pop(); part; part = open.pop()) {
    const chosen = waitedFor(part, families.get(part.span) ?? []);
    open.push(...chosen);
    const edges = [part.from, ...chosen.flatMap(({ from, until }) => [from, until]), part.until];
    for (let i = 0; i < edges.length; i += 2) {
      const [from, to] = [edges[i]!, edges[i + 1]!];
      if (from < to) path.push({ span: part.span.id, from, to });
    }
  }
  return path.sort((a, b) => a.from - b.from);
};

/** Those children that it waited for, by time. */
function waitedFor(parent: Part, children: readonly Span[]): Part[] {
  const parts = children
    .map(span => ({
      span,
      from: Math.max(span.start, parent.from),
      until: Math.min(span.end, parent.until),
    }))
    .filter(({ from, until }) => from < until);
  // The last one is the one to choose: later ends, then earlier beginnings, then earlier in the list.
  parts.reverse().sort((a, b) => a.until - b.until || b.from - a.from);
  const chosen: Part[] = [];
  for (let part = parts.pop(); part; part = parts.pop())
    if (part.until <= (chosen.at(-1)?.from ?? parent.until)) chosen.push(part);
  return chosen.reverse();
}
