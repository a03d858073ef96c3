import assert from 'node:assert/strict';
import { clock, faults, latency, random, settled, trace } from '#testkit';
import { allow, deny, Office, second } from './office.ts';

/** An office in which ann is an analyst and a guest, and bob a guest. */
function office(options: ConstructorParameters<typeof Office>[0] = {}): Office {
  const made = new Office(options);
  made.define('analyst', allow('sales', 'read', 'write'), 2);
  made.define('guest', allow('sales', 'read'), 3);
  made.define('intern', allow('sales', 'read'), 4);
  made.give('ann', 'analyst', 'guest');
  made.give('bob', 'guest');
  return made;
}

describe('Fresh enough', () => {
  it('R8 asks once for a user, however many questions there are', async () => {
    const made = office();
    const { maxStaleMs } = made.options;
    assert.deepEqual(
      [(await made.ask('ann', 'sales', 'write')).allowed, (await made.ask('bob', 'sales', 'write')).allowed],
      [true, false],
    );
    const { at } = made.readings[0]!;
    for (let i = 0; i < 40; i++) {
      const [user, action] = [random.pick(['ann', 'bob']), random.pick(['read', 'write', 'delete'])];
      const { allowed } = await made.ask(user, 'sales', action);
      assert.equal(
        allowed,
        action === 'read' || (action === 'write' && user === 'ann'),
        `May ${user} ${action} sales?`,
      );
    }
    await clock.advanceTo(clock.now() - clock.elapsed() + at + maxStaleMs - 1);
    await made.ask('ann', 'sales', 'read');
    assert.equal(
      made.asked(0),
      2,
      'Two users should be asked for twice in all, while the answers are young enough',
    );
    await clock.advance(1);
    await made.ask('ann', 'sales', 'read');
    assert.equal(
      made.asked(0),
      3,
      'The roles of ann were asked for maxStaleMs ago, and have to be asked for again',
    );
  });

  it('R8 a question counts from when it was sent, not from when it was answered', async () => {
    const made = office({ maxStaleMs: 2_000, latencyMs: 90 });
    await made.ask('bob', 'sales', 'write');
    assert.equal(clock.elapsed(), 180);
    made.give('bob', 'analyst');
    await clock.advance(1_819);
    assert.equal((await made.ask('bob', 'sales', 'write')).allowed, false);
    assert.equal(made.asked(0), 1, 'The first request was sent 1,999 ms ago');
    await clock.advance(1);
    assert.equal(
      (await made.ask('bob', 'sales', 'write')).allowed,
      true,
      'The first request was sent 2,000 ms ago',
    );
  });

  it('R8 shares a request that is under way', async () => {
    const made = office({ latencyMs: latency.uniform(20, 80) });
    const users = Array.from({ length: 30 }, (_, i) => `user ${i}`);
    for (const user of users) made.give(user, random.pick(['guest', 'analyst']));
    const asking = random
      .shuffle([...users, ...users, ...users])
      .map(user =>
        made.gatekeeper.check(user, 'sales', 'write').then(({ allowed }) => [user, allowed] as const),
      );
    for (const [user, allowed] of await clock.until(Promise.all(asking)))
      assert.equal(allowed, made.wasTrue(true, user, 'sales', 'write', 0, 0), `May ${user} write sales?`);
    assert.equal(made.asked(0), 30, '90 questions about 30 users should make 30 requests');
  });

  it('R8 no clock on the wall makes an answer older or younger', async () => {
    for (const jump of [-3_600_000, 3_600_000]) {
      const made = office();
      const begun = clock.elapsed();
      await made.ask('ann', 'sales', 'write');
      clock.jumpWallClock(jump);
      await clock.advance(5 * second);
      await made.ask('ann', 'sales', 'write');
      assert.equal(made.asked(begun), 1, `The wall clock jumped by ${jump} ms, and 5 seconds have passed`);
      await clock.advance(5 * second);
      await made.ask('ann', 'sales', 'write');
      assert.equal(made.asked(begun), 2, `The wall clock jumped by ${jump} ms, and 10 seconds have passed`);
    }
  });
});

describe('Notices', () => {
  it('R9 about a user, or about a role of theirs: the next question asks again', async () => {
    const made = office();
    for (const user of ['ann', 'bob']) await made.ask(user, 'sales', 'write');
    const told: readonly (readonly [() => void, string[]])[] = [
      [() => made.notifyUser('ann'), ['ann']],
      [() => made.notifyRole('guest'), ['ann', 'bob']],
      [() => made.notifyRole('analyst'), ['ann']],
      [() => made.notifyRole('intern'), []],
      [() => made.notifyRole('ann'), []],
      [() => made.notifyUser('guest'), []],
      [() => made.notifyUser('nobody'), []],
    ];
    for (const [notify, concerned] of random.shuffle(told)) {
      await clock.advance(1);
      notify();
      const since = clock.elapsed();
      for (const user of ['ann', 'bob', 'ann', 'bob']) await made.ask(user, 'sales', 'write');
      assert.deepEqual(
        made.readings.filter(({ at }) => at >= since).map(({ user }) => user),
        concerned,
        'After a notice, requests should be made for those whom it concerns',
      );
    }
  });

  it('R9 a change counts from its notice on', async () => {
    const made = office();
    assert.equal((await made.ask('bob', 'sales', 'write')).allowed, false);
    made.give('bob', 'analyst');
    made.notifyUser('bob');
    assert.equal((await made.ask('bob', 'sales', 'write')).allowed, true, 'Bob is an analyst now');
    made.define('guest', deny('sales', 'write'), 3);
    made.notifyRole('guest');
    assert.equal((await made.ask('bob', 'sales', 'write')).allowed, false, 'Guests deny it now');
    made.take('bob', 'guest');
    made.notifyUser('bob');
    assert.equal((await made.ask('bob', 'sales', 'write')).allowed, true, 'Bob is no guest any more');
  });

  it('R9 what was asked for before the notice does not count after it, even if it is still under way', async () => {
    for (const kind of ['user', 'role'] as const)
      for (const isFirst of [true, false]) {
        const made = office({ latencyMs: 50 });
        if (!isFirst) {
          await made.ask('bob', 'sales', 'write');
          made.notifyUser('bob');
        }
        const early = made.gatekeeper.check('bob', 'sales', 'write');
        await clock.advance(70); // the directory has been read, the answer is on its way
        made.define('guest', allow('sales', 'read', 'write'), 3);
        made.notify(kind === 'user' ? { kind, user: 'bob' } : { kind, role: 'guest' });
        const late = made.gatekeeper.check('bob', 'sales', 'write');
        await clock.until(early);
        const later = made.gatekeeper.check('bob', 'sales', 'write');
        for (const question of [late, later])
          assert.equal(
            (await clock.until(question)).allowed,
            true,
            'A question that began after the notice was answered with roles from before it',
          );
        assert.equal((await made.ask('bob', 'sales', 'write')).allowed, true, 'And so was the next one');
      }
  });

  it('R9 in random stories, with notices that are late, doubled or lost, each answer was true recently enough', async () => {
    for (let round = 0; round < 3; round++) {
      const made = office({
        maxStaleMs: 4 * second,
        strategy: random.pick(['deny-overrides', 'most-permissive']),
        latencyMs: latency.uniform(5, 60),
      });
      const users = ['ann', 'bob', 'cem'];
      const roles = ['analyst', 'guest', 'intern'];
      const heard = new Map<string, number>();
      const hear = (user: string): void => void heard.set(user, clock.elapsed());
      const questions: Promise<void>[] = [];
      for (let step = 0; step < 60; step++) {
        const [user, role] = [random.pick(users), random.pick(roles)];
        const change = random.int(1, 8);
        if (change === 1) made.give(user, role);
        else if (change === 2) made.take(user, role);
        else if (change === 3)
          made.define(role, [
            ...(random.chance(0.5) ? allow('sales', 'write') : deny('sales', 'write')),
            ...allow('sales', 'read'),
          ]);
        if (change <= 3)
          for (let copies = random.pick([0, 1, 1, 2]); copies > 0; copies--)
            clock.at(clock.elapsed() + random.pick([0, 0, random.int(1, 500)]), () => {
              if (change < 3) made.notifyUser(user);
              else made.notifyRole(role);
              // What the contract promises: those who have the role now, and know it, are concerned.
              if (change < 3) hear(user);
            });
        for (let i = random.int(0, 3); i > 0; i--) {
          const asker = random.pick(users);
          const begun = clock.elapsed();
          const since = Math.max(begun - 4 * second, heard.get(asker) ?? -Infinity);
          questions.push(
            made.gatekeeper.check(asker, 'sales', 'write').then(({ allowed }) => {
              trace.mark(asker, allowed ? 'yes' : 'no', allowed ? 'good' : 'bad');
              assert.ok(
                made.wasTrue(allowed, asker, 'sales', 'write', since, clock.elapsed()),
                `${asker} was told ${allowed ? 'yes' : 'no'} at ${clock.elapsed()}, which was not true at any moment since ${since}`,
              );
            }),
          );
        }
        await clock.advance(random.int(0, 400));
      }
      await clock.until(Promise.all(questions));
    }
  });
});

describe('Without the directory', () => {
  it('R10 a no in time, and no question left open', async () => {
    for (const fault of [
      faults.crash(),
      faults.partition(),
      faults.errors(1),
      faults.slow({ plusMs: 5_000 }),
    ]) {
      const made = office({ timeoutMs: 300 });
      await made.ask('ann', 'sales', 'write');
      const heal = made.network.apply(fault);
      const begun = clock.elapsed();
      const { allowed, reason, votes, decidedBy, strategy } = await made.ask('bob', 'sales', 'read');
      assert.deepEqual(
        { allowed, reason, votes, decidedBy, strategy },
        { allowed: false, reason: 'unavailable', votes: [], decidedBy: [], strategy: 'deny-overrides' },
      );
      assert.ok(clock.elapsed() - begun <= 300, 'The answer should be there within timeoutMs');
      assert.equal(
        (await made.ask('ann', 'sales', 'write')).allowed,
        true,
        'The roles of ann are known and fresh',
      );
      assert.equal(clock.pending() <= 2, true, 'No timer should be left behind');
      heal();
      await clock.advance(1);
      assert.equal((await made.ask('bob', 'sales', 'read')).allowed, true, 'The directory is back');
      await clock.advance(20 * second);
    }
  });

  it('R10 nothing that is too old or called into question is used instead', async () => {
    for (const why of ['age', 'notice']) {
      const made = office();
      await made.ask('ann', 'sales', 'write');
      made.network.apply(random.pick([faults.crash(), faults.partition()]));
      if (why === 'notice') made.notifyUser('ann');
      else await clock.advance(10 * second);
      for (let i = 0; i < 3; i++)
        assert.equal((await made.ask('ann', 'sales', 'write')).reason, 'unavailable', `Because of ${why}`);
      made.network.heal();
      await clock.advance(1);
      assert.equal((await made.ask('ann', 'sales', 'write')).allowed, true, 'The directory is back');
    }
  });

  it('R10 an answer that makes no sense is none', async () => {
    const made = office();
    made.define('guest', allow('sales', 'read'), 0.5);
    assert.equal((await made.ask('bob', 'sales', 'read')).reason, 'unavailable');
    assert.equal((await made.ask('nobody', 'sales', 'read')).reason, 'no-roles');
    const asking = made.gatekeeper.check('bob', 'sales', 'read');
    assert.equal((await settled(asking)).state === 'rejected', false);
    await clock.until(asking);
    made.define('guest', allow('sales', 'read'), 3);
    assert.equal((await made.ask('bob', 'sales', 'read')).allowed, true, 'It makes sense again');
  });
});
