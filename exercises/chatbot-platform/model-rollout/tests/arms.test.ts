import assert from 'node:assert/strict';
import { clock, harden, random, trace } from '#testkit';
import type { Version } from '#attempt/types.ts';
import { everyNth, minute, noGuardrails as never, Trial } from './trial.ts';

/** Steps that go on with the first call after a minute. */
const quick = [0.05, 0.1, 0.25, 0.5].map(share => ({ share, forMs: minute, minimum: 0 }));

async function armsOf(trial: Trial, users: readonly string[]): Promise<Map<string, Version>> {
  // Without latency: thousands of queries, and nobody has to wait for them. A millisecond empties the window in between.
  trial.v1.next = trial.v2.next = () => ({ ms: 0 });
  const arms = new Map<string, Version>();
  for (let from = 0; from < users.length; from += 50) {
    const asked = users.slice(from, from + 50).map(async userId => {
      const query = { id: `of ${userId}`, userId, segment: 'en', text: 'Where is my order?' };
      arms.set(userId, (await trial.rollout.handle(harden(query))).assigned);
    });
    await clock.until(Promise.all(asked));
    await clock.advance(1);
  }
  return arms;
}

const shareOf = (arms: ReadonlyMap<string, Version>): number =>
  [...arms.values()].filter(arm => arm === 'v2').length / arms.size;

const numbered = (count: number): string[] => Array.from({ length: count }, (_, i) => `user-${i + 1}`);

/** Users whose ids look alike in several ways. */
function manyIds(): readonly { readonly what: string; readonly users: readonly string[] }[] {
  const kinds: readonly (readonly [string, (i: number) => string])[] = [
    ['numbered users', i => `user-${i}`],
    ['bare numbers', i => String(1_000_000 + i)],
    ['padded numbers', i => `customer:${String(i).padStart(8, '0')}@example.com`],
    ['random ids', () => `${random.int(0, 1e9).toString(16)}-${random.int(0, 1e9).toString(16)}`],
  ];
  return kinds.map(([what, id]) => ({ what, users: Array.from({ length: 300 }, (_, i) => id(i)) }));
}

/**
 * How hard it is to believe that so many of `count` users were drawn with this chance: less likely than `e ** -surprise`, by
 * Chernoff's bound.
 */
function surprise(share: number, count: number, chance: number): number {
  const term = (p: number, q: number): number => (p === 0 ? 0 : p * Math.log(p / q));
  return count * (term(share, chance) + term(1 - share, 1 - chance));
}

/** Once in 72 thousand million. A sound design is not told that it is wrong, whichever hash it took. */
const tooSurprising = 25;

describe('Who gets the candidate', () => {
  it('R4 gives a user the same version for as long as the share stays, whatever they ask', async () => {
    const trial = await new Trial({ guardrails: never }).toCanary();
    const users = numbered(40);
    const first = await armsOf(trial, users);
    for (let round = 0; round < 4; round++) {
      await clock.advance(random.int(1, 300_000));
      for (const userId of random.shuffle(users)) {
        const { assigned } = await trial.ask({
          userId,
          text: `question ${round}`,
          segment: random.pick(['en', 'es']),
        });
        assert.equal(assigned, first.get(userId), `In round ${round + 2}, ${userId} should still have`);
      }
    }
  });

  it('R4 decides alike on every server, and after a restart', async () => {
    const users = [...numbered(100), '', 'user-1 ', 'Ümit', '7f1c2b9e-0001', '7f1c2b9e-0002'];
    const one = await new Trial({ guardrails: never }).toCanary();
    const arms = await armsOf(one, users);
    const other = await new Trial({ guardrails: never }).toCanary();
    const shuffled = random.shuffle(users);
    const again = await armsOf(other, shuffled);
    for (const userId of users)
      assert.equal(
        again.get(userId),
        arms.get(userId),
        `On another server ${JSON.stringify(userId)} should have`,
      );
  });

  it('R5 never takes the candidate away from a user when the share grows', async () => {
    const trial = await new Trial({ guardrails: never, steps: quick }).toCanary();
    const users = numbered(250);
    let had = await armsOf(trial, users);
    for (const { share } of quick.slice(1)) {
      await clock.advance(minute);
      trial.expectStage('canary', share, 'After another minute');
      const has = await armsOf(trial, users);
      const lost = users.filter(userId => had.get(userId) === 'v2' && has.get(userId) === 'v1');
      assert.equal(
        lost.length,
        0,
        `At ${share * 100} %, so many of ${users.length} users have lost v2 again:`,
      );
      trace.point('share of users with v2', shareOf(has));
      had = has;
    }
    await clock.advance(minute);
    trial.expectStage('done', 1, 'After the last step');
    assert.equal(shareOf(await armsOf(trial, users)), 1, 'In the end v2 has this share of the users:');
  });

  it('R6 gives it to the share of users that the step says', async () => {
    for (const { what, users } of manyIds()) {
      const steps = [0.1, 0.5].map(share => ({ share, forMs: minute, minimum: 0 }));
      const trial = await new Trial({ guardrails: never, steps, salt: `for ${what}` }).toCanary();
      for (const { share } of steps) {
        trial.expectStage('canary', share, `With ${what}`);
        const actual = shareOf(await armsOf(trial, users));
        trace.point(what, actual);
        assert.ok(
          surprise(actual, users.length, share) < tooSurprising,
          `Of ${users.length} ${what}, ${(actual * 100).toFixed(1)} % have v2 in a step of ${share * 100} %`,
        );
        await clock.advance(minute);
      }
    }
  });

  it('R6 does not take neighbours together', async () => {
    for (const { what, users } of manyIds()) {
      const steps = [{ share: 0.5, forMs: minute, minimum: 0 }];
      const trial = await new Trial({ guardrails: never, steps, salt: `for ${what}` }).toCanary();
      const arms = await armsOf(trial, users);
      const tens = Array.from({ length: users.length / 10 }, (_, i) => users.slice(10 * i, 10 * i + 10));
      const alike = tens.filter(ten => new Set(ten.map(userId => arms.get(userId))).size === 1).length;
      // Each by itself, at one half: once in 512 tens.
      assert.ok(
        alike === 0 || surprise(alike / tens.length, tens.length, 1 / 512) < tooSurprising,
        `Of ${tens.length} times ten ${what} in a row, so many tens have the same version throughout: ${alike}`,
      );
    }
  });

  it('R6 draws anew for each salt, so that nobody is the guinea pig every time', async () => {
    const users = numbered(250);
    const steps = [{ share: 0.5, forMs: minute, minimum: 0 }];
    const drawn: (readonly [string, Map<string, Version>])[] = [];
    for (const salt of ['v2-spring', 'v3-autumn', 'model-1', 'model-2']) {
      const arms = await armsOf(await new Trial({ guardrails: never, steps, salt }).toCanary(), users);
      for (const [other, had] of drawn) {
        const same = users.filter(userId => arms.get(userId) === had.get(userId)).length / users.length;
        assert.ok(
          surprise(same, users.length, 0.5) < tooSurprising,
          `With the salts ${other} and ${salt}, ${(same * 100).toFixed(0)} % of the users have the same version`,
        );
      }
      drawn.push([salt, arms]);
    }
  });
});

describe('When a version fails', () => {
  it('R7 answers with v1 when the candidate fails or takes too long', async () => {
    for (const [what, behaviour, took] of [
      ['fails', { fails: new Error('500'), ms: 40 }, 50],
      ['never answers', { hangs: true }, 510],
    ] as const) {
      const trial = await new Trial({ guardrails: never }).toCanary();
      trial.v1.next = () => ({ label: 'from v1' });
      trial.v2.next = () => behaviour;
      for (let i = 0, seen = 0; i < 100 && seen < 5; i++) {
        const from = clock.elapsed();
        const answer = await trial.ask();
        if (answer.assigned === 'v1') continue;
        seen += 1;
        assert.deepEqual(
          answer,
          { label: 'from v1', servedBy: 'v1', assigned: 'v2' },
          `When the candidate ${what}, its user should get`,
        );
        assert.equal(clock.elapsed() - from, took, `When the candidate ${what}, the answer took so many ms:`);
      }
      const hung = trial.v2.calls.at(-1)!.signal;
      assert.equal(
        hung.aborted,
        what === 'never answers',
        `When the candidate ${what}, its signal is aborted:`,
      );
      assert.equal(clock.pending(), 0, 'So many timers should be left:');
    }
  });

  it('R7 does the same when v2 has everybody', async () => {
    const trial = await new Trial({
      guardrails: never,
      steps: [{ share: 0.5, forMs: 0, minimum: 0 }],
    }).toCanary();
    trial.expectStage('done', 1, 'After a step of no time');
    trial.v2.next = everyNth(2, new Error('500'), { label: 'from v2' });
    const labels = [];
    for (let i = 0; i < 6; i++) labels.push((await trial.ask()).servedBy);
    assert.deepEqual(labels, ['v2', 'v1', 'v2', 'v1', 'v2', 'v1'], 'With every second call of v2 failing:');
  });

  it('R7 asks v2 for nobody else, and v1 for nobody of v2’s when v2 answers', async () => {
    const trial = await new Trial({ guardrails: never }).toCanary();
    const [v1, v2] = [trial.v1.calls.length, trial.v2.calls.length];
    let second = 0;
    for (let i = 0; i < 60; i++) {
      const ofV2 = i % 2 === 0 ? 'from v2' : ''; // any string is a label
      trial.v2.next = () => ({ label: ofV2 });
      const { label, servedBy, assigned } = await trial.ask();
      assert.equal(servedBy, assigned, 'Without failures everybody is answered by the version of their arm:');
      assert.equal(label, assigned === 'v2' ? ofV2 : 'billing', `The label of ${assigned} is`);
      if (assigned === 'v2') second += 1;
    }
    assert.deepEqual(
      [trial.v1.calls.length - v1, trial.v2.calls.length - v2],
      [60 - second, second],
      'Calls of v1 and of v2:',
    );
  });

  it('R7 hands the error of v1 to its user, and does not try the candidate', async () => {
    const trial = await new Trial({ guardrails: never }).toCanary();
    const error = new Error('v1 is down');
    trial.v1.next = () => ({ fails: error });
    trial.v2.next = everyNth(2, new Error('v2 is down'));
    let failed = 0;
    for (let i = 0; i < 60; i++) {
      const before = trial.v2.calls.length;
      const userId = `user-${i}`;
      try {
        await trial.ask({ userId });
      } catch (thrown) {
        assert.ok(thrown === error, 'The user should get the very error of v1');
        failed += 1;
        assert.ok(trial.v2.calls.length - before <= 1, 'The candidate should be asked once at most');
      }
    }
    assert.ok(failed > 10, 'Users of v1 should see that v1 fails');
  });
});
