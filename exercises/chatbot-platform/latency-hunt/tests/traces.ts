/** Traces, written down or at random, and what is true of them, worked out in the most literal way. */
import assert from 'node:assert/strict';
import { criticalPath } from '#attempt/criticalPath.ts';
import type { Segment, Span, Trace } from '#attempt/types.ts';
import { random } from '#testkit';
import { failureOf, smallestTrace, written } from './smallest.ts';

/** `span('db < api', 20, 80)`: what it does is its id, up to a `#`. */
export function span(name: string, start: number, end: number): Span {
  const [id = '', parent = null] = name.split(' < ');
  return { id, parent, operation: id.split('#')[0]!, start, end };
}

/** By the definition of the statement, one moment after the other; not fast. */
export function modelPath(spans: readonly Span[]): Segment[] {
  const root = spans.find(({ parent }) => parent === null)!;
  const ids = new Set(spans.map(({ id }) => id));
  const backwards = (of: Span, from: number, until: number): Segment[] => {
    const path: Segment[] = [];
    const children = spans
      .filter(({ parent }) => parent === of.id || (of === root && parent !== null && !ids.has(parent)))
      .map(child => ({ child, from: Math.max(from, child.start), until: Math.min(until, child.end) }))
      .filter(part => part.from < part.until);
    let now = until;
    for (;;) {
      let last: (typeof children)[number] | undefined;
      for (const part of children)
        if (
          part.until <= now &&
          (!last || part.until > last.until || (part.until === last.until && part.from < last.from))
        )
          last = part;
      const own = last?.until ?? from;
      if (own < now) path.push({ span: of.id, from: own, to: now });
      if (!last) return path;
      path.push(...backwards(last.child, last.from, last.until));
      now = last.from;
    }
  };
  return backwards(root, root.start, root.end).reverse();
}

const write = (path: readonly Segment[]): string[] =>
  path.map(({ span: id, from, to }) => `${id} ${from} to ${to}`);

/** Like the model, and like what is written down, if anything is: `api 0 to 20`. */
export function agrees(spans: readonly Span[], when: string, expected?: readonly string[]): void {
  const path = write(criticalPath(spans.map(one => ({ ...one }))));
  assert.deepEqual(path, expected ?? write(modelPath(spans)), when);
}

/** Like the model; if not, it says so of a trace of a few spans. */
export function agreesWithModel(spans: readonly Span[]): void {
  const differs = (few: readonly Span[]): boolean => failureOf(() => agrees(few, 'Any trace')) !== undefined;
  if (!differs(spans)) return;
  const few = smallestTrace(spans, differs);
  agrees(few, `The path of ${written(few)}`);
}

export interface Shape {
  /** How many spans at most, with the root. */
  readonly spans: number;
  /** Whether times leave those of the parent, and by how much. */
  readonly skew?: number;
  /** How many in a hundred name a parent that is not there. */
  readonly lost?: number;
}

/** Few different moments, so that much begins and ends at once. In any order. */
export function randomSpans({ spans: most, skew = 0, lost = 0 }: Shape): Span[] {
  const start = random.int(0, 50);
  const spans: Span[] = [
    { id: 'root', parent: null, operation: 'root', start, end: start + random.int(1, 40) },
  ];
  const count = random.int(1, most);
  while (spans.length < count) {
    const parent = random.pick(spans);
    const from = random.int(parent.start - skew, parent.end + skew);
    const to = random.int(from, Math.max(from, parent.end + skew));
    const id = `s${spans.length}`;
    const isLost = random.chance(lost / 100);
    spans.push({
      id,
      parent: isLost ? `lost ${random.int(1, 3)}` : parent.id,
      operation: `op ${spans.length % 5}`,
      start: from,
      end: to,
    });
  }
  return random.shuffle(spans);
}

/** Steps one after the other, without gaps. */
export function request(
  steps: readonly (readonly [operation: string, ms: number])[],
  attributes: Readonly<Record<string, string>> = {},
): Trace {
  // Since some moment, or since 1970.
  let at = random.pick([random.int(0, 1_000_000), 1_772_000_000_000 + random.int(0, 1_000_000) / 8]);
  const start = at;
  const spans = steps.map(([operation, ms], i): Span => {
    at += ms;
    return { id: `${i}`, parent: 'root', operation, start: at - ms, end: at };
  });
  return {
    spans: [{ id: 'root', parent: null, operation: 'api', start, end: at }, ...spans],
    attributes,
  };
}
