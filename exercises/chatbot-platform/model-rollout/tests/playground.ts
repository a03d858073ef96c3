import { createRollout } from '#attempt/rollout.ts';
import type { Change, Model, Query, Rollout, Status, Version } from '#attempt/types.ts';
import { clock, harden, keys, latency, play, random, trace, traffic } from '#testkit';
import { minute, second } from './trial.ts';

interface Settings {
  /** Questions a second. */
  readonly rate: number;
  /** Per cent of the questions that v2 gives another label than v1. */
  readonly others: number;
  /** Per cent of v2's calls. */
  readonly failures: number;
  /** Per cent of all questions. */
  readonly spanish: number;
  /** Per cent of v2's calls for Spanish questions. */
  readonly spanishFailures: number;
  /** Median of v2, in milliseconds. */
  readonly latency: number;
  /** Minutes: before that v2 is as good as v1. */
  readonly from: number;
  /** Guardrail, in percentage points. */
  readonly points: number;
  /** Guardrail: requests in each arm. */
  readonly minimum: number;
}

/** A question and how either version would fare with it, decided before anybody is asked: every design meets the same. */
interface Case {
  readonly query: Query;
  readonly v1: { readonly ms: number; readonly fails: boolean };
  readonly v2: { readonly ms: number; readonly fails: boolean; readonly label: string };
}

/** A canary request, as its arm is judged by it. */
interface Sample {
  readonly version: Version;
  readonly segment: string;
  /** The share of the step in which it began and ended. */
  readonly share: number;
  readonly isError: boolean;
  readonly ms: number;
  readonly at: number;
}

const forMs = 10 * minute;
const timeoutMs = 800;
const usual = { failures: 0.01, median: 50, spread: 2 };
const shadow = { forMs: minute, minimum: 30, agreement: 0.8, maxInFlight: 50 };
const steps = [0.1, 0.25, 0.5].map(share => ({ share, forMs: 2 * minute, minimum: 15 }));
const [windowMs, latencyRatio] = [2 * minute, 1.5];
const drawnEveryMs = 5 * second;
const broken = new Error('500');

/** Ten minutes on one server: a minute of shadow, three steps of two minutes, and v2 for everybody, if it comes to that. */
export async function playground(settings: Settings): Promise<void> {
  const { rate, points, minimum } = settings;
  const arrivals = traffic.poisson({ perSecond: rate, forMs, keys: keys.uniform(2_000) });
  const cases = casesOf(settings, arrivals);
  const byId = new Map(cases.map(one => [one.query.id, one]));
  const askedOfV2 = new Set<string>();
  const modelOf =
    (version: Version): Model =>
    async ({ id }) => {
      if (version === 'v2') askedOfV2.add(id);
      const { v1, v2 } = byId.get(id) ?? unknown(id);
      const { ms, fails } = version === 'v1' ? v1 : v2;
      await clock.sleep(ms);
      if (fails) throw broken;
      return version === 'v1' ? 'billing' : v2.label;
    };
  const changes: Change[] = [];
  const rollout = createRollout(
    harden({
      ...{ v1: modelOf('v1'), v2: modelOf('v2'), timeoutMs, salt: 'playground', shadow, steps },
      guardrails: { windowMs, minimum, errorPoints: points / 100, latencyRatio },
      segments: ['es'],
      onDrift: () => undefined,
      onChange: (change: Change) => {
        changes.push({ ...change, heldBack: [...change.heldBack], at: clock.elapsed() });
        trace.mark('changes', change.reason, change.reason === 'advanced' ? 'good' : 'bad');
      },
    }),
  );

  const samples: Sample[] = [];
  const stop = draw(rollout, samples, settings);
  let [next, byV2, steppedIn] = [0, 0, 0];
  const played = await play(
    arrivals,
    async () => {
      const { query, v1, v2 } = cases[next++] ?? unknown('');
      const { stage, share } = rollout.status();
      const sample = (version: Version, isError: boolean): void => {
        if (stage !== 'canary' || rollout.status().share !== share) return;
        const ms = version === 'v1' ? v1.ms : Math.min(v2.ms, timeoutMs);
        samples.push({ version, segment: query.segment, share, isError, ms, at: clock.elapsed() });
      };
      try {
        const { assigned, servedBy } = await rollout.handle(harden(query));
        if (servedBy === 'v2') byV2++;
        if (assigned === 'v2' && servedBy === 'v1') {
          steppedIn++;
          trace.count('v1 stepped in for v2');
        }
        sample(assigned, assigned !== servedBy);
        return true;
      } catch (error) {
        if (error !== broken) throw error;
        sample(askedOfV2.has(query.id) ? 'v2' : 'v1', true);
        return false;
      }
    },
    { draw: false },
  );
  stop();
  const failed = played.outcomes.find(({ verdict }) => verdict === 'failed');
  if (failed && played.count('failed') === played.count()) throw failed.error;

  sumUp(rollout.status(), changes);
  trace.reading('answered by v2', (100 * byV2) / Math.max(1, played.count()), { unit: '%' });
  trace.reading('v1 stepped in', steppedIn, {
    unit: 'questions',
    note: steppedIn > 0 ? 'Their users were answered, after v2 had failed or was given up.' : '',
  });
  if (failed)
    trace.reading('failed', played.count('failed'), {
      unit: 'questions',
      tone: 'bad',
      note: 'handle() rejected with another error than that of v1.',
    });
}

function casesOf(
  settings: Settings,
  arrivals: readonly { readonly at: number; readonly key: string }[],
): Case[] {
  const takes = (median: number): (() => number) => latency.logNormal({ median, p99: usual.spread * median });
  const [asUsual, asTold] = [takes(usual.median), takes(settings.latency)];
  return arrivals.map(({ at, key }, index) => {
    const isSpanish = random.chance(settings.spanish / 100);
    const isWorse = at >= settings.from * minute;
    const share = (isSpanish ? settings.spanishFailures : settings.failures) / 100;
    const [usualMs, toldMs, luck] = [asUsual(), asTold(), random.next()];
    const segment = isSpanish ? 'es' : 'en';
    return {
      query: {
        id: `q${index}`,
        userId: key,
        segment,
        text: isSpanish ? '¿Dónde está mi pedido?' : 'Where is my order?',
      },
      v1: { ms: asUsual(), fails: random.chance(usual.failures) },
      v2: {
        ms: isWorse ? toldMs : usualMs,
        fails: luck < (isWorse ? share : usual.failures),
        label: random.chance(settings.others / 100) ? 'orders' : 'billing',
      },
    };
  });
}

function sumUp({ stage, share, compared, agreed }: Status, changes: readonly Change[]): void {
  const last = changes.at(-1);
  const notes = {
    shadow: 'Too few comparisons for the first step.',
    canary: 'Too few questions of v2 for the next step.',
    done: 'v2 has everybody.',
    'rolled-back': `Rolled back, for ${last?.reason ?? 'no reason'}, and for good.`,
  };
  trace.reading('share of v2 at the end', 100 * share, { unit: '%', note: notes[stage] });
  const reached = Math.max(0, ...changes.map(change => change.share));
  if (stage === 'rolled-back') {
    trace.reading('share that it had reached', 100 * reached, { unit: '%' });
    if (last) trace.reading('rolled back after', last.at, { unit: 'ms' });
  }
  const held = changes.find(({ heldBack }) => heldBack.includes('es'));
  if (held) trace.reading('Spanish held back after', held.at, { unit: 'ms' });
  if (compared > 0)
    trace.reading('comparisons that agree', (100 * agreed) / compared, {
      unit: '%',
      note: `Of ${compared}; fewer than 80 % end the rollout.`,
    });
}

function unknown(id: string): never {
  throw new Error(`nobody asked ${id}`);
}

/** How it stands, and what the guardrails see of it. */
function draw(rollout: Rollout, samples: readonly Sample[], { points, minimum }: Settings): () => void {
  const [errors, times] = ['errors v2 − v1 (points)', 'p95 v2 ÷ p95 v1'];
  trace.limit(errors, points);
  trace.limit(times, latencyRatio);
  let before = '';
  const look = (): void => {
    const { stage, share, heldBack } = rollout.status();
    if (stage !== before) trace.state('stage', stage);
    before = stage;
    if (stage !== 'canary') return;
    const since = clock.elapsed() - windowMs;
    const of = (version: Version): Sample[] =>
      samples.filter(
        sample =>
          sample.at > since &&
          sample.share === share &&
          sample.version === version &&
          !heldBack.includes(sample.segment),
      );
    const [v1, v2] = [of('v1'), of('v2')];
    if (Math.min(v1.length, v2.length) < minimum) return;
    trace.point(errors, 100 * (errorRate(v2) - errorRate(v1)));
    trace.point(times, p95(v2) / p95(v1));
  };
  const stops = [
    trace.gauge('share of v2 (%)', second, () => 100 * rollout.status().share),
    clock.every(drawnEveryMs, look),
  ];
  return () => stops.forEach(stop => stop());
}

const errorRate = (samples: readonly Sample[]): number =>
  samples.filter(({ isError }) => isError).length / Math.max(1, samples.length);

/** By nearest rank, as the guardrail. */
function p95(samples: readonly Sample[]): number {
  const sorted = samples.map(({ ms }) => ms).toSorted((a, b) => a - b);
  return sorted[Math.ceil(0.95 * sorted.length) - 1] ?? 1;
}
