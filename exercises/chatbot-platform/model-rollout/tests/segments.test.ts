import assert from 'node:assert/strict';
import { everyNth, minute, Trial } from './trial.ts';
import { guardrails } from './walk.ts';

const broken = new Error('500');

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

  it('R13 goes on at once to judge what is left, without the segment', async () => {
    const trial = await new Trial({ guardrails: { ...guardrails, errorPoints: 0.16 }, segments }).toCanary();
    let [english, spanish] = [0, 0];
    // Every fifth English query fails, which Spanish ones make up for; of those the 19th and the 20th are slow.
    trial.v2.next = ({ segment }) => {
      if (segment === 'es') return ++spanish > 18 ? { ms: 200 } : {};
      return ++english % 5 === 0 ? { fails: broken } : {};
    };
    await trial.feed({ v1: 20, v2: 19 });
    await trial.feed({ v1: 20, v2: 10 }, { segment: 'es' });
    await trial.feed({ v1: 0, v2: 1 });
    await trial.feed({ v1: 0, v2: 9 }, { segment: 'es' });
    assert.deepEqual(
      [trial.stage, trial.rollout.status().heldBack],
      ['canary', []],
      'With four errors of 39, 16 points allowed, and Spanish queries one short of the minimum, stage and held back are',
    );
    await trial.feed({ v1: 0, v2: 1 }, { segment: 'es' });
    assert.deepEqual(
      trial.changes.slice(1).map(({ stage, heldBack, reason }) => ({ stage, heldBack, reason })),
      [
        { stage: 'canary', heldBack: ['es'], reason: 'latency' },
        { stage: 'rolled-back', heldBack: ['es'], reason: 'errors' },
      ],
      'When the same request leaves only English queries, with four errors of 20, the changes that were told are',
    );
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

  it('R13 judges listed segments with all others, and holds nothing back that is not listed', async () => {
    const all = await new Trial({ guardrails, segments }).toCanary();
    all.v2.next = everyNth(3, broken);
    await all.feed({ v1: 12, v2: 12 }, { segment: 'es' });
    all.expectStage('canary', 0.5, 'With twelve requests of each arm, 20 being the minimum,');
    await all.feed({ v1: 12, v2: 12 }, { segment: 'fr' });
    all.expectStage(
      'rolled-back',
      0,
      'With one in three failing in two listed segments, each too small to be judged alone,',
    );
    assert.deepEqual(
      all.rollout.status().heldBack,
      [],
      'Of two segments too small to be judged, held back are',
    );
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
