/** The learner's analyzer beside a model that follows the definitions word by word. */
import assert from 'node:assert/strict';
import type { Contribution, Group, TailReport, Trace, TraceAnalyzer } from '#attempt/types.ts';
import { createTraceAnalyzer } from '#attempt/traceAnalyzer.ts';
import { trace } from '#testkit';
import { failureOf, smallest, written } from './smallest.ts';
import { modelPath } from './traces.ts';

interface Known {
  readonly ms: number;
  readonly times: ReadonlyMap<string, number>;
  readonly attributes: Trace['attributes'];
}

const isClose = (a: number, b: number): boolean => Math.abs(a - b) <= 1e-6 * Math.max(1, Math.abs(b));

function close(got: unknown, expected: number, what: string): void {
  assert.ok(
    typeof got === 'number' && isClose(got, expected),
    `${what} should be ${expected}, got ${String(got)}`,
  );
}

/** No two neighbours in the wrong order. */
function falls(numbers: readonly number[], what: string): void {
  for (const [i, number] of numbers.entries())
    assert.ok(i === 0 || number <= numbers[i - 1]! + 1e-9, `${what}: the largest comes first`);
}

/** What a check asks; if the answer is wrong, it is asked again of as few traces as still make it wrong. */
export function reproducibly(
  traces: readonly Trace[],
  when: string,
  ask: (requests: Requests, when: string) => unknown,
): void {
  const failure = (of: readonly Trace[], when: string): unknown =>
    failureOf(() => ask(new Requests().add(...of), when));
  if (failure(traces, when) === undefined) return;
  const few = smallest(traces, of => of.length > 0 && failure(of, when) !== undefined);
  const spans = few.map(({ spans }) => `[${written(spans)}]`).join(' ');
  ask(new Requests().add(...few), `${when}, of the traces ${spans}`);
}

export class Requests {
  readonly analyzer: TraceAnalyzer = createTraceAnalyzer();
  readonly #known: Known[] = [];

  add(...traces: Trace[]): this {
    for (const { spans, attributes } of traces) {
      this.analyzer.add({ spans: spans.map(one => ({ ...one })), attributes: { ...attributes } });
      const times = new Map<string, number>();
      for (const { span, from, to } of modelPath(spans)) {
        const { operation } = spans.find(({ id }) => id === span)!;
        times.set(operation, (times.get(operation) ?? 0) + to - from);
      }
      const root = spans.find(({ parent }) => parent === null)!;
      this.#known.push({ ms: root.end - root.start, times, attributes });
    }
    return this;
  }

  #limit(p: number): number {
    const sorted = this.#known.map(({ ms }) => ms).sort((a, b) => a - b);
    return sorted[Math.max(1, Math.ceil((Math.round(p * 1_000) * sorted.length) / 100_000)) - 1] ?? 0;
  }

  #split(p: number): [slow: Known[], others: Known[]] {
    const limit = this.#limit(p);
    return [this.#known.filter(({ ms }) => ms > limit), this.#known.filter(({ ms }) => ms <= limit)];
  }

  percentileAgrees(p: number): void {
    const [got, expected] = [this.analyzer.percentile(p), this.#limit(p)];
    assert.equal(got, expected, `Percentile ${p} of the durations should be ${expected}, got ${got}`);
  }

  /** How many are slow, and what the operations took. */
  timesAgree(p: number, when: string): TailReport {
    const [slow, others] = this.#split(p);
    const report = this.analyzer.explainTail(p);
    assert.equal(
      report.slow,
      slow.length,
      `${when}: traces that are slow at ${p} should be ${slow.length}, got ${report.slow}`,
    );
    const names = slow.length === 0 ? [] : this.#known.flatMap(({ times }) => [...times.keys()]);
    assert.deepEqual(
      report.operations.map(({ operation }) => operation).sort(),
      [...new Set(names)].sort(),
      `${when}: the operations`,
    );
    const mean = (of: Known[], operation: string): number =>
      of.reduce((sum, { times }) => sum + (times.get(operation) ?? 0), 0) / of.length;
    for (const { operation, slowMs, otherMs } of report.operations) {
      close(slowMs, mean(slow, operation), `${when}: slowMs of ${operation}`);
      close(otherMs, mean(others, operation), `${when}: otherMs of ${operation}`);
    }
    return report;
  }

  /** And what that says about the gap. */
  sharesAgree(p: number, when: string): Contribution[] {
    const [slow, others] = this.#split(p);
    const mean = (of: Known[], value: (one: Known) => number): number =>
      of.reduce((sum, one) => sum + value(one), 0) / of.length;
    const gapMs = slow.length === 0 ? 0 : mean(slow, ({ ms }) => ms) - mean(others, ({ ms }) => ms);
    const report = this.analyzer.explainTail(p);
    close(report.gapMs, gapMs, `${when}: the gap`);
    for (const { operation, share } of report.operations) {
      const of = ({ times }: Known): number => times.get(operation) ?? 0;
      close(share, (mean(slow, of) - mean(others, of)) / gapMs, `${when}: the share of ${operation}`);
      trace.point(`share of ${operation}`, share);
    }
    const shares = report.operations.map(({ share }) => share);
    falls(shares, `${when}: shares`);
    if (slow.length > 0)
      close(
        shares.reduce((sum, share) => sum + share, 0),
        1,
        `${when}: the sum of all shares`,
      );
    return [...report.operations];
  }

  #groups(attribute: string, p: number): Map<string, Group> {
    const [slow, others] = this.#split(p);
    const groups = new Map<string, Group>();
    const has = (one: Known, value: string): boolean =>
      Object.hasOwn(one.attributes, attribute) && one.attributes[attribute] === value;
    for (const { attributes } of this.#known) {
      if (!Object.hasOwn(attributes, attribute)) continue;
      const value = attributes[attribute]!;
      if (groups.has(value)) continue;
      const its = slow.filter(one => has(one, value)).length;
      const count = its + others.filter(one => has(one, value)).length;
      const [z, share] = [3, its / count];
      const root = Math.sqrt((share * (1 - share)) / count + (z * z) / (4 * count * count));
      const atLeast = (share + (z * z) / (2 * count) - z * root) / (1 + (z * z) / count);
      const outside = this.#known.length - count;
      const isSuspect = its >= 5 && outside > 0 && atLeast > (2 * (slow.length - its)) / outside;
      groups.set(value, { value, count, slow: its, atLeast, isSuspect });
    }
    return groups;
  }

  /** All but who is a suspect. */
  groupsAgree(attribute: string, p: number, when: string): Group[] {
    const expected = this.#groups(attribute, p);
    const groups = this.analyzer.groupBy(attribute, p);
    assert.deepEqual(
      groups.map(({ value }) => value).sort(),
      [...expected.keys()].sort(),
      `${when}: values of ${attribute}`,
    );
    for (const { value, count, slow, atLeast } of groups) {
      const its = expected.get(value)!;
      const what = `${when}: ${attribute} ${JSON.stringify(value)}`;
      assert.deepEqual({ count, slow }, { count: its.count, slow: its.slow }, what);
      close(atLeast, its.atLeast, `${what}: atLeast`);
    }
    falls(
      groups.map(({ atLeast }) => atLeast),
      `${when}: groups`,
    );
    return groups;
  }

  suspectsAgree(attribute: string, p: number, when: string): string[] {
    const expected = [...this.#groups(attribute, p).values()].filter(({ isSuspect }) => isSuspect);
    const suspects = this.analyzer.groupBy(attribute, p).filter(({ isSuspect }) => isSuspect);
    for (const { value } of suspects) trace.mark('suspects', `${attribute} ${value}`, 'bad');
    const values = suspects.map(({ value }) => value).sort();
    assert.deepEqual(values, expected.map(({ value }) => value).sort(), `${when}: suspects by ${attribute}`);
    return values;
  }
}
