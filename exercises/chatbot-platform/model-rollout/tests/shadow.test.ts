import assert from 'node:assert/strict';
import { clock, harden, random } from '#testkit';
import { ModelTimeoutError } from '#attempt/errors.ts';
import type { Stage } from '#attempt/types.ts';
import { minute, second, Trial, type Behaviour } from './trial.ts';

const troubles: readonly (readonly [string, Behaviour])[] = [
  ['gives another label', { label: 'spam' }],
  ['fails', { fails: new Error('503') }],
  ['takes a long time', { ms: 400 }],
  ['never answers', { hangs: true }],
];

describe('In the shadow', () => {
  it('R1 asks both, and answers with v1 when v1 is ready, whatever v2 does', async () => {
    for (const [what, behaviour] of troubles) {
      const trial = new Trial();
      trial.v2.next = () => behaviour;
      const from = clock.elapsed();
      const answer = await trial.ask();
      assert.deepEqual(
        answer,
        { label: 'billing', servedBy: 'v1', assigned: 'v1' },
        `With a candidate that ${what}, the user gets`,
      );
      assert.equal(clock.elapsed() - from, 10, `With a candidate that ${what}, the answer took so many ms:`);
      assert.equal(trial.v2.calls.length, 1, 'The candidate should have been asked so often:');
      assert.equal(
        trial.v2.calls[0]!.at,
        from,
        'The candidate should be asked at the same moment as v1, which is',
      );
      await clock.advance(second);
    }
  });

  it('R1 gives a call of v2 up after its time, and aborts its signal', async () => {
    const trial = new Trial({ timeoutMs: 300 });
    trial.v2.next = () => ({ hangs: true });
    await trial.ask();
    const { signal } = trial.v2.calls[0]!;
    await clock.advance(289);
    assert.ok(!signal.aborted, '1 ms before its time-out the candidate may go on');
    await clock.advance(1);
    assert.ok(signal.aborted, 'After 300 ms the candidate should be told to stop');
    assert.ok(signal.reason instanceof ModelTimeoutError, 'The reason should be a ModelTimeoutError');
    assert.equal(signal.reason.timeoutMs, 300, 'The error should name the time-out:');
    assert.equal(clock.pending(), 0, 'So many timers should be left:');
  });

  it('R1 does not pile calls up on a slow candidate', async () => {
    const trial = new Trial({ shadow: { forMs: minute, minimum: 5, agreement: 0.8, maxInFlight: 3 } });
    trial.v2.next = () => ({ hangs: true });
    for (let i = 0; i < 10; i++) await trial.ask();
    assert.equal(
      trial.v2.calls.length,
      3,
      'With three calls that never end and maxInFlight of 3, v2 was asked',
    );
    assert.equal(trial.v1.calls.length, 10, 'v1 should answer all the same:');
    await clock.advance(500);
    await trial.ask();
    assert.equal(trial.v2.calls.length, 4, 'When they have been given up, v2 is asked again:');
  });

  it('R1 lets the user see the very error of v1, and asks nobody else for an answer', async () => {
    const trial = new Trial();
    const error = new Error('v1 is down');
    trial.v1.next = () => ({ fails: error });
    assert.ok((await trial.failure()) === error, 'The user should get the very error of v1');
    await clock.advance(second);
    assert.equal(
      trial.rollout.status().compared,
      0,
      'Without an answer of v1 so many comparisons were made:',
    );
    assert.deepEqual(trial.drifts, [], 'Without an answer of v1 there is no drift:');
  });

  it('R2 tells of each comparison that differs, once, and of no other', async () => {
    const trial = new Trial();
    const expected: unknown[] = [];
    let agreed = 0;
    for (let i = 0; i < 40; i++) {
      const segment = random.pick(['en', 'es', 'fr']);
      const v2 = random.pick(['billing', 'billing', 'spam', 'failed', 'hung']);
      trial.v2.next = () =>
        v2 === 'failed'
          ? { fails: new Error('500') }
          : v2 === 'hung'
            ? { hangs: true }
            : { label: v2, ms: 15 };
      const query = trial.query({ segment });
      await clock.until(trial.rollout.handle(harden(query)));
      await clock.advance(second);
      if (v2 === 'billing') agreed += 1;
      else
        expected.push({
          queryId: query.id,
          segment,
          v1: 'billing',
          v2: v2 === 'spam' ? 'spam' : undefined,
        });
    }
    assert.deepEqual(trial.drifts, expected, 'The drift log, in order of the queries:');
    const { compared, agreed: counted } = trial.rollout.status();
    assert.deepEqual([compared, counted], [40, agreed], 'Comparisons, and how many agreed:');
  });

  it('R2 counts what agrees and what does not, also when many are under way at once', async () => {
    const trial = new Trial();
    trial.v1.next = () => ({ ms: random.int(1, 60) });
    let differ = 0;
    trial.v2.next = () => {
      const isOther = random.chance(0.3);
      if (isOther) differ += 1;
      return { ms: random.int(1, 60), label: isOther ? 'spam' : 'billing' };
    };
    const asked = Array.from({ length: 45 }, () => trial.rollout.handle(harden(trial.query())));
    await clock.until(Promise.all(asked));
    await clock.advance(100);
    assert.equal(trial.drifts.length, differ, 'So many differences should be told:');
    const { compared, agreed } = trial.rollout.status();
    assert.deepEqual([compared, agreed], [45, 45 - differ], 'Comparisons, and how many agreed:');
  });

  it('R3 goes on to the first step after its time, with enough comparisons', async () => {
    const trial = new Trial();
    for (let i = 0; i < 4; i++) await trial.ask();
    await clock.advance(2 * minute);
    trial.expectStage('shadow', 0, 'After two minutes with four comparisons, and five needed,');
    await trial.ask();
    trial.expectStage('canary', 0.5, 'With the fifth, long after the time,');
    assert.deepEqual(
      trial.changes.map(({ stage, share, reason }) => ({ stage, share, reason })),
      [{ stage: 'canary', share: 0.5, reason: 'advanced' }],
      'The changes that were told:',
    );
    const early = new Trial();
    for (let i = 0; i < 30; i++) await early.ask();
    await clock.advance(minute - 301);
    early.expectStage('shadow', 0, 'With 30 comparisons, a millisecond before its time is over,');
    await clock.advance(1);
    early.expectStage('canary', 0.5, 'When its time is over');
  });

  it('R3 rolls back if the versions agree too seldom or v2 fails too often, and only when the time has come', async () => {
    const cases: readonly (readonly [string, number, Behaviour, Stage])[] = [
      ['differs', 4, { label: 'spam' }, 'rolled-back'],
      ['differs', 5, { label: 'spam' }, 'canary'],
      ['differs', 6, { label: 'spam' }, 'canary'],
      ['fails', 4, { fails: new Error('500') }, 'rolled-back'],
    ];
    for (const [what, nth, behaviour, stage] of cases) {
      const trial = new Trial({ shadow: { forMs: minute, minimum: 60, agreement: 0.8, maxInFlight: 50 } });
      let count = 0;
      trial.v2.next = () => (++count % nth === 0 ? behaviour : {});
      for (let i = 0; i < 60; i++) await trial.ask();
      assert.equal(trial.stage, 'shadow', 'Before the time of the shadow stage is over, the stage is');
      await clock.advance(minute);
      assert.equal(trial.stage, stage, `When one in ${nth} ${what} and 80 % have to agree, the stage is`);
      trial.expectReason(stage === 'canary' ? 'advanced' : 'agreement', `When one in ${nth} ${what}`);
    }
  });
});
