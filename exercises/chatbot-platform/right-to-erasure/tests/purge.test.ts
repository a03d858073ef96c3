import assert from 'node:assert/strict';
import { clock, latency, random, trace } from '#testkit';
import {
  Company,
  day,
  filed,
  four,
  hour,
  minute,
  person,
  prompt,
  second,
  type StoreCall,
  type StorePlan,
} from './company.ts';

/** Stores that depend on one another in some way, and never in a circle. */
function randomPlans(mostLagMs: number): StorePlan[] {
  const names = random.shuffle(
    ['database', 'cache', 'logs', 'objects', 'search', 'mail', 'vectors'].slice(0, random.int(3, 7)),
  );
  const plans = names.map((name, i): StorePlan => {
    const [earlier, later] = [names.slice(0, i), names.slice(i + 1)];
    return {
      name,
      batch: random.int(1, 5),
      ...(earlier.length > 0 &&
        random.chance(0.5) && {
          copiesFrom: { store: random.pick(earlier), lagMs: mostLagMs === 0 ? 0 : random.int(2, mostLagMs) },
        }),
      ...(later.length > 0 && random.chance(0.5) && { foundThrough: random.pick(later) }),
    };
  });
  return random.shuffle(plans);
}

describe('Purge', () => {
  it('R4 empties what is found through a store before that store, in as many batches as it takes', async () => {
    const company = new Company({ plans: filed });
    const ann = person(1);
    company.shelf('database').put(ann, 17);
    company.shelf('objects').put(ann, 40);
    company.watch(ann);
    const server = company.start();
    await server.forget(ann);
    company.expectGone(ann, 'Files that nobody can find any more are still files:');
    await server.expectState(ann, 'completed', 'After that run');
  });

  it('R4 waits with the database until the files are gone, however long they cannot be erased', async () => {
    const company = new Company({ plans: filed });
    const ann = person(1);
    company.fill(ann, 5);
    company.watch(ann);
    const rows = company.shelf('database').has(ann);
    const server = company.start();
    company.shelf('objects').mishap = operation =>
      operation === 'erase' ? random.pick(['rejects', 'only says so']) : undefined;
    await server.forget(ann);
    await server.runFor(30 * minute);
    assert.equal(
      company.shelf('database').has(ann),
      rows,
      'As long as there are files, the database should keep its rows:',
    );
    company.shelf('objects').mishap = () => undefined;
    await server.runFor(2 * hour);
    company.expectGone(ann, 'When the files could be erased,');
  });

  it('R4 takes one run for any stores without delay, in whatever order they depend on each other', async () => {
    for (let round = 0; round < 8; round++) {
      const company = new Company({ plans: randomPlans(0) });
      const [ann, bob] = [person(1), person(2)];
      company.fill(ann, 12);
      company.fill(bob, 12);
      const others = company.left(bob);
      const server = company.start();
      await server.forget(ann);
      const plans = JSON.stringify(company.shelves.map(({ plan }) => plan));
      company.expectGone(ann, `With the stores ${plans}`);
      await server.expectState(ann, 'completed', `With the stores ${plans}`);
      assert.deepEqual(company.left(bob), others, 'Everything of somebody else should be there');
    }
  });

  it('R5 looks again when the last copy may have arrived', async () => {
    const company = new Company();
    const ann = person(1);
    company.fill(ann);
    company.watch(ann);
    company.raceReaders();
    const server = company.start();
    await server.forget(ann);
    await server.expectState(ann, 'purging', 'While copies may still arrive');
    await server.runFor(14 * minute);
    await server.expectState(ann, 'purging', 'A minute before the last line of the logs may arrive');
    await server.runFor(minute);
    await server.expectState(ann, 'completed', 'A minute later');
    company.expectGone(ann, 'When it is completed,');
    await clock.advance(day);
    company.expectGone(ann, 'A day later');
  });

  it('R5 is not deceived by a store that was empty before the copy came', async () => {
    const company = new Company({ plans: four });
    const ann = person(1);
    company.shelf('database').put(ann, 4);
    company.raceReaders();
    const server = company.start();
    await server.request(ann);
    await clock.advance(day - second);
    company.copy('database', 'cache', ann, 3 * second);
    await clock.advance(second);
    await server.run();
    await server.runFor(16 * minute);
    await server.expectState(ann, 'completed', 'After 16 minutes');
    company.expectGone(ann, 'When it is completed,');
  });

  it('R5 waits no longer than it has to: the run after the last possible copy completes it', async () => {
    for (const lagMs of [1, 90 * second, 3 * hour]) {
      const plans = [{ name: 'database' }, { name: 'cache', copiesFrom: { store: 'database', lagMs } }];
      const company = new Company({ plans, timeoutMs: day });
      const ann = person(1);
      company.fill(ann);
      company.raceReaders();
      const server = company.start();
      await server.forget(ann);
      await clock.advance(lagMs);
      await server.run();
      await server.expectState(
        ann,
        'completed',
        `With copies that take less than ${lagMs} ms, that long after the first run,`,
      );
      company.expectGone(ann, 'Then');
    }
  });

  it('R5 R13 takes the moment of the answer: while a count is under way, an erase may still be carried out', async () => {
    const lagMs = random.int(55, 60) * second;
    const plans = [{ name: 'database' }, { name: 'cache', copiesFrom: { store: 'database', lagMs } }];
    const retry = { baseMs: second, capMs: second };
    const company = new Company({ plans, timeoutMs: minute, retry });
    const ann = person(1);
    company.shelf('database').put(ann, 3);
    company.watch(ann);
    company.raceReaders();
    const server = company.start();
    // Given up after 60 s, carried out after 75 s.
    company.shelf('database').latencyOf = operation => (operation === 'erase' ? 150 * second : 0);
    await server.forget(ann);
    await clock.advance(5 * second);
    // Begun after 65 s, carried out after 85 s.
    company.shelf('database').latencyOf = operation => (operation === 'count' ? 40 * second : 0);
    await server.run();
    company.shelf('database').latencyOf = () => 0;
    await clock.advance(21 * second);
    await server.run();
    await server.runFor(5 * minute);
    const { body } = await server.proof(ann);
    const really = company.shelf('database').emptiedAt.get(ann) ?? 0;
    const said = body.stores.find(({ name }) => name === 'database')?.emptyAt ?? 0;
    assert.ok(said >= really, 'The database is said to be empty before its last item was removed');
    company.expectGone(ann, 'It is completed, so');
  });

  it('R5 does not believe a count that began too early, although it is answered late enough', async () => {
    const plans = [
      { name: 'database' },
      { name: 'cache', copiesFrom: { store: 'database', lagMs: 20 * second } },
    ];
    const company = new Company({ plans });
    const ann = person(1);
    company.shelf('database').put(ann, 4);
    company.watch(ann);
    company.raceReaders();
    const server = company.start();
    await server.forget(ann);
    await clock.advance(random.int(11, 13) * second);
    company.shelf('cache').latencyOf = operation => (operation === 'count' ? 9_900 : 0);
    await server.run();
    company.shelf('cache').latencyOf = () => 0;
    await server.runFor(2 * minute);
    await server.expectState(ann, 'completed', 'After two more minutes');
    company.expectGone(ann, 'It is completed, so');
  });

  it('R5 forgets everything whatever the stores are and whenever the copies come', async () => {
    for (let round = 0; round < 4; round++) {
      const company = new Company({ plans: randomPlans(20 * minute) });
      const people = [person(1), person(2), person(3)];
      for (const one of people) company.fill(one, 9);
      company.raceReaders();
      const server = company.start();
      const asked = people.slice(0, 2);
      for (const one of asked) await server.request(one);
      await clock.advance(day);
      const plans = JSON.stringify(company.shelves.map(({ plan }) => plan));
      for (let runs = 0; runs < 200; runs++) {
        await server.run();
        const states = await Promise.all(asked.map(one => server.stateOf(one)));
        for (const [i, one] of asked.entries())
          if (states[i] === 'completed')
            company.expectGone(one, `It is completed with the stores ${plans}, so`);
        if (states.every(state => state === 'completed')) break;
        await clock.advance(minute);
      }
      for (const one of asked)
        await server.expectState(one, 'completed', `After 200 minutes with the stores ${plans}`);
      await clock.advance(day);
      for (const one of asked) company.expectGone(one, `A day later, with the stores ${plans},`);
    }
  });

  for (const mishap of ['rejects', 'is silent', 'only says so'] as const)
    it(`R6 holds nobody up when a store ${mishap}`, async () => {
      const company = new Company({ plans: prompt });
      const people = Array.from({ length: 4 }, (_, i) => person(i));
      for (const one of people) company.fill(one, 4);
      const [ann, ...others] = people as [string, ...string[]];
      company.watch(ann);
      company.shelf('cache').mishap = (operation, subject) =>
        subject === ann && (operation === 'erase' || mishap !== 'only says so') ? mishap : undefined;
      const server = company.start();
      await server.forget(...people);
      assert.equal(clock.pending(), 0, 'After a run so many timers are left:');
      for (const one of others) {
        company.expectGone(one, 'After one run, of everybody else');
        await server.expectState(one, 'completed', 'After one run');
      }
      assert.deepEqual(
        Object.keys(company.left(ann)),
        ['cache'],
        'Of the one whose cache fails there should be left:',
      );
      await server.expectState(ann, 'purging', 'As something is left');
      company.shelf('cache').mishap = () => undefined;
      await server.runFor(3 * minute);
      company.expectGone(ann, 'When the store works again');
      await server.expectState(ann, 'completed', 'When the store works again');
    });

  it('R6 does not wait longer than `timeoutMs` for a call, nor believes an error that was none', async () => {
    const company = new Company({ plans: prompt, timeoutMs: 3 * second });
    const ann = person(1);
    company.fill(ann, 8);
    const { shelves } = company;
    company.shelf('logs').latencyMs = 2_990;
    for (const { plan } of shelves)
      company.shelf(plan.name).mishap = () =>
        plan.name === 'cache' ? 'is silent' : random.chance(0.4) ? 'rejects after it' : undefined;
    const server = company.start();
    await server.request(ann);
    await clock.advance(day);
    const before = clock.elapsed();
    await server.run();
    assert.ok(
      clock.elapsed() - before < 60 * second,
      'A run with three batches and one silent store should not take a minute',
    );
    for (const { plan } of shelves) company.shelf(plan.name).mishap = () => undefined;
    await server.runFor(10 * minute);
    await server.expectState(ann, 'completed', 'When all stores work');
    company.expectGone(ann, 'Then');
  });

  it('R7 pauses after each failure, twice as long as before up to the cap, also on another server', async () => {
    for (let round = 0; round < 4; round++) {
      const baseMs = random.int(2 * second, 5 * minute);
      const capMs = baseMs * random.pick([1, 3, 9]) + random.int(0, second);
      const company = new Company({ plans: prompt, retry: { baseMs, capMs } });
      const ann = person(1);
      company.fill(ann, 4);
      const operation = random.pick(['count', 'erase'] as const);
      company.shelf('logs').mishap = asked => (asked === operation ? 'rejects' : undefined);
      const server = company.start();
      await server.forget(ann);
      for (let failures = 1; failures < 6; failures++) {
        const pauseMs = Math.min(capMs, baseMs * 2 ** (failures - 1));
        trace.point('pause', pauseMs);
        company.calls.length = 0;
        for (const wait of [Math.floor(pauseMs / 2), pauseMs - 1 - Math.floor(pauseMs / 2)]) {
          await clock.advance(wait);
          await company.start().run();
        }
        const early = company.calls.filter(({ store }) => store === 'logs').length;
        const ends = `pause no. ${failures} ends`;
        assert.equal(early, 0, `Calls until 1 ms before ${ends} (from ${baseMs} ms up to ${capMs} ms)`);
        await clock.advance(1);
        await company.start().run();
        const calls = company.calls.filter(({ store }) => store === 'logs').length;
        assert.ok(calls > 0, `When ${ends}, the store should be tried again`);
      }
      company.shelf('logs').mishap = () => undefined;
      await clock.advance(capMs);
      await server.run();
      await server.expectState(ann, 'completed', 'When the store works again, after the last pause,');
    }
  });

  it('R7 stops on every server when the store has failed on one', async () => {
    const company = new Company({
      plans: prompt,
      timeoutMs: 5 * second,
      retry: { baseMs: 10 * minute, capMs: hour },
    });
    const ann = person(1);
    company.fill(ann, 3);
    const logs = company.shelf('logs');
    logs.put(ann, 120);
    logs.latencyMs = 2 * second;
    company.watch(ann);
    const [one, two] = [company.start(), company.start()];
    await one.request(ann);
    await clock.advance(day);
    const runs = [one.service.run()];
    await clock.advance(random.int(3, 9) * second);
    runs.push(two.service.run());
    await clock.advance(random.int(9_000, 20_000));
    const failed = (): StoreCall => {
      logs.mishap = () => undefined;
      return company.calls.at(-1)!;
    };
    let failure: StoreCall | undefined;
    logs.mishap = () => ((failure = failed()), 'rejects');
    await clock.until(Promise.all(runs), hour);
    await one.runFor(9 * minute);
    const failedAt = failure?.endedAt ?? 0;
    const early = company.calls.filter(
      ({ store, at }) => store === 'logs' && at > failedAt + 5 * second && at < failedAt + 10 * minute,
    );
    assert.equal(early.length, 0, 'Calls in the pause, later than timeoutMs after the failure');
    logs.latencyMs = 0;
    await two.runFor(3 * minute);
    company.expectGone(ann, 'After the pause');
    await two.expectState(ann, 'completed', 'After the pause');
  });

  it('R7 counts failures of each store and each person by themselves', async () => {
    const company = new Company({ plans: prompt, retry: { baseMs: 10 * minute, capMs: day } });
    const [ann, bob] = [person(1), person(2)];
    company.fill(ann, 3);
    company.fill(bob, 3);
    company.shelf('logs').mishap = () => 'rejects';
    const server = company.start();
    await server.forget(ann);
    await clock.advance(10 * minute);
    await server.run();
    await server.request(bob);
    await clock.advance(day);
    company.shelf('cache').mishap = (_, subject) => (subject === bob ? 'rejects' : undefined);
    await server.run();
    for (const name of ['cache', 'logs']) company.shelf(name).mishap = () => undefined;
    await clock.advance(10 * minute);
    await server.run();
    await server.expectState(bob, 'completed', 'After the first pause of each store the state');
    await server.expectState(ann, 'purging', 'In the pause after a third failure');
    await clock.advance(30 * minute);
    await server.run();
    await server.expectState(ann, 'completed', 'After the third pause');
  });

  it('R16 works on `parallel` people at a time, and on the next when one is done', async () => {
    for (const parallel of [1, 3]) {
      const company = new Company({ plans: prompt, parallel, timeoutMs: minute });
      const people = Array.from({ length: 8 }, (_, i) => person(i));
      for (const one of people) company.fill(one, 3);
      const slow = random.pick(people);
      for (const name of ['database', 'cache']) company.shelf(name).latencyMs = latency.uniform(5, 40);
      company.shelf('logs').mishap = (_, subject) =>
        subject === slow && parallel > 1 ? 'is silent' : undefined;
      const server = company.start();
      for (const one of people) await server.request(one);
      await clock.advance(day);
      const before = clock.elapsed();
      const run = server.service.run();
      await clock.advance(50 * second);
      if (parallel > 1) {
        const waiting = people.filter(one => one !== slow && Object.keys(company.left(one)).length > 0);
        assert.deepEqual(
          waiting,
          [],
          `Of ${parallel} places one is taken by a silent store; the others should have done the rest`,
        );
      }
      await clock.until(run);
      let most = 0;
      for (const { at } of company.calls) {
        const busy = company.calls.filter(
          call => call.at <= at && at < Math.min(call.endedAt, call.at + minute),
        );
        most = Math.max(most, new Set(busy.map(({ subject }) => subject)).size);
      }
      trace.point('people at a time', most);
      trace.limit('people at a time', parallel);
      assert.ok(
        most <= parallel,
        `With parallel: ${parallel} there were calls for ${most} people at the same moment`,
      );
      assert.ok(
        most >= Math.min(2, parallel),
        `With parallel: ${parallel} nobody should wait for everybody before`,
      );
      assert.ok(clock.elapsed() - before < 3 * minute, 'The run should be over by then');
    }
  });
});
