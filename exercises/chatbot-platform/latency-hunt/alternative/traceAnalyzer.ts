import { criticalPath } from './criticalPath';
import { percentile } from './percentile';
import type { CreateTraceAnalyzer, Group, TailReport, Trace, TraceAnalyzer } from './types';

/** Two sums, for slow traces and for others. */
type Both = [slow: number, others: number];

/** Columns: a row for each trace, an array for its durations, one for each operation and one for each attribute. */
class Columns implements TraceAnalyzer {
  readonly #durations: number[] = [];
  readonly #operations = new Map<string, number[]>();
  readonly #attributes = new Map<string, Map<string, number[]>>();

  add(trace: Trace): void {
    const row = this.#durations.length;
    const root = trace.spans.find(({ parent }) => parent === null)!;
    this.#durations.push(root.end - root.start);
    const byId = new Map(trace.spans.map(span => [span.id, span]));
    for (const segment of criticalPath(trace.spans)) {
      const { operation } = byId.get(segment.span)!;
      let column = this.#operations.get(operation);
      if (!column) this.#operations.set(operation, (column = []));
      column[row] = (column[row] ?? 0) + segment.to - segment.from;
    }
    for (const [attribute, value] of Object.entries(trace.attributes)) {
      let values = this.#attributes.get(attribute);
      if (!values) this.#attributes.set(attribute, (values = new Map<string, number[]>()));
      const rows = values.get(value);
      if (rows) rows.push(row);
      else values.set(value, [row]);
    }
  }

  percentile(p: number): number | undefined {
    return percentile(this.#durations, p);
  }

  explainTail(p: number): TailReport {
    const isSlow = this.#isSlow(p);
    const rows = [...this.#durations.keys()];
    const slow = rows.filter(isSlow).length;
    if (slow === 0) return { slow, gapMs: 0, operations: [] };
    const means = (column: readonly number[]): Both => {
      const sums: Both = [0, 0];
      for (const row of rows) sums[isSlow(row) ? 0 : 1] += column[row] ?? 0;
      return [sums[0] / slow, sums[1] / (rows.length - slow)];
    };
    const [slowMean, otherMean] = means(this.#durations);
    const gapMs = slowMean - otherMean;
    const operations = [...this.#operations].map(([operation, column]) => {
      const [slowMs, otherMs] = means(column);
      return { operation, slowMs, otherMs, share: (slowMs - otherMs) / gapMs };
    });
    return { slow, gapMs, operations: operations.sort((a, b) => b.share - a.share) };
  }

  groupBy(attribute: string, p: number): Group[] {
    const isSlow = this.#isSlow(p);
    const all = this.#durations.length;
    const allSlow = [...this.#durations.keys()].filter(isSlow).length;
    const groups: Group[] = [];
    for (const [value, rows] of this.#attributes.get(attribute) ?? []) {
      const [count, slow] = [rows.length, rows.filter(isSlow).length];
      const atLeast = lowerEnd(slow, count);
      // Compared as products: nobody outside gives 0 > 0.
      const isAbove = atLeast * (all - count) > 2 * (allSlow - slow);
      groups.push({ value, count, slow, atLeast, isSuspect: slow >= 5 && isAbove });
    }
    return groups.sort((a, b) => b.atLeast - a.atLeast);
  }

  #isSlow(p: number): (row: number) => boolean {
    const limit = this.percentile(p) ?? 0;
    return row => this.#durations[row]! > limit;
  }
}

/** The same as in the contract, multiplied by n: (h + 4.5 − 3·√(h(n − h)/n + 2.25)) ÷ (n + 9). */
function lowerEnd(hits: number, count: number): number {
  return (hits + 4.5 - 3 * Math.sqrt((hits * (count - hits)) / count + 2.25)) / (count + 9);
}

export const createTraceAnalyzer: CreateTraceAnalyzer = () => new Columns();
