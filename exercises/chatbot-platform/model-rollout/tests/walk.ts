/** Random traffic beside a plain calculation of what the guardrails have to say about it. */
import assert from 'node:assert/strict';
import { clock, trace } from '#testkit';
import type { Guardrails, Version } from '#attempt/types.ts';
import { minute, Trial, type Behaviour } from './trial.ts';

export const guardrails: Guardrails = {
  windowMs: 10 * minute,
  minimum: 20,
  errorPoints: 0.1,
  latencyRatio: 1.5,
};

interface Sample {
  readonly version: Version;
  readonly isError: boolean;
  readonly ms: number;
  readonly at: number;
}

interface Judgement {
  /** `unclear`: a request is exactly as old as the window, or the latencies are on the line but for rounding. */
  readonly verdict: 'errors' | 'latency' | 'unclear' | undefined;
  /** What the window holds of each version. */
  readonly window: string;
}

function judge(samples: readonly Sample[], rails: Guardrails): Judgement {
  const now = clock.elapsed();
  const of = (version: Version): Sample[] =>
    samples.filter(sample => sample.version === version && now - sample.at < rails.windowMs);
  const [v1, v2] = [of('v1'), of('v2')];
  const failed = (list: readonly Sample[]): number => list.filter(({ isError }) => isError).length;
  const rate = (list: readonly Sample[]): number => failed(list) / list.length;
  const p95 = (list: readonly Sample[]): number =>
    list.map(({ ms }) => ms).sort((a, b) => a - b)[Math.ceil(0.95 * list.length) - 1] ?? NaN;
  const told = (version: Version, list: readonly Sample[]): string =>
    `${list.length} of ${version} (${failed(list)} failed${list.length === 0 ? '' : `, p95 ${p95(list)} ms`})`;
  const window = `${told('v1', v1)} and ${told('v2', v2)}`;
  if (samples.some(({ at }) => now - at === rails.windowMs)) return { verdict: 'unclear', window };
  if (v1.length < rails.minimum || v2.length < rails.minimum) return { verdict: undefined, window };
  const [errors, slower] = [rate(v2) - rate(v1) - rails.errorPoints, p95(v2) - rails.latencyRatio * p95(v1)];
  trace.point('errors v2 − v1', rate(v2) - rate(v1));
  trace.point('p95 v1', p95(v1));
  trace.point('p95 v2', p95(v2));
  if (errors > 1e-9) return { verdict: 'errors', window };
  if (Math.abs(slower) < 1e-9) return { verdict: 'unclear', window };
  return { verdict: slower > 0 ? 'latency' : undefined, window };
}

/** Random traffic, one request at a time, and after each what has to be. */
export async function walk(
  rails: Guardrails,
  draw: (version: Version) => Behaviour,
  pauseMs: () => number,
  limit: number,
): Promise<void> {
  const trial = await new Trial({ guardrails: rails }).toCanary();
  trace.limit('errors v2 − v1', rails.errorPoints);
  const samples: Sample[] = [];
  for (let asked = 1; asked <= limit; asked++) {
    let [isError, ms] = [false, 0];
    let isFallback = false;
    const behave = (version: Version) => (): Behaviour => {
      if (version === 'v1' && isFallback) return {};
      const behaviour = draw(version);
      [isError, ms] = [behaviour.fails !== undefined, behaviour.ms ?? 10];
      isFallback = version === 'v2';
      return behaviour;
    };
    trial.v1.next = behave('v1');
    trial.v2.next = behave('v2');
    const before = trial.v2.calls.length;
    await trial.try();
    const version = trial.v2.calls.length > before ? 'v2' : 'v1';
    // v2 counts when it has ended, before v1 steps in.
    const at = clock.elapsed() - (version === 'v2' && isError ? 10 : 0);
    samples.push({ version, isError, ms, at });
    const { verdict, window } = judge(samples, rails);
    if (verdict === 'unclear') return;
    assert.equal(
      trial.stage,
      verdict === undefined ? 'canary' : 'rolled-back',
      `After ${samples.length} requests in the step, with ${window} in the last ${rails.windowMs} ms, ${rails.minimum} of each needed, ${rails.errorPoints * 100} points and ${rails.latencyRatio} times as long allowed, the stage should be`,
    );
    if (verdict !== undefined) {
      trial.expectReason(verdict, 'When a guardrail broke');
      return;
    }
    await clock.advance(pauseMs());
  }
}
