import type { Failure, Fault, Latency, Slowness } from '../../../../media/types/postgres';
import { ownError } from './sqlError';

const failures: Readonly<Record<Extract<Failure, string>, readonly [code: string, message: string]>> = {
  'serialization-failure': ['40001', 'could not serialize access due to concurrent update'],
  deadlock: ['40P01', 'deadlock detected'],
  'connection-lost': ['08006', 'connection to server was lost'],
  'too-many-connections': ['53300', 'sorry, too many clients already'],
  timeout: ['57014', 'canceling statement due to statement timeout'],
};

/** Class 08, and what a server says when it goes away. */
export const isConnectionLoss = (code: string): boolean => /^(08|57P)/.test(code);

interface Counted<T> {
  readonly rule: T;
  left: number;
}

/** What a suite has planned to go wrong. */
export class Faults {
  private fails: Counted<Fault>[] = [];
  private slows: Counted<Slowness>[] = [];
  private latency: Latency = 0;

  constructor(private readonly random: () => number) {}

  clear(): void {
    this.fails = [];
    this.slows = [];
    this.latency = 0;
  }

  setLatency(latency: Latency): void {
    this.latency = latency;
  }

  fail(rule: Fault): void {
    this.fails.push({ rule, left: rule.times ?? 1 });
  }

  slow(rule: Slowness): void {
    this.slows.push({ rule, left: rule.times ?? Infinity });
  }

  /** Virtual milliseconds that this statement takes. */
  delayOf(sql: string): number {
    const slow = this.slows.find(({ rule, left }) => left > 0 && matches(rule.match, sql));
    if (slow) slow.left--;
    return Math.max(0, this.latencyOf(sql) + (slow?.rule.ms ?? 0));
  }

  /** The error that this statement meets, before or after it takes effect. */
  errorOf(sql: string, when: 'before' | 'after'): (Error & { readonly code: string }) | undefined {
    const fail = this.fails.find(
      ({ rule, left }) => left > 0 && (rule.when ?? 'before') === when && matches(rule.match, sql),
    );
    if (!fail) return undefined;
    fail.left--;
    const { error } = fail.rule;
    const [code, message] = typeof error === 'string' ? failures[error] : [error.code, error.message];
    return ownError(code, message) as Error & { readonly code: string };
  }

  private latencyOf(sql: string): number {
    const { latency } = this;
    if (typeof latency === 'number') return latency;
    if (typeof latency === 'function') return latency(sql);
    return latency.min + this.random() * (latency.max - latency.min);
  }
}

export function matches(pattern: RegExp | undefined, sql: string): boolean {
  if (!pattern) return true;
  pattern.lastIndex = 0; // a pattern with the flag g remembers where it was
  return pattern.test(sql);
}
