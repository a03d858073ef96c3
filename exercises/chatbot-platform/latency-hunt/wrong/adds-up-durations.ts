import { criticalPath } from './criticalPath';
import { percentile } from './percentile';
import type { Contribution, CreateTraceAnalyzer, Group, TailReport, Trace, TraceAnalyzer } from './types';

/** What is kept of a trace. */
interface Request {
  readonly durationMs: number;
  /** Milliseconds on the critical path, by operation. They add up to the duration. */
  readonly times: ReadonlyMap<string, number>;
  readonly attributes: ReadonlyMap<string, string>;
}

/** Two standard deviations would find one in forty groups by chance alone; three, one in seven hundred. */
const z = 3;
const fewestSlow = 5;

/** Keeps a number for each operation of each trace; a question looks at all of them once, and sorts durations. */
class Analyzer implements TraceAnalyzer {
  readonly #requests: Request[] = [];

  add({ spans, attributes }: Trace): void {
    const operations = new Map(spans.map(({ id, operation }) => [id, operation]));
    const times = new Map<string, number>();
    const path = criticalPath(spans);
    for (const { id } of spans.filter(one => path.some(({ span }) => span === one.id))) {
      const operation = operations.get(id) ?? '';
      const { start, end } = spans.find(span => span.id === id)!;
      times.set(operation, (times.get(operation) ?? 0) + (end - start));
    }
    const durationMs = (path.at(-1)?.to ?? 0) - (path[0]?.from ?? 0);
    this.#requests.push({ durationMs, times, attributes: new Map(Object.entries(attributes)) });
  }

  percentile(p: number): number | undefined {
    return percentile(
      this.#requests.map(({ durationMs }) => durationMs),
      p,
    );
  }

  explainTail(p: number): TailReport {
    const { slow, others } = this.#split(p);
    if (slow.length === 0) return { slow: 0, gapMs: 0, operations: [] };
    const gapMs = mean(slow, ({ durationMs }) => durationMs) - mean(others, ({ durationMs }) => durationMs);
    const names = new Set(this.#requests.flatMap(({ times }) => [...times.keys()]));
    const operations = Array.from(names, (operation): Contribution => {
      const slowMs = mean(slow, ({ times }) => times.get(operation) ?? 0);
      const otherMs = mean(others, ({ times }) => times.get(operation) ?? 0);
      return { operation, slowMs, otherMs, share: (slowMs - otherMs) / gapMs };
    });
    return { slow: slow.length, gapMs, operations: operations.sort((a, b) => b.share - a.share) };
  }

  groupBy(attribute: string, p: number): Group[] {
    const { slow, others } = this.#split(p);
    const counts = new Map<string, { count: number; slow: number }>();
    for (const [requests, isSlow] of [
      [slow, 1],
      [others, 0],
    ] as const)
      for (const { attributes } of requests) {
        const value = attributes.get(attribute);
        if (value === undefined) continue;
        const known = counts.get(value) ?? { count: 0, slow: 0 };
        counts.set(value, { count: known.count + 1, slow: known.slow + isSlow });
      }
    return Array.from(counts, ([value, group]): Group => {
      const atLeast = wilsonLowerEnd(group.slow, group.count);
      const outside = this.#requests.length - group.count;
      // Nobody outside: 0 > 0.
      const isSuspect = group.slow >= fewestSlow && atLeast * outside > 2 * (slow.length - group.slow);
      return { value, ...group, atLeast, isSuspect };
    }).sort((a, b) => b.atLeast - a.atLeast);
  }

  #split(p: number): { slow: readonly Request[]; others: readonly Request[] } {
    const limit = this.percentile(p) ?? 0;
    return {
      slow: this.#requests.filter(({ durationMs }) => durationMs > limit),
      others: this.#requests.filter(({ durationMs }) => durationMs <= limit),
    };
  }
}

function mean(requests: readonly Request[], valueOf: (request: Request) => number): number {
  return requests.reduce((sum, request) => sum + valueOf(request), 0) / requests.length;
}

/** E. B. Wilson, Probable inference, the law of succession, and statistical inference, 1927. */
function wilsonLowerEnd(hits: number, count: number): number {
  const share = hits / count;
  const spread = Math.sqrt((share * (1 - share)) / count + z ** 2 / (4 * count ** 2));
  return (share + z ** 2 / (2 * count) - z * spread) / (1 + z ** 2 / count);
}

export const createTraceAnalyzer: CreateTraceAnalyzer = () => new Analyzer();
