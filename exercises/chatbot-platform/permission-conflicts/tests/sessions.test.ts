import assert from 'node:assert/strict';
import { AccessDeniedError } from '#attempt/errors.ts';
import { clock, faults, latency, random, trace } from '#testkit';
import { allow, deny, Office, second } from './office.ts';

function office(options: ConstructorParameters<typeof Office>[0] = {}): Office {
  const made = new Office(options);
  made.define('analyst', [...allow('sales', 'read', 'write'), ...allow('reports', 'read')], 2);
  made.define('guest', allow('sales', 'read'), 3);
  made.define('admin', allow('*', '*'), 1);
  made.give('ann', 'analyst', 'guest');
  made.give('bob', 'guest');
  return made;
}

describe('Something that lasts', () => {
  it('R11 is opened for those who may, and for nobody else', async () => {
    const made = office();
    const { session, ends } = await made.open('ann', 'sales', 'write');
    assert.equal(session.isOpen, true);
    const { allowed, reason, votes } = await made.refusedToOpen('bob', 'sales', 'write');
    assert.deepEqual([allowed, reason, votes.map(({ vote }) => vote)], [false, 'not-set', ['not-set']]);
    assert.equal((await made.refusedToOpen('nobody', 'sales', 'write')).reason, 'no-roles');
    made.network.apply(faults.crash());
    assert.equal((await made.refusedToOpen('cem', 'sales', 'write')).reason, 'unavailable');
    session.close();
    session.close();
    assert.equal(session.isOpen, false);
    assert.equal(ends.length, 0, 'A session that its user closes is not ended by the gatekeeper');
  });

  it('R11 ends at the first notice that takes the right away, with the decision, and only then', async () => {
    const made = office();
    const sessions = {
      write: await made.open('ann', 'sales', 'write'),
      read: await made.open('ann', 'sales', 'read'),
      reports: await made.open('ann', 'reports', 'read'),
      bob: await made.open('bob', 'sales', 'read'),
    };
    const open = (): string[] =>
      Object.entries(sessions).flatMap(([name, it]) => (it.session.isOpen ? [name] : []));
    const steps: readonly (readonly [string, () => void, string[]])[] = [
      ['nothing changed', () => made.notifyUser('ann'), ['write', 'read', 'reports', 'bob']],
      [
        'ann is an administrator, too, by mistake',
        () => {
          made.give('ann', 'admin');
          made.notifyUser('ann');
        },
        ['write', 'read', 'reports', 'bob'],
      ],
      [
        'which is taken back',
        () => {
          made.take('ann', 'admin');
          made.notifyUser('ann');
        },
        ['write', 'read', 'reports', 'bob'],
      ],
      [
        'guests deny writing',
        () => {
          made.define('guest', [...allow('sales', 'read'), ...deny('sales', 'write')], 3);
          made.notifyRole('guest');
        },
        ['read', 'reports', 'bob'],
      ],
      [
        'ann is no analyst any more',
        () => {
          made.take('ann', 'analyst');
          made.notifyUser('ann');
        },
        ['read', 'bob'],
      ],
    ];
    for (const [what, change, expected] of steps) {
      change();
      await clock.advance(200);
      assert.deepEqual(open(), expected, `Open 200 ms after the notice: ${what}`);
    }
    const [decision, ...more] = sessions.write.ends;
    assert.deepEqual(
      [decision?.allowed, decision?.reason, decision?.decidedBy],
      [false, 'denied', ['guest']],
    );
    assert.equal(more.length, 0, 'onEnd should be called once');
    assert.deepEqual(
      sessions.reports.ends.map(({ reason }) => reason),
      ['not-set'],
    );
    sessions.reports.session.close();
    await clock.advance(30 * second);
    assert.deepEqual(open(), ['read', 'bob']);
    assert.deepEqual(
      Object.values(sessions).map(({ ends }) => ends.length),
      [1, 0, 1, 0],
    );
  });

  it('R11 a notice that comes while it is opened is not missed', async () => {
    for (const [wait, asksToo] of [0, 20, 50, 70, 99].flatMap(ms => [
      [ms, true] as const,
      [ms, false] as const,
    ])) {
      const made = office({ latencyMs: 50 });
      const begun = clock.elapsed();
      const opening = made.opening('ann', 'sales', 'write').catch(() => undefined);
      await clock.advance(wait);
      made.define('guest', deny('sales', 'write'), 3);
      made.notifyRole('guest');
      const asked = asksToo ? made.gatekeeper.check('ann', 'sales', 'write') : undefined;
      const watched = await clock.until(opening);
      await clock.advance(begun + wait + 400 - clock.elapsed());
      assert.equal((await asked)?.allowed ?? false, false);
      assert.equal(
        watched?.session.isOpen ?? false,
        false,
        `The notice came ${wait} ms after the opening began; 400 ms later the session is open`,
      );
      made.gatekeeper.stop();
    }
  });

  it('R11 each is told, whatever the others do with it', async () => {
    const made = office();
    let told = 0;
    const sessions = [];
    for (let i = 0; i < 5; i++)
      sessions.push(
        await clock.until(
          made.gatekeeper.open('ann', 'sales', 'write', () => {
            told++;
            throw new Error('the stream was gone already');
          }),
        ),
      );
    sessions[2]!.close();
    made.take('ann', 'analyst');
    made.notifyUser('ann');
    await clock.advance(second);
    assert.equal(told, 4, 'Four sessions were open');
    assert.deepEqual(
      sessions.map(({ isOpen }) => isOpen),
      [false, false, false, false, false],
    );
  });
});

describe('If no notice comes', () => {
  it('R12 a session ends within maxStaleMs of the change', async () => {
    for (const maxStaleMs of [2_000, 10_000, 60_000]) {
      const made = office({ maxStaleMs });
      const other = await made.open('ann', 'sales', 'read');
      const [ann, bob] = [await made.open('ann', 'sales', 'write'), await made.open('bob', 'sales', 'read')];
      other.session.close();
      await clock.advance(random.int(0, 3 * maxStaleMs));
      assert.equal(ann.session.isOpen, true, 'Nothing has changed so far');
      made.take('ann', 'analyst');
      const changed = clock.elapsed();
      await clock.advance(maxStaleMs);
      assert.equal(ann.session.isOpen, false, `${maxStaleMs} ms after a change that nobody told`);
      assert.ok((ann.endedAt[0] ?? Infinity) - changed <= maxStaleMs);
      assert.deepEqual(
        ann.ends.map(({ reason }) => reason),
        ['not-set'],
      );
      assert.equal(bob.session.isOpen, true, 'For bob nothing has changed');
      made.gatekeeper.stop();
    }
  });

  it('R12 a session that is opened with what is nearly too old goes on', async () => {
    for (const before of [1, 20, 60, 3_000]) {
      const made = office({ maxStaleMs: 10_000, latencyMs: 40 });
      await made.ask('ann', 'sales', 'write');
      await clock.advance(10_000 - 80 - before);
      const { session, ends } = await made.open('ann', 'sales', 'write');
      await clock.advance(15_000);
      assert.deepEqual(
        [session.isOpen, ends.map(({ reason }) => reason)],
        [true, []],
        `It was opened ${before} ms before the known roles were too old, and the directory answers within 80 ms`,
      );
      made.gatekeeper.stop();
    }
  });

  it('R12 in random stories no session is open without having been right within maxStaleMs', async () => {
    for (let round = 0; round < 3; round++) {
      const made = office({ maxStaleMs: 4 * second, latencyMs: latency.uniform(5, 60) });
      const users = ['ann', 'bob', 'cem'];
      const open: Awaited<ReturnType<Office['open']>>[] = [];
      for (let step = 0; step < 70; step++) {
        const user = random.pick(users);
        const change = random.int(1, 7);
        if (change === 1) made.give(user, random.pick(['analyst', 'guest']));
        else if (change === 2) made.take(user, random.pick(['analyst', 'guest']));
        else if (change === 3)
          made.define(
            'guest',
            [...allow('sales', 'read'), ...(random.chance(0.5) ? deny('sales', 'write') : [])],
            3,
          );
        else if (change === 4)
          open.push(
            ...(await clock.until(Promise.allSettled([made.opening(user, 'sales', 'write')]))).flatMap(it =>
              it.status === 'fulfilled' ? [it.value] : [],
            ),
          );
        else void made.gatekeeper.check(user, 'sales', 'write');
        if (change <= 2 && random.chance(0.3)) made.notifyUser(user);
        if (change === 3 && random.chance(0.3)) made.notifyRole('guest');
        await clock.advance(random.int(0, 900));
        const now = clock.elapsed();
        trace.point('open', open.filter(({ session }) => session.isOpen).length);
        for (const watched of open) {
          const isRight = made.wasTrue(true, watched.user, 'sales', 'write', now - 4 * second, now);
          assert.ok(
            !watched.session.isOpen || isRight,
            `${watched.user} has had no right to it since ${now - 4 * second}, and at ${now} it is open`,
          );
          const [end] = watched.endedAt;
          assert.ok(
            end === undefined || made.wasTrue(false, watched.user, 'sales', 'write', end - 4 * second, end),
            `${watched.user} had the right to it all the time, and at ${end} it was closed: ${watched.ends[0]?.reason}`,
          );
          assert.equal(
            watched.session.isOpen,
            watched.ends.length === 0,
            'A session is open until onEnd is called, once',
          );
        }
      }
      made.gatekeeper.stop();
    }
  });
});

describe('Without the directory', () => {
  it('R13 an outage of a quarter of maxStaleMs ends no session', async () => {
    for (const fault of [faults.crash(), faults.partition(), faults.errors(1)]) {
      const made = office({ timeoutMs: second });
      const { session, ends } = await made.open('ann', 'sales', 'write');
      await clock.advance(5 * second);
      for (let i = 0; i < 10; i++) {
        await clock.advance(random.int(0, 9 * second));
        const heal = made.network.apply(fault);
        await clock.advance(2_500);
        heal();
        await clock.advance(5_000);
      }
      assert.deepEqual([session.isOpen, ends.length], [true, 0], 'After ten short outages');
      made.gatekeeper.stop();
    }
  });

  it('R13 in a longer one a session ends when its roles are too old, and not before', async () => {
    for (const fault of [faults.crash(), faults.partition(), 'nonsense'] as const) {
      const made = office();
      const { session, ends, endedAt } = await made.open('ann', 'sales', 'write');
      await clock.advance(random.int(0, 30 * second));
      await made.answeredAll(); // what a request brings that the outage meets is open
      const last = made.readings.at(-1)!.at;
      if (fault === 'nonsense') made.define('guest', allow('sales', 'read'), 0.5);
      else made.network.apply(fault);
      if (random.chance(0.5)) made.notifyUser('ann');
      await clock.advanceTo(clock.now() - clock.elapsed() + last + 10 * second - 50);
      assert.equal(session.isOpen, true, `Its roles were asked for ${clock.elapsed() - last} ms ago`);
      await clock.advance(50);
      assert.equal(session.isOpen, false, `Its roles were asked for ${clock.elapsed() - last} ms ago`);
      assert.deepEqual([ends.map(({ reason }) => reason), ends[0]?.votes], [['unavailable'], []]);
      assert.ok(endedAt[0]! <= last + 10 * second);
      assert.equal(clock.pending() <= 2, true, 'Nobody should go on trying for a session that has ended');
    }
  });
});

describe('What it costs', () => {
  it('R14 a change of a role asks once for each user whom it concerns, a few at a time', async () => {
    for (const maxConcurrent of [1, 7, 20]) {
      const made = office({ maxConcurrent, maxStaleMs: 120 * second });
      const users = Array.from({ length: 60 }, (_, i) => `user ${i}`);
      for (const [i, user] of users.entries()) made.give(user, i % 3 === 0 ? 'analyst' : 'guest');
      const opening = users.flatMap(user => [1, 2].map(() => made.opening(user, 'sales', 'read')));
      const sessions = await clock.until(Promise.all(opening));
      assert.equal(made.asked(0), 60, '120 sessions of 60 users should have made 60 requests');
      await clock.advance(second);
      made.define('guest', deny('sales', 'read'), 3);
      const changed = clock.elapsed();
      const [before, answered] = [made.readings.length, made.answered.length];
      made.notifyRole('guest');
      await clock.advance(10 * second);
      const sent = made.readings.slice(before).map(({ at }) => at - changed);
      const handedOver = made.answered.slice(answered).map(at => at - changed);
      made.notifyRole('admin');
      await clock.advance(second);
      assert.equal(made.asked(changed), 40, '40 of 60 users are guests, and nobody is an administrator');
      const { requests, at, user: last } = made.peak;
      assert.ok(
        requests <= maxConcurrent,
        `With maxConcurrent ${maxConcurrent}, ${requests} were under way after ${at} ms, the last for ${last}`,
      );
      assert.deepEqual(
        sent,
        [...Array.from({ length: maxConcurrent }, () => 0), ...handedOver].slice(0, sent.length),
        'A place should be taken when it becomes free: milliseconds from the notice to each request',
      );
      assert.equal(sessions.filter(({ session }) => session.isOpen).length, 40);
      made.gatekeeper.stop();
    }
  });

  it('R14 in quiet times three requests a user and maxStaleMs are enough, without sessions none', async () => {
    const made = office();
    const { session } = await made.open('ann', 'sales', 'write');
    for (let i = 0; i < 4; i++) await made.open('ann', 'sales', 'read');
    await made.ask('bob', 'sales', 'read');
    const begun = clock.elapsed();
    await clock.advance(100 * second);
    const asked = made.asked(begun, 'ann');
    trace.point('requests for ann', asked);
    trace.limit('requests for ann', 30);
    assert.ok(asked <= 30, `Ten times maxStaleMs should take at most 30 requests, not ${asked}`);
    assert.equal(made.asked(begun, 'bob'), 0, 'Bob has nothing open');
    assert.equal(session.isOpen, true);
  });

  it('R15 when nothing is open, and after stop, no timer is left', async () => {
    const made = office({ latencyMs: 0 });
    const idle = clock.pending();
    const sessions = [await made.open('ann', 'sales', 'write'), await made.open('bob', 'sales', 'read')];
    for (const { session } of sessions) session.close();
    await clock.settle();
    assert.equal(clock.pending(), idle, 'Both sessions were closed by their users');
    const { session, ends } = await made.open('ann', 'sales', 'write');
    await made.open('bob', 'sales', 'read');
    assert.equal(made.listeners, 1);
    made.gatekeeper.stop();
    await clock.settle();
    assert.deepEqual([session.isOpen, ends.length], [false, 0], 'A session after stop');
    assert.equal(clock.pending(), idle, 'After stop');
    assert.equal(made.listeners, 0, 'After stop nobody should listen to notices');
    const asked = made.readings.length;
    await clock.advance(60 * second);
    assert.equal(made.readings.length, asked, 'After stop nobody should ask');
  });

  it('R15 what is asked and opened while it is stopped, and later, is unavailable', async () => {
    const made = office({ maxConcurrent: 1 });
    await made.ask('ann', 'sales', 'write');
    const idle = clock.pending();
    const opening = ['bob', 'cem'].map(user =>
      made.opening(user, 'sales', 'read').then(
        () => 'a session',
        (error: unknown) => (error instanceof AccessDeniedError ? error.decision.reason : String(error)),
      ),
    );
    const asking = made.gatekeeper.check('bob', 'sales', 'read').then(({ reason }) => reason as string);
    await clock.settle();
    made.gatekeeper.stop(); // the request for bob is under way, that for cem waits
    const sent = made.readings.length;
    const answers = await clock.until(Promise.all([...opening, asking]));
    for (const user of ['ann', 'dee']) answers.push((await made.ask(user, 'sales', 'write')).reason);
    assert.deepEqual(
      answers,
      Array.from(answers, () => 'unavailable'),
      'bob’s opening and cem’s, a question about bob, and later ones about ann and dee',
    );
    assert.equal(made.readings.length, sent, 'Nothing should be sent after stop');
    assert.equal(clock.pending(), idle, 'Nothing should be watched after stop');
  });
});
