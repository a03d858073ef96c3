import { Arm } from './arm';
import { ModelTimeoutError } from './errors';
import type { Answer, Guardrails, Query, Reason, Rollout, RolloutOptions, Stage, Version } from './types';

type Arms = Readonly<Record<Version, Arm>>;

/** Everything that belongs to one stage or step. When it is over, requests that still hold it count for nothing. */
interface Period {
  readonly stage: Stage;
  readonly share: number;
  readonly since: number;
  readonly step: number;
  /** By segment, and each segment from its last release on. */
  readonly arms: Map<string, Arms>;
  candidates: number;
}

/** A 53-bit hash in two lanes, in the manner of cyrb53: a fraction of 0 to 1. */
function fractionOf(text: string): number {
  let [a, b] = [0xdeadbeef, 0x41c6ce57];
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    a = Math.imul(a ^ code, 2654435761);
    b = Math.imul(b ^ code, 1597334677);
  }
  a = Math.imul(a ^ (a >>> 16), 2246822507) ^ Math.imul(b ^ (b >>> 13), 3266489909);
  b = Math.imul(b ^ (b >>> 16), 2246822507) ^ Math.imul(a ^ (a >>> 13), 3266489909);
  return ((2097151 & b) * 2 ** 32 + (a >>> 0)) / 2 ** 53;
}

function verdictOn(list: readonly Arms[], rails: Guardrails): 'errors' | 'latency' | undefined {
  const [size, errors] = (['size', 'errors'] as const).map(
    what => (version: Version) => list.reduce((sum, arms) => sum + arms[version][what], 0),
  ) as [(version: Version) => number, (version: Version) => number];
  if (size('v1') < rails.minimum || size('v2') < rails.minimum) return undefined;
  // Multiplied out, and with room for rounding: 7 % − 5 % is a little above 2 % for a computer.
  const beyond = errors('v2') * size('v1') - errors('v1') * size('v2');
  if (beyond > rails.errorPoints * size('v1') * size('v2') + 1e-6) return 'errors';
  const p95 = (version: Version): number => {
    const all = list.flatMap(arms => arms[version].sorted).sort((x, y) => x - y);
    return all[Math.ceil(0.95 * all.length) - 1] ?? 0;
  };
  return p95('v2') > rails.latencyRatio * p95('v1') ? 'latency' : undefined;
}

export function createRollout(options: RolloutOptions): Rollout {
  const { v1, v2, timeoutMs, salt, shadow, steps, guardrails, segments } = options;
  const held = new Set<string>();
  const comparisons = { all: 0, agreed: 0, underWay: 0 };
  const periodOf = (stage: Stage, share: number, step = -1): Period => ({
    ...{ stage, share, step },
    since: performance.now(),
    arms: new Map(),
    candidates: 0,
  });
  let now: Period = periodOf('shadow', 0);

  function publish(reason: Reason): void {
    const { stage, share } = now;
    try {
      options.onChange({ stage, share, heldBack: [...held].sort(), reason, at: performance.now() });
    } catch {
      // theirs
    }
  }

  function begin(period: Period, reason: Reason): void {
    now = period;
    publish(reason);
  }

  function setBack(segment: string, reason: Reason): void {
    held.add(segment);
    now.arms.delete(segment);
    publish(reason);
  }

  function advance(): void {
    const lasted = performance.now() - now.since;
    if (now.stage === 'shadow' && lasted >= shadow.forMs && comparisons.all >= shadow.minimum) {
      const first = steps[0];
      if (!first || comparisons.agreed < shadow.agreement * comparisons.all)
        begin(periodOf('rolled-back', 0), 'agreement');
      else begin(periodOf('canary', first.share, 0), 'advanced');
    } else if (now.stage === 'canary') {
      const step = steps[now.step]!;
      if (lasted < step.forMs || now.candidates < step.minimum) return;
      const next = steps[now.step + 1];
      begin(next ? periodOf('canary', next.share, now.step + 1) : periodOf('done', 1), 'advanced');
    }
  }

  /** The label, or undefined if there is none in time. */
  function candidate(query: Query): Promise<string | undefined> {
    return new Promise(resolve => {
      const controller = new AbortController();
      const timer = setTimeout(() => {
        resolve(undefined);
        controller.abort(new ModelTimeoutError(timeoutMs));
      }, timeoutMs);
      const give = (label: string | undefined): void => {
        clearTimeout(timer);
        resolve(label);
      };
      const call = async (): Promise<string> => v2(query, controller.signal);
      call().then(give, () => give(undefined));
    });
  }

  const incumbent = async (query: Query, assigned: Version): Promise<Answer> => ({
    label: await v1(query, new AbortController().signal),
    servedBy: 'v1',
    assigned,
  });

  /** A segment's arms, taken when a request begins. They are out of use after a hold or the end of the period. */
  function armsOf(segment: string): { readonly arms: Arms; readonly areInUse: () => boolean } {
    const period = now;
    const arms = period.arms.get(segment) ?? {
      v1: new Arm(guardrails.windowMs),
      v2: new Arm(guardrails.windowMs),
    };
    period.arms.set(segment, arms);
    return { arms, areInUse: () => period === now && period.arms.get(segment) === arms };
  }

  /** Where a request will be counted. */
  function ticket({ segment }: Query): (version: Version, isError: boolean) => void {
    const [period, startedAt] = [now, performance.now()];
    if (period.stage !== 'canary' || held.has(segment)) return () => undefined;
    const { arms, areInUse } = armsOf(segment);
    return (version, isError) => {
      if (!areInUse()) return;
      const endedAt = performance.now();
      arms[version].add({ endedAt, isError, ms: endedAt - startedAt });
      if (version === 'v2') period.candidates += 1;
      for (const one of period.arms.values()) for (const arm of [one.v1, one.v2]) arm.expire(endedAt);
      const own = segments.includes(segment) ? verdictOn([arms], guardrails) : undefined;
      if (own) setBack(segment, own);
      const whole = verdictOn([...period.arms.values()], guardrails);
      if (whole && period === now) begin(periodOf('rolled-back', 0), whole);
    };
  }

  async function compared(query: Query): Promise<Answer> {
    if (held.has(query.segment) || comparisons.underWay >= shadow.maxInFlight) return incumbent(query, 'v1');
    const { areInUse } = armsOf(query.segment);
    comparisons.underWay += 1;
    const theirs = candidate(query).finally(() => (comparisons.underWay -= 1));
    const ours = incumbent(query, 'v1');
    void Promise.all([ours, theirs])
      .then(
        ([{ label }, other]) => {
          if (!areInUse()) return;
          comparisons.all += 1;
          if (label === other) comparisons.agreed += 1;
          else options.onDrift({ queryId: query.id, segment: query.segment, v1: label, v2: other });
        },
        () => undefined, // no label of v1, so nothing to compare
      )
      .catch(() => undefined); // a listener's mistake
    return ours;
  }

  async function chosen(query: Query): Promise<Answer> {
    const count = ticket(query);
    const isTheirs = !held.has(query.segment) && fractionOf(`${salt}\u0000${query.userId}`) < now.share;
    if (isTheirs) {
      const label = await candidate(query);
      count('v2', label === undefined);
      return label === undefined ? incumbent(query, 'v2') : { label, servedBy: 'v2', assigned: 'v2' };
    }
    try {
      const answer = await incumbent(query, 'v1');
      count('v1', false);
      return answer;
    } catch (error) {
      count('v1', true);
      throw error;
    }
  }

  return {
    handle(query) {
      advance();
      return now.stage === 'shadow' ? compared(query) : chosen(query);
    },
    status() {
      advance();
      const { all: count, agreed } = comparisons;
      return { stage: now.stage, share: now.share, heldBack: [...held].sort(), compared: count, agreed };
    },
    rollback() {
      if (now.stage !== 'rolled-back') begin(periodOf('rolled-back', 0), 'manual');
    },
    holdBack(segment) {
      if (!held.has(segment)) setBack(segment, 'manual');
    },
    release(segment) {
      if (held.delete(segment)) publish('manual');
    },
  };
}
