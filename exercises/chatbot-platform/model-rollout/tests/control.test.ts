import assert from 'node:assert/strict';
import { clock, harden, random } from '#testkit';
import type { Change } from '#attempt/types.ts';
import { minute, noGuardrails as never, second, Trial } from './trial.ts';

const broken = new Error('500');

describe('From step to step', () => {
  it('R12 goes on when a step has lasted long enough, with enough requests of v2', async () => {
    const steps = [0.2, 0.4, 0.6].map(share => ({ share, forMs: 10 * minute, minimum: 6 }));
    const trial = await new Trial({ steps, guardrails: never }).toCanary();
    for (const [i, share] of [0.2, 0.4, 0.6].entries()) {
      trial.expectStage('canary', share, `In step ${i + 1}`);
      await trial.feed({ v1: 5, v2: 5 });
      await clock.advance(20 * minute);
      trial.expectStage(
        'canary',
        share,
        `After 20 minutes of step ${i + 1}, with five requests of v2 and six needed,`,
      );
      await trial.feed({ v1: 0, v2: 1 });
      const next = [0.4, 0.6, 1][i]!;
      trial.expectStage(next === 1 ? 'done' : 'canary', next, `With the sixth request of step ${i + 1}`);
    }
    assert.deepEqual(
      trial.changes.map(({ share, reason }) => [share, reason] as const),
      [0.2, 0.4, 0.6, 1].map(share => [share, 'advanced'] as const),
      'The changes that were told:',
    );
  });

  it('R12 measures a step from its own beginning, and waits for its time', async () => {
    const forMs = random.int(2, 30) * minute;
    const steps = [0.3, 0.6].map(share => ({ share, forMs, minimum: 0 }));
    const trial = await new Trial({ steps, guardrails: never }).toCanary();
    for (const [share, next] of [
      [0.3, 0.6],
      [0.6, 1],
    ] as const) {
      await clock.advance(forMs - 1);
      trial.expectStage('canary', share, `1 ms before the end of a step of ${forMs} ms`);
      await clock.advance(1);
      trial.expectStage(next === 1 ? 'done' : 'canary', next, `After a step of ${forMs} ms`);
    }
  });

  it('R12 takes one step at a time, after a quiet night too', async () => {
    const steps = [0.1, 0.2, 0.3].map(share => ({ share, forMs: minute, minimum: 0 }));
    const trial = await new Trial({ steps, guardrails: never }).toCanary();
    await clock.advance(600 * minute);
    trial.expectStage('canary', 0.2, 'When nobody looked for ten hours, the next look');
    await clock.advance(minute - 1);
    trial.expectStage('canary', 0.2, 'Nearly a minute after that');
    await clock.advance(1);
    await trial.ask();
    trial.expectStage('canary', 0.3, 'A minute after that');
  });

  it('R12 needs no timer for it, and the wall clock does not matter', async () => {
    const steps = [{ share: 0.5, forMs: 10 * minute, minimum: 0 }];
    const trial = await new Trial({ steps, guardrails: never }).toCanary();
    assert.equal(clock.pending(), 0, 'With nothing under way so many timers should be left:');
    clock.jumpWallClock(60 * minute);
    trial.expectStage('canary', 0.5, 'When somebody has set the clock forward by an hour');
    await clock.advance(5 * minute);
    clock.jumpWallClock(-120 * minute);
    await clock.advance(5 * minute);
    trial.expectStage('done', 1, 'After ten minutes, with the clock an hour behind,');
  });

  it('R12 counts the requests of v2 in this step that have ended, failed ones too', async () => {
    const steps = [{ share: 0.5, forMs: 0, minimum: 8 }];
    const trial = await new Trial({ steps, guardrails: never }).toCanary();
    trial.v2.next = () => ({ fails: broken, ms: 400 });
    const asked: Promise<unknown>[] = [];
    const { v2 } = await trial.users();
    for (let i = 0; i < 8; i++) {
      asked.push(trial.rollout.handle(harden(trial.query({ userId: random.pick(v2) }))));
      await clock.settle();
    }
    trial.expectStage('canary', 0.5, 'With eight requests of v2 under way');
    await clock.until(Promise.all(asked));
    trial.expectStage('done', 1, 'With eight requests of v2 that have failed, and no guardrail,');
    const held = await new Trial({ steps, guardrails: { ...never, windowMs: minute } }).toCanary();
    await held.feed({ v1: 0, v2: 5 }, { segment: 'es' });
    held.rollout.holdBack('es');
    await held.feed({ v1: 0, v2: 2 });
    held.expectStage('canary', 0.5, 'With five Spanish and two English requests of v2, and eight needed,');
    await held.feed({ v1: 0, v2: 1 });
    held.expectStage('done', 1, 'With a third English one, although Spanish is held back by now,');
  });
});

describe('By hand', () => {
  it('R14 takes v2 away from everybody in every stage', async () => {
    for (const stage of ['shadow', 'canary', 'done'] as const) {
      const trial = new Trial({ guardrails: never, steps: [{ share: 0.5, forMs: minute, minimum: 0 }] });
      if (stage !== 'shadow') await trial.toCanary();
      if (stage === 'done') await clock.advance(minute);
      assert.equal(trial.stage, stage, 'The stage before');
      trial.rollout.rollback();
      trial.expectStage('rolled-back', 0, `After a rollback in the stage ${stage}`);
      trial.expectReason('manual', 'After a rollback by hand');
      const [told, asked] = [trial.changes.length, trial.v2.calls.length];
      trial.rollout.rollback();
      for (let i = 0; i < 20; i++)
        assert.equal((await trial.ask()).servedBy, 'v1', 'Everybody is answered by');
      await clock.advance(100 * minute);
      trial.expectStage('rolled-back', 0, 'Much later');
      assert.deepEqual(
        [trial.changes.length, trial.v2.calls.length],
        [told, asked],
        'Changes told, and calls of v2:',
      );
    }
  });

  it('R14 does not compare what is under way at a rollback, or when its segment is held back', async () => {
    const trial = new Trial();
    trial.v2.next = () => ({ label: 'spam', ms: 300 });
    await trial.ask();
    trial.rollout.rollback();
    await clock.advance(second);
    assert.deepEqual(trial.drifts, [], 'After the rollback there should be no more comparisons:');
    assert.equal(trial.rollout.status().compared, 0, 'Comparisons:');
    const held = new Trial();
    await held.ask({ segment: 'es' });
    await clock.advance(second);
    held.v2.next = () => ({ label: 'spam', ms: 300 });
    for (const segment of ['es', 'en', 'es']) await held.ask({ segment });
    held.rollout.holdBack('es');
    if (random.chance(0.5)) held.rollout.release('es');
    await clock.advance(second);
    assert.deepEqual(
      held.drifts.map(({ segment }) => segment),
      ['en'],
      'Of comparisons under way when Spanish was held back, those told are',
    );
    const { compared, agreed } = held.rollout.status();
    assert.deepEqual(
      [compared, agreed],
      [2, 1],
      'With a Spanish one made before, comparisons and agreed are',
    );
  });

  it('R14 holds a segment back, and gives it back', async () => {
    const trial = await new Trial({ guardrails: never, segments: ['fr'] }).toCanary();
    const users = Array.from({ length: 30 }, (_, i) => `user-${i}`);
    const arms = async (segment: string): Promise<string[]> => {
      const list = [];
      for (const userId of users) list.push((await trial.ask({ userId, segment })).assigned);
      return list;
    };
    const before = await arms('es');
    trial.rollout.holdBack('es');
    trial.rollout.holdBack('de');
    trial.rollout.holdBack('es');
    assert.deepEqual(trial.rollout.status().heldBack, ['de', 'es'], 'Held back, in the order of `sort()`:');
    assert.deepEqual(
      await arms('es'),
      users.map(() => 'v1'),
      'Spanish queries have, while they are held back,',
    );
    assert.deepEqual(await arms('en'), before, 'English ones have what they had:');
    trial.rollout.release('es');
    trial.rollout.release('es');
    trial.rollout.release('it');
    assert.deepEqual(await arms('es'), before, 'After the release everybody has what they had:');
    assert.deepEqual(
      trial.changes.slice(1).map(({ heldBack, reason }) => [heldBack.join(' '), reason] as const),
      [
        ['es', 'manual'],
        ['de es', 'manual'],
        ['de', 'manual'],
      ],
      'The changes that were told:',
    );
  });

  it('R14 keeps a segment back when v2 has all the others, and does not ask v2 in the shadow', async () => {
    const trial = new Trial({ guardrails: never, steps: [{ share: 0.5, forMs: minute, minimum: 0 }] });
    trial.rollout.holdBack('es');
    for (let i = 0; i < 8; i++) await trial.ask({ segment: 'es' });
    assert.equal(
      trial.v2.calls.length,
      0,
      'For a segment that is held back, v2 was asked in the shadow so often:',
    );
    await trial.toCanary();
    await clock.advance(minute);
    trial.expectStage('done', 1, 'In the end');
    assert.deepEqual(trial.rollout.status().heldBack, ['es'], 'Still held back are');
    assert.equal((await trial.ask({ segment: 'es' })).servedBy, 'v1', 'A Spanish query is answered by');
    assert.equal((await trial.ask()).servedBy, 'v2', 'An English query is answered by');
  });

  it('R14 forgets what was counted of a segment before its release', async () => {
    const guardrails = { windowMs: 60 * minute, minimum: 20, errorPoints: 0.1, latencyRatio: 1.5 };
    for (const segments of [['es'], []]) {
      const trial = await new Trial({ guardrails, segments }).toCanary();
      const when = `After a release, and failures of a segment that is ${segments.length > 0 ? '' : 'not '}listed from before it only,`;
      trial.v2.next = () => ({ fails: broken });
      const flying: Promise<unknown>[] = [];
      await trial.feed({ v1: 0, v2: 15 }, { segment: 'es' });
      trial.v2.next = () => ({ fails: broken, ms: 450 });
      const { v2 } = await trial.users();
      for (let i = 0; i < 20; i++) {
        const query = trial.query({ userId: random.pick(v2), segment: 'es' });
        flying.push(trial.rollout.handle(harden(query)));
      }
      await clock.settle();
      trial.rollout.holdBack('es');
      trial.rollout.release('es');
      trial.v2.next = () => ({});
      await clock.until(Promise.all(flying));
      await trial.feed({ v1: 25, v2: 25 }, { segment: 'es' });
      assert.deepEqual(trial.rollout.status().heldBack, [], when);
      trial.expectStage('canary', 0.5, when);
      if (segments.length === 0) continue;
      trial.v2.next = () => ({ fails: broken });
      await trial.feed({ v1: 0, v2: 30 }, { segment: 'es' });
      assert.deepEqual(
        trial.rollout.status().heldBack,
        ['es'],
        'When it fails again after its release, held back are',
      );
    }
  });
});

describe('What others see', () => {
  it('R15 gives copies, and tells a change with its moment', async () => {
    const trial = await new Trial({ guardrails: never }).toCanary();
    const before = trial.rollout.status();
    await clock.advance(random.int(1, 900));
    trial.rollout.holdBack('es');
    trial.rollout.rollback();
    assert.deepEqual(
      before,
      { stage: 'canary', share: 0.5, heldBack: [], compared: 5, agreed: 5 },
      'A status from before should not change:',
    );
    const expected: Change[] = [
      { stage: 'canary', share: 0.5, heldBack: ['es'], reason: 'manual', at: clock.elapsed() },
      { stage: 'rolled-back', share: 0, heldBack: ['es'], reason: 'manual', at: clock.elapsed() },
    ];
    assert.deepEqual(trial.changes.slice(1), expected, 'The changes that were told:');
  });

  it('R15 keeps the mistakes of listeners away from users', async () => {
    let told = 0;
    const mistaken = harden(() => {
      told += 1;
      throw new Error('A bug in the dashboard');
    });
    const trial = new Trial({}, { onDrift: mistaken, onChange: mistaken });
    trial.v2.next = () => ({ label: 'spam' });
    assert.equal((await trial.ask()).label, 'billing', 'With a drift log that throws, the user gets');
    await clock.advance(second);
    assert.equal(told, 1, 'The drift log should have been told so often:');
    assert.equal(trial.rollout.status().compared, 1, 'The comparison should count all the same:');
    trial.v2.next = () => ({});
    for (let i = 0; i < 9; i++) await trial.ask();
    await clock.advance(minute);
    trial.expectStage('canary', 0.5, 'With a listener that throws');
    trial.v2.next = () => ({ fails: broken });
    for (let i = 0; i < 300 && trial.stage === 'canary'; i++)
      assert.equal((await trial.ask()).label, 'billing', 'The user gets');
    trial.expectStage('rolled-back', 0, 'With a listener that throws');
    assert.equal(told, 3, 'The listeners should have been told so often:');
  });
});
