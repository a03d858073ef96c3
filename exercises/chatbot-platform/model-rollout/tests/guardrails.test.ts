import assert from 'node:assert/strict';
import { clock, harden, latency, random, trace } from '#testkit';
import { everyNth, minute, ofItsOwn, second, some, Trial } from './trial.ts';
import { guardrails, walk } from './walk.ts';

const broken = new Error('500');

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
    trial.v1.next = ofItsOwn(trial, everyNth(10, broken));
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
    // Of the second kind each is above its line for a computer that does not allow for rounding.
    const rounded = random.pick([
      { points: 5, of: 20, v1: 7, v2: 8 },
      { points: 10, of: 20, v1: 6, v2: 8 },
      { points: 20, of: 25, v1: 12, v2: 17 },
    ]);
    for (const { points, of, v1, v2 } of [{ points: 25, of: 20, v1: 0, v2: 5 }, rounded]) {
      const rails = { ...guardrails, minimum: of, errorPoints: points / 100 };
      const trial = await new Trial({ guardrails: rails }).toCanary();
      trial.v1.next = ofItsOwn(trial, some(v1, of, { fails: broken }));
      trial.v2.next = some(v2, of, { fails: broken });
      await trial.feed({ v1: of, v2: of });
      const when = `With ${v1} of ${of} failed in v1, ${points} points allowed, and in v2`;
      trial.expectStage('canary', 0.5, `${when} ${v2} of ${of},`);
      trial.v2.next = () => ({ fails: broken });
      await trial.feed({ v1: 0, v2: 1 });
      trial.expectStage('rolled-back', 0, `${when} ${v2 + 1} of ${of + 1},`);
    }
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
    trial.v1.next = ofItsOwn(trial, everyNth(3, broken));
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

  it('R9 takes the nearest rank: of 20 the 19th, and of 31 the 30th', async () => {
    for (const of of [20, random.int(31, 39)])
      for (const [slow, stage] of [
        [1, 'canary'],
        [2, 'rolled-back'],
      ] as const) {
        const trial = await new Trial({ guardrails: { ...guardrails, minimum: of } }).toCanary();
        trial.v2.next = some(slow, of, { ms: 400 });
        await trial.feed({ v1: of, v2: of });
        assert.equal(
          trial.stage,
          stage,
          `With ${of} requests of v2, ${slow} of which took 400 ms and the others 10 like all of v1, the percentile is at place ${of - 1}, and the stage is`,
        );
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
    const trial = await new Trial({ guardrails, timeoutMs: 5_000 }).toCanary();
    const { v2 } = await trial.users();
    const under = Array.from({ length: 30 }, () => trial.query({ userId: random.pick(v2) }));
    const failing = new Set(under.filter((_, i) => i % 3 === 0).map(({ id }) => id));
    trial.v2.next = ({ id }) => ({ ms: 3_000, ...(failing.has(id) ? { fails: broken } : { label: 'late' }) });
    const flying = under.map(query => trial.rollout.handle(harden(query)));
    await clock.settle();
    trial.v2.next = () => ({ fails: broken, ms: 1 });
    await trial.feed();
    trial.expectReason('errors', 'With every call of v2 failing');
    const asked = trial.v2.calls.length;
    const answers = await clock.until(Promise.all(flying));
    assert.deepEqual(
      answers,
      under.map(({ id }) =>
        failing.has(id)
          ? { label: 'billing', servedBy: 'v1', assigned: 'v2' }
          : { label: 'late', servedBy: 'v2', assigned: 'v2' },
      ),
      'What was under way in v2’s arm at the rollback should be answered as if nothing had happened, v1 stepping in for every third:',
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
