import assert from 'node:assert/strict';
import { clock, latency, random, trace } from '#testkit';
import type { ErasureStatus } from '#attempt/types.ts';
import { Company, day, expectRejection, hour, minute, nameOf, person, prompt, second } from './company.ts';
import { pseudonymOf } from './vault.ts';

describe('Requests', () => {
  it('R1 remembers a request with its moments, on every server and after a restart', async () => {
    const company = new Company();
    const ann = person(1);
    company.fill(ann);
    const server = company.start();
    const requestedAt = Date.now();
    const expected: ErasureStatus = {
      reference: pseudonymOf(ann),
      state: 'pending',
      requestedAt,
      graceEndsAt: requestedAt + day,
      deadlineAt: requestedAt + 30 * day,
      holds: [],
    };
    assert.deepEqual(await clock.until(server.service.request(ann)), expected, 'request() should give');
    server.crash();
    await clock.advance(hour);
    const other = company.start();
    assert.deepEqual(
      await clock.until(other.service.status(ann)),
      expected,
      'On a new server status() should give',
    );
    assert.equal(await other.stateOf(person(2)), undefined, 'Of somebody who has not asked the state is');
  });

  it('R1 gives the erasure that there is, however often somebody asks, and moves no deadline', async () => {
    const company = new Company({ plans: prompt });
    const ann = person(1);
    company.fill(ann);
    const server = company.start();
    const first = await clock.until(server.service.request(ann));
    for (const wait of [hour, 22 * hour, 59 * minute]) {
      await clock.advance(wait);
      const again = await clock.until(company.start().service.request(ann));
      assert.deepEqual(again, first, 'A repeated request should give the first one');
    }
    await clock.advance(minute);
    await server.run();
    await clock.advance(40 * day);
    const after = await clock.until(server.service.request(ann));
    assert.deepEqual(after, { ...first, state: 'completed' }, 'Asked after its completion it should give');
    await server.expectState(ann, 'completed', 'After that');
  });

  it('R1 makes one erasure of requests that arrive at several servers at once', async () => {
    for (let round = 0; round < 6; round++) {
      const company = new Company();
      company.book.latencyMs = latency.uniform(1, 40);
      const ann = person(round);
      const servers = [1, 2, 3, 4].map(() => company.start());
      const answers: Promise<ErasureStatus>[] = [];
      for (const { service } of servers) {
        answers.push(service.request(ann));
        await clock.advance(random.int(0, 15));
      }
      const given = await clock.until(Promise.all(answers));
      const kept = await clock.until(servers[0]!.service.status(ann));
      for (const one of given)
        assert.deepEqual(one, kept, 'Every one of them should give the erasure that is kept');
    }
  });

  it('R2 erases nothing before the grace period is over, and everything in the first run from then on', async () => {
    for (const graceMs of [7 * day, 90 * minute, 1]) {
      const company = new Company({ plans: prompt, graceMs });
      const ann = person(1);
      company.fill(ann, 20);
      company.watch(ann);
      const server = company.start();
      await server.request(ann);
      for (const wait of [0, Math.floor(graceMs / 2), graceMs - 1 - Math.floor(graceMs / 2)]) {
        await clock.advance(wait);
        await server.run();
      }
      assert.equal(
        company.erasesOf(ann).length,
        0,
        `1 ms before the end of ${graceMs} ms so many calls of erase():`,
      );
      await server.expectState(ann, 'pending', '1 ms before the end of the grace period');
      await clock.advance(1);
      await server.run();
      company.expectGone(ann, 'After the first run after the grace period');
      await server.expectState(ann, 'completed', 'After that run');
    }
  });

  it('R2 leaves everybody else alone, and what is completed too', async () => {
    const company = new Company({ plans: prompt });
    const people = Array.from({ length: 9 }, (_, i) => person(i));
    for (const one of people) company.fill(one);
    const before = company.snapshot();
    const [asked, others] = [people.slice(0, 4), people.slice(4)];
    const server = company.start();
    await server.forget(...asked);
    for (const one of asked) company.expectGone(one, 'After the run');
    for (const one of others)
      for (const { plan, items } of company.shelves)
        assert.equal(
          items.get(one),
          before.get(plan.name)?.get(one),
          `${plan.name} should still hold all of ${one}`,
        );
    company.calls.length = 0;
    await server.runFor(3 * minute);
    assert.deepEqual(company.calls, [], 'Later runs have nothing to do, but called');
  });

  it('R3 takes a request back until the last millisecond, and nothing is ever erased', async () => {
    const company = new Company({ plans: prompt });
    const ann = person(1);
    company.fill(ann);
    const before = company.left(ann);
    const server = company.start();
    await server.request(ann);
    await clock.advance(day - 1);
    company.book.latencyMs = random.int(2, 50);
    await clock.until(company.start().service.undo(ann));
    company.book.latencyMs = 0;
    await server.expectState(ann, undefined, 'After it was undone');
    await server.runFor(5 * minute);
    await clock.advance(30 * day);
    await server.run();
    assert.deepEqual(company.left(ann), before, 'Everything should still be there');
    assert.equal(company.erasesOf(ann).length, 0, 'So many calls of erase() were made:');
    const again = await clock.until(server.service.request(ann));
    assert.equal(again.requestedAt, Date.now(), 'A later request is a new one, made at');
  });

  it('R3 is too late from the end of the grace period on, and says so', async () => {
    const company = new Company({ plans: prompt });
    const ann = person(1);
    company.fill(ann);
    const server = company.start();
    await expectRejection(server.service.undo(ann), 'UnknownErasureError', 'Before anything was requested');
    await server.request(ann);
    await clock.advance(day);
    await expectRejection(server.service.undo(ann), 'GraceOverError', 'At graceEndsAt, before any run,');
    await server.run();
    await expectRejection(server.service.undo(ann), 'GraceOverError', 'After it was completed');
    const bob = person(2);
    await server.request(bob);
    await clock.until(server.service.undo(bob));
    await expectRejection(server.service.undo(bob), 'UnknownErasureError', 'When it was undone already');
  });

  it('R3 R9 settles who was first when an undo meets a run', async () => {
    let undone = 0;
    for (let round = 0; round < 24; round++) {
      const company = new Company({ plans: prompt, graceMs: hour });
      const ann = person(round);
      company.fill(ann, 4);
      const before = company.left(ann);
      const [one, two] = [company.start(), company.start()];
      await one.request(ann);
      await clock.advance(hour - 1);
      company.book.latencyMs = latency.uniform(0, 12);
      const undo = two.service.undo(ann).then(
        () => 'undone',
        (error: unknown) => nameOf(error),
      );
      await clock.advance(random.int(1, 4));
      const run = one.run();
      const outcome = await clock.until(undo);
      await run;
      company.book.latencyMs = 0;
      await one.run();
      assert.ok(
        ['undone', 'GraceOverError'].includes(outcome),
        `undo() should be decided, but gave ${outcome}`,
      );
      if (outcome === 'undone') {
        undone += 1;
        assert.deepEqual(company.left(ann), before, 'undo() fulfilled, so everything should still be there');
        await one.expectState(ann, undefined, 'After undo() fulfilled');
      } else {
        company.expectGone(ann, 'undo() was too late, so');
        await one.expectState(ann, 'completed', 'After undo() was too late');
      }
    }
    trace.reading('undone in time', undone, { unit: 'of 24' });
  });

  it('R15 lists what is not completed, by deadline, with how it stands and what it waits for', async () => {
    const company = new Company({ retry: { baseMs: day, capMs: day } });
    const [ann, bob, eve, gone] = [person(1), person(2), person(3), person(4)];
    for (const one of [ann, bob, eve, gone]) company.fill(one, 3);
    const server = company.start();
    await server.request(ann);
    await server.request(gone);
    const start = Date.now();
    company.shelf('objects').mishap = (_, subject) => (subject === ann ? 'rejects' : undefined);
    await clock.advance(day);
    await server.run();
    await server.runFor(20 * minute);
    await server.expectState(gone, 'completed', 'Of the one that nothing was in the way of');
    const laterAt = Date.now();
    await server.request(bob);
    await clock.until(server.service.hold(bob, 'case 7'));
    await clock.advance(second);
    await server.request(eve);
    const all = ['database', 'cache', 'logs', 'objects'];
    const expected = (standing: string, other: string): unknown[] => [
      {
        reference: pseudonymOf(ann),
        state: 'purging',
        deadlineAt: start + 30 * day,
        standing,
        holds: [],
        // The database waits for the files that only it can find, and the copies wait for the database.
        waitingFor: all,
      },
      {
        reference: pseudonymOf(bob),
        state: 'pending',
        deadlineAt: laterAt + 30 * day,
        standing: other,
        holds: ['case 7'],
        waitingFor: all,
      },
      {
        reference: pseudonymOf(eve),
        state: 'pending',
        deadlineAt: laterAt + second + 30 * day,
        standing: other,
        holds: [],
        waitingFor: all,
      },
    ];
    const at = async (moment: number, standing: string, other: string): Promise<void> => {
      await clock.advance(start + moment - Date.now());
      const list = await clock.until(company.start().service.deadlines());
      assert.deepEqual(list, expected(standing, other), `After ${moment / day} days deadlines() should give`);
    };
    await at(25 * day - 1, 'on-time', 'on-time');
    await at(25 * day, 'at-risk', 'on-time');
    await at(30 * day - 1, 'at-risk', 'at-risk');
    await at(30 * day, 'overdue', 'at-risk');
    await at(40 * day, 'overdue', 'overdue');
  });

  it('R15 leaves out the stores that are known to be empty, and orders equal deadlines by reference', async () => {
    const company = new Company();
    const people = Array.from({ length: 6 }, (_, i) => person(i));
    for (const one of people) company.fill(one, 3);
    const server = company.start();
    await server.forget(...people);
    const list = await clock.until(server.service.deadlines());
    assert.deepEqual(
      list.map(({ reference, waitingFor }) => [reference, waitingFor]),
      people
        .map(pseudonymOf)
        .sort()
        .map(reference => [reference, ['cache', 'logs']]),
      'While copies from the database may still arrive, the references wait for',
    );
    await clock.advance(minute);
    await server.run();
    const later = await clock.until(server.service.deadlines());
    assert.deepEqual(
      later.map(({ waitingFor }) => waitingFor),
      people.map(() => ['logs']),
      'A minute later they wait for',
    );
    await server.runFor(15 * minute);
    assert.deepEqual(await clock.until(server.service.deadlines()), [], 'When all is done the list is');
  });
});
