import assert from 'node:assert/strict';
import { clock, harden, latency, random, trace } from '#testkit';
import type { Guardrails, Version } from '#attempt/types.ts';
import { everyNth, minute, ownEveryNth, second, Trial, type Behaviour } from './trial.ts';

const guardrails: Guardrails = { windowMs: 10 * minute, minimum: 20, errorPoints: 0.1, latencyRatio: 1.5 };
const broken = new Error('500');

interface Sample {
  readonly version: Version;
  readonly isError: boolean;
  readonly ms: number;
  readonly at: number;
}

/** What the guardrails say about these requests, or `unclear` if it is a matter of rounding. */
function judge(samples: readonly Sample[], rails: Guardrails): 'errors' | 'latency' | 'unclear' | undefined {
  const now = clock.elapsed();
  if (samples.some(({ at }) => now - at === rails.windowMs)) return 'unclear';
  const of = (version: Version): Sample[] =>
    samples.filter(sample => sample.version === version && now - sample.at < rails.windowMs);
  const [v1, v2] = [of('v1'), of('v2')];
  if (v1.length < rails.minimum || v2.length < rails.minimum) return undefined;
  const rate = (list: readonly Sample[]): number =>
    list.filter(({ isError }) => isError).length / list.length;
  const p95 = (list: readonly Sample[]): number =>
    list.map(({ ms }) => ms).sort((a, b) => a - b)[Math.ceil(0.95 * list.length) - 1]!;
  const [errors, slower] = [rate(v2) - rate(v1) - rails.errorPoints, p95(v2) - rails.latencyRatio * p95(v1)];
  trace.point('errors v2 − v1', rate(v2) - rate(v1));
  trace.point('p95 v1', p95(v1));
  trace.point('p95 v2', p95(v2));
  if (Math.abs(errors) < 1e-9 || Math.abs(slower) < 1e-9) return 'unclear';
  return errors > 0 ? 'errors' : slower > 0 ? 'latency' : undefined;
}

/** Random traffic, one request at a time, and after each what has to be. */
async function walk(
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
    const verdict = judge(samples, rails);
    if (verdict === 'unclear') return;
    assert.equal(
      trial.stage,
      verdict === undefined ? 'canary' : 'rolled-back',
      `After ${samples.length} requests in the step, ${verdict === undefined ? 'within the guardrails' : `with ${verdict} beyond the guardrail`}, the stage should be`,
    );
    if (verdict !== undefined) {
      trial.expectReason(verdict, 'When a guardrail broke');
      return;
    }
    await clock.advance(pauseMs());
  }
}

describe('Guardrails', () => {
  it('R8 rolls back when v2 fails more often than v1 by more than so many points', async () => {
    for (const errorPoints of [0.05, 0.1, 0.2]) {
      const [first, second1] = [random.pick([0, 0.1, 0.4]), random.pick([0.1, 0.3, 0.6])];
      await walk(
        { ...guardrails, errorPoints },
        version => (random.chance(version === 'v1' ? first : second1) ? { fails: broken } : {}),
        () => random.int(0, 100),
        80,
      );
    }
  });

  it('R8 means percentage points, not per cent of the rate that v1 has', async () => {
    const trial = await new Trial({ guardrails: { ...guardrails, minimum: 30 } }).toCanary();
    trial.v1.next = ownEveryNth(trial, 10, broken);
    trial.v2.next = everyNth(6, broken);
    await trial.feed({ v1: 40, v2: 40 });
    trial.expectStage('canary', 0.5, 'With 10 % errors of v1, 17 % of v2 and 10 points allowed,');
    const bad = await new Trial({ guardrails: { ...guardrails, minimum: 30 } }).toCanary();
    bad.v2.next = everyNth(6, broken);
    await bad.feed({ v1: 30, v2: 30 });
    bad.expectStage('rolled-back', 0, 'With no errors of v1, 17 % of v2 and 10 points allowed,');
    bad.expectReason('errors', 'With no errors of v1 and 17 % of v2');
  });

  it('R8 lets v2 fail more often by exactly so many points', async () => {
    const trial = await new Trial({ guardrails: { ...guardrails, errorPoints: 0.25 } }).toCanary();
    trial.v2.next = everyNth(4, broken);
    await trial.feed({ v1: 20, v2: 20 });
    trial.expectStage('canary', 0.5, 'With five errors of 20 in v2, none in v1 and 25 points allowed,');
    trial.v2.next = () => ({ fails: broken });
    await trial.feed({ v1: 0, v2: 1 });
    trial.expectStage('rolled-back', 0, 'With six errors of 21 in v2, none in v1 and 25 points allowed,');
  });

  it('R8 counts a failure of v2 although its user got an answer, and a time-out like any other', async () => {
    for (const behaviour of [{ fails: broken }, { hangs: true }]) {
      const trial = await new Trial({ guardrails: { ...guardrails, latencyRatio: 1_000 } }).toCanary();
      let count = 0;
      trial.v2.next = () => (++count % 4 === 0 ? behaviour : {});
      await trial.feed();
      trial.expectStage('rolled-back', 0, 'With every fourth call of v2 failing, and v1 stepping in,');
      trial.expectReason('errors', 'With every fourth call of v2 failing');
    }
  });

  it('R8 does not blame v2 for what both suffer', async () => {
    const trial = await new Trial({ guardrails }).toCanary();
    trial.v1.next = ownEveryNth(trial, 3, broken);
    trial.v2.next = everyNth(3, broken);
    const { v2 } = await trial.feed({ v1: 40, v2: 40 });
    assert.ok(v2 >= 40, 'With one in three failing in both arms the rollout goes on');
    trial.expectStage('canary', 0.5, 'With one in three failing in both arms,');
  });

  it('R9 rolls back when the 95th percentile of v2 is too far above that of v1', async () => {
    for (let round = 0; round < 3; round++) {
      const usual = latency.uniform(20, 60);
      const tail = random.pick([0.02, 0.1, 0.3]);
      await walk(
        { ...guardrails, minimum: random.int(18, 42), errorPoints: 1 },
        version => {
          const isSlow = version === 'v2' && random.chance(tail);
          const ms = Math.round(isSlow ? 100 + usual() : usual());
          return random.chance(0.2) ? { ms, fails: broken } : { ms };
        },
        () => random.int(0, 100),
        90,
      );
    }
  });

  it('R9 lets v2 take exactly so many times as long', async () => {
    for (const [ms, stage] of [
      [30, 'canary'],
      [31, 'rolled-back'],
    ] as const) {
      const trial = await new Trial({ guardrails }).toCanary();
      trial.v1.next = () => ({ ms: 20 });
      trial.v2.next = () => ({ ms });
      await trial.feed();
      assert.equal(trial.stage, stage, `With ${ms} ms of v2, 20 of v1 and a ratio of 1.5, the stage is`);
    }
  });

  it('R9 looks at the tail, not at the mean', async () => {
    // Means of 35 and 30 ms, percentiles of 40 and 180.
    const trial = await new Trial({ guardrails: { ...guardrails, minimum: 40 } }).toCanary();
    trial.v1.next = () => ({ ms: random.int(30, 40) });
    let count = 0;
    trial.v2.next = () => ({ ms: ++count % 10 === 0 ? 180 : 14 });
    await trial.feed({ v1: 50, v2: 50 });
    trial.expectStage('rolled-back', 0, 'With one in ten calls of v2 taking 180 ms, and v1 40 ms at most,');
    trial.expectReason('latency', 'With a slow tail');
    // A single outlier is no tail; the mean would be 190 ms against 20.
    const fine = await new Trial({ guardrails: { ...guardrails, minimum: 40 }, timeoutMs: 9_000 }).toCanary();
    fine.v1.next = () => ({ ms: 20 });
    let calls = 0;
    fine.v2.next = () => ({ ms: ++calls === 30 ? 8_000 : 20 });
    await fine.feed({ v1: 45, v2: 45 });
    fine.expectStage('canary', 0.5, 'With one call of v2 in 45 taking 8 s,');
  });

  it('R10 decides nothing below the minimum of either arm', async () => {
    for (const few of ['v1', 'v2'] as const) {
      const share = few === 'v2' ? 0.1 : 0.9;
      const steps = [{ share, forMs: 60 * minute, minimum: 1_000 }];
      const trial = await new Trial({ guardrails, steps }).toCanary();
      trial.v2.next = () => ({ fails: broken });
      const seen = await trial.feed({ v1: 45, v2: 45, [few]: 19 });
      trial.expectStage(
        'canary',
        share,
        `With ${seen.v1} requests of v1 and ${seen.v2} of v2, 20 being the minimum,`,
      );
      await trial.feed({ v1: 0, v2: 0, [few]: 1 });
      trial.expectStage('rolled-back', 0, `With 20 requests of ${few}, and enough of the other,`);
    }
  });

  it('R10 looks at the last window only', async () => {
    await walk(
      { ...guardrails, windowMs: 4_999, minimum: 8, errorPoints: 0.35 },
      version =>
        version === 'v2' && Math.floor(clock.elapsed() / 3_000) % 3 === 0 && random.chance(0.6)
          ? { fails: broken }
          : {},
      () => random.int(0, 250),
      110,
    );
    const trial = await new Trial({ guardrails: { ...guardrails, windowMs: minute } }).toCanary();
    await trial.feed({ v1: 60, v2: 60 });
    await clock.advance(minute + 1);
    trial.v2.next = everyNth(3, broken);
    await trial.feed({ v1: 20, v2: 19 });
    trial.expectStage('canary', 0.5, 'With 19 requests of v2 in the last minute, 20 being the minimum,');
    await trial.feed({ v1: 0, v2: 1 });
    // Six of 20 are 30 %, and of 80 they would be 7.5 %.
    trial.expectStage(
      'rolled-back',
      0,
      'After 60 good requests of each arm a minute ago and one in three of 20 failing now,',
    );
    const over = await new Trial({ guardrails: { ...guardrails, windowMs: minute } }).toCanary();
    over.v2.next = () => ({ fails: broken });
    await over.feed({ v1: 0, v2: 12 });
    await clock.advance(minute + 1);
    over.v2.next = () => ({});
    await over.feed({ v1: 25, v2: 25 });
    over.expectStage('canary', 0.5, 'After twelve failures that are older than the window');
  });

  it('R10 leaves out what ended as long ago as the window is, and nothing younger', async () => {
    for (const [ago, stage] of [
      [minute - 1, 'rolled-back'],
      [minute, 'canary'],
    ] as const) {
      const trial = await new Trial({ guardrails: { ...guardrails, windowMs: minute } }).toCanary();
      trial.v1.next = () => ({ ms: 0 });
      trial.v2.next = () => ({ ms: 0, fails: broken });
      await trial.feed({ v1: 0, v2: 12 });
      await clock.advance(ago);
      trial.v2.next = () => ({ ms: 0 });
      await trial.feed();
      assert.equal(
        trial.stage,
        stage,
        `When twelve of v2 failed ${ago} ms ago and 20 have not, the stage is`,
      );
    }
  });

  it('R10 begins anew with each step, and leaves out what began in the one before', async () => {
    const steps = [
      { share: 0.5, forMs: minute, minimum: 5 },
      { share: 0.6, forMs: 60 * minute, minimum: 500 },
    ];
    const trial = await new Trial({ guardrails, steps, timeoutMs: 20 * minute }).toCanary();
    trial.v2.next = () => ({ fails: broken, ms: 90 * second });
    const { v2 } = await trial.users();
    const late = Array.from({ length: 20 }, () =>
      trial.rollout.handle(harden(trial.query({ userId: random.pick(v2) }))),
    );
    await clock.settle();
    trial.v2.next = () => ({});
    await trial.feed({ v1: 8, v2: 8 });
    await clock.advance(minute);
    trial.expectStage('canary', 0.6, 'After a minute');
    await trial.feed({ v1: 25, v2: 25 });
    await clock.until(Promise.all(late));
    await trial.feed({ v1: 2, v2: 2 });
    const before = await new Trial({ guardrails, steps }).toCanary();
    before.v2.next = () => ({ fails: broken });
    await before.feed({ v1: 0, v2: 12 });
    await clock.advance(minute);
    before.v2.next = () => ({});
    await before.feed({ v1: 25, v2: 25 });
    before.expectStage('canary', 0.6, 'With 12 failures in the last step, and none in this one,');
    trial.expectStage('canary', 0.6, 'When 20 requests of v2 that began in the last step have failed,');
  });

  it('R11 takes v2 from everybody at once, and for good', async () => {
    const trial = await new Trial({ guardrails }).toCanary();
    trial.v2.next = () => ({ ms: 400, label: 'late' });
    const { v2 } = await trial.users();
    const flying = Array.from({ length: 30 }, () =>
      trial.rollout.handle(harden(trial.query({ userId: random.pick(v2) }))),
    );
    await clock.settle();
    trial.v2.next = () => ({ fails: broken, ms: 1 });
    await trial.feed();
    trial.expectReason('errors', 'With every call of v2 failing');
    const asked = trial.v2.calls.length;
    const answers = await clock.until(Promise.all(flying));
    assert.ok(
      answers.some(({ label, servedBy }) => servedBy === 'v2' && label === 'late'),
      'What was under way should still be answered by v2',
    );
    trial.v2.next = () => ({});
    for (let i = 0; i < 40; i++) {
      const { servedBy, assigned } = await trial.ask();
      assert.deepEqual([servedBy, assigned], ['v1', 'v1'], 'After the rollback everybody has');
      if (i % 10 === 0) await clock.advance(60 * minute);
    }
    assert.equal(trial.v2.calls.length, asked, 'After the rollback v2 should not be asked, but was: calls');
    trial.expectStage('rolled-back', 0, 'Hours later');
    assert.equal(
      trial.changes.filter(({ stage }) => stage === 'rolled-back').length,
      1,
      'The rollback should be told so often:',
    );
  });

  it('R11 on that Tuesday: nobody notices more than the first minutes', async () => {
    const steps = [
      { share: 0.1, forMs: 30 * second, minimum: 5 },
      { share: 0.4, forMs: 10 * minute, minimum: 500 },
    ];
    const trial = await new Trial({ guardrails: { ...guardrails, windowMs: minute }, steps }).toCanary();
    let [calls, failed, late] = [0, 0, 0];
    const begin = clock.elapsed();
    trial.v2.next = () => (clock.elapsed() - begin > 42 * second && ++calls % 5 < 2 ? { fails: broken } : {});
    const [few, many] = [await trial.users(0.1), await trial.users(0.4)];
    for (let at = 0; at < 150; at++) {
      const before = trial.v2.calls.length;
      // As many of each arm as the share says, so that it is chance alone which users come.
      const [users, isSecond] =
        trial.rollout.status().share === 0.1 ? [few, at % 10 === 0] : [many, at % 5 < 2];
      const { servedBy, assigned } = await trial.ask({ userId: random.pick(users[isSecond ? 'v2' : 'v1']) });
      if (assigned !== servedBy) {
        failed += 1;
        trace.count('answered by v1 instead');
      }
      if (trial.stage === 'rolled-back' && trial.v2.calls.length > before) late += 1;
      await clock.advance(random.int(370, 410));
    }
    assert.ok(
      trial.changes.some(({ share }) => share === 0.4),
      'While v2 is fine, the share should grow to 40 %',
    );
    trial.expectStage('rolled-back', 0, 'With 40 % of the calls failing from the 42nd second on,');
    assert.ok(failed > 0 && failed < 30, `Before the rollback, ${failed} calls of v2 failed`);
    assert.ok(late <= 1, 'After the rollback v2 should not be asked');
  });
});

describe('Segments', () => {
  const segments = ['es', 'fr'];

  it('R13 holds a segment back that breaks a guardrail by itself, and goes on with the others', async () => {
    for (const reason of ['errors', 'latency'] as const) {
      const trial = await new Trial({ guardrails, segments }).toCanary();
      let count = 0;
      trial.v2.next = ({ segment }) => {
        if (segment !== 'es' || ++count % 4 !== 0) return {};
        return reason === 'errors' ? { fails: broken } : { ms: 200 };
      };
      // Five of 20 Spanish queries in trouble, and others with which all together stay within 10 % and the percentile.
      await trial.feed({ v1: 20, v2: reason === 'errors' ? 40 : 90 });
      await trial.feed({ v1: 20, v2: 20 }, { segment: 'es' });
      trial.expectReason(reason, 'With every fourth Spanish query in trouble');
      const status = trial.rollout.status();
      assert.deepEqual(
        [status.stage, status.share, status.heldBack],
        ['canary', 0.5, ['es']],
        'Stage, share, held back:',
      );
      assert.deepEqual(trial.changes.at(-1)?.heldBack, ['es'], 'The change that is told names');
      const asked = trial.v2.calls.length;
      for (const userId of (await trial.users()).v2)
        assert.equal(
          (await trial.ask({ userId, segment: 'es' })).assigned,
          'v1',
          'A Spanish query is now of the arm',
        );
      assert.equal(trial.v2.calls.length, asked, 'For Spanish queries v2 should no longer be asked: calls');
      const { v2 } = await trial.feed({ v1: 5, v2: 5 });
      assert.equal(v2, 5, 'English queries are still of both arms; of v2’s were');
    }
  });

  it('R13 judges the segment first, so that what it alone broke is no reason to stop', async () => {
    // Of 60 English and 20 Spanish requests of v2 the Spanish ones fail: a little more than all together may.
    const rails = { ...guardrails, errorPoints: 19.5 / 79.5 };
    const steps = [{ share: 0.25, forMs: 60 * minute, minimum: 1_000 }];
    const trial = await new Trial({ guardrails: rails, segments, steps }).toCanary();
    trial.v2.next = ({ segment }) => (segment === 'es' ? { fails: broken } : {});
    await trial.feed({ v1: 20, v2: 60 });
    await trial.feed({ v1: 20, v2: 0 }, { segment: 'es' });
    const { v2 } = await trial.feed({ v1: 0, v2: 20 }, { segment: 'es' });
    assert.equal(
      v2,
      20,
      'Before 20 Spanish requests of v2 have failed nothing should be decided, but so many did:',
    );
    assert.deepEqual(
      [trial.stage, trial.rollout.status().heldBack],
      ['canary', ['es']],
      'When the same request breaks the guardrail for Spanish queries and for all, stage and held back are',
    );
    await trial.feed();
    trial.expectStage('canary', 0.25, 'Without the Spanish queries and their figures,');
  });

  it('R13 leaves the figures of a segment that is held back out of everything', async () => {
    const others = await new Trial({ guardrails, segments }).toCanary();
    others.v2.next = everyNth(5, broken);
    await others.feed({ v1: 19, v2: 19 });
    others.rollout.holdBack('es');
    await others.feed({ v1: 1, v2: 1 });
    others.expectStage('rolled-back', 0, 'What was counted of the others stays counted:');
    const trial = await new Trial({ guardrails, segments }).toCanary();
    trial.rollout.holdBack('es');
    trial.v1.next = ({ segment }) => (segment === 'es' ? { fails: broken } : {});
    for (let i = 0; i < 25; i++) await trial.try({ segment: 'es' });
    trial.v2.next = everyNth(5, broken);
    await trial.feed({ v1: 25, v2: 25 });
    trial.expectStage(
      'rolled-back',
      0,
      'With 20 % errors of v2 and none of v1 among the others, whatever happens to Spanish queries,',
    );
  });

  it('R13 holds back what may be held back, and nothing else', async () => {
    const trial = await new Trial({ guardrails, segments }).toCanary();
    trial.v2.next = ({ segment }) => (segment === 'de' ? { fails: broken } : {});
    await trial.feed({ v1: 30, v2: 30 });
    await trial.feed({ v1: 20, v2: 20 }, { segment: 'de' });
    trial.expectStage(
      'rolled-back',
      0,
      'With a segment in trouble that is not among those that may be held back,',
    );
    assert.deepEqual(trial.rollout.status().heldBack, [], 'Held back are');
  });
});
