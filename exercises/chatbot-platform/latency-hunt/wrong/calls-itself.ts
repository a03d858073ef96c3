import type { CriticalPath, Segment, Span } from './types';

/** Each span asks its children. Short, and as deep as the trace. */
export const criticalPath: CriticalPath = spans => {
  const root = spans.find(({ parent }) => parent === null)!;
  const ids = new Set(spans.map(({ id }) => id));
  const childrenOf = new Map<string, Span[]>();
  for (const span of spans) {
    if (span.parent === null) continue;
    const parent = ids.has(span.parent) ? span.parent : root.id;
    const siblings = childrenOf.get(parent);
    if (siblings) siblings.push(span);
    else childrenOf.set(parent, [span]);
  }

  function backwards(span: Span, from: number, until: number, path: Segment[]): void {
    const inside = (childrenOf.get(span.id) ?? [])
      .map(child => ({ child, from: Math.max(from, child.start), until: Math.min(until, child.end) }))
      .filter(part => part.from < part.until)
      .sort((a, b) => b.until - a.until || a.from - b.from);
    let now = until;
    for (const part of inside) {
      if (part.until > now) continue;
      if (part.until < now) path.push({ span: span.id, from: part.until, to: now });
      backwards(part.child, part.from, part.until, path);
      now = part.from;
    }
    if (from < now) path.push({ span: span.id, from, to: now });
  }

  const path: Segment[] = [];
  backwards(root, root.start, root.end, path);
  return path.reverse();
};
