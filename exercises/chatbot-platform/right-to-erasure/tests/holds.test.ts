import assert from 'node:assert/strict';
import { clock, latency, random, trace } from '#testkit';
import type { HoldResult } from '#attempt/types.ts';
import { Company, day, four, hour, minute, person, prompt, second, type Server } from './company.ts';
import { pseudonymOf } from './vault.ts';

const hold = (server: Server, subject: string, caseId: string): Promise<HoldResult> =>
  clock.until(server.service.hold(subject, caseId));

const holdsOf = async (server: Server, subject: string): Promise<readonly string[] | undefined> =>
  (await clock.until(server.service.status(subject)))?.holds;

describe('Legal holds', () => {
  it('R10 erases nothing while a case holds it, whether the hold or the request came first', async () => {
    for (const order of ['hold first', 'request first'] as const) {
      const company = new Company({ plans: prompt });
      const [ann, bob] = [person(1), person(2)];
      for (const one of [ann, bob]) company.fill(one);
      const before = company.left(ann);
      const server = company.start();
      await server.request(bob);
      if (order === 'request first') await server.request(ann);
      assert.equal(await hold(server, ann, 'case 9'), 'intact', `With the ${order} hold() should give`);
      if (order === 'hold first') await server.request(ann);
      server.crash();
      const next = company.start();
      await clock.advance(35 * day);
      await next.run();
      await next.runFor(3 * minute);
      assert.equal(company.erasesOf(ann).length, 0, `With the ${order} so many calls of erase() were made:`);
      assert.deepEqual(company.left(ann), before, `With the ${order} everything should be there:`);
      await next.expectState(ann, 'pending', 'While it is held');
      assert.deepEqual(await holdsOf(next, ann), ['case 9'], 'The holds are');
      company.expectGone(bob, 'Of somebody whom nobody holds');
    }
  });

  it('R10 goes on when the last case has let go, in the next run', async () => {
    const company = new Company({ plans: prompt });
    const ann = person(1);
    company.fill(ann);
    const server = company.start();
    await server.request(ann);
    for (const one of ['case 10', 'case 9', 'case 10', 'Case 1']) await hold(server, ann, one);
    assert.deepEqual(
      await holdsOf(server, ann),
      ['Case 1', 'case 10', 'case 9'],
      'Three cases, one of them twice:',
    );
    await clock.advance(day);
    for (const one of ['case 9', 'unknown', 'case 10', 'case 10']) {
      await clock.until(company.start().service.release(ann, one));
      await server.run();
      assert.equal(company.erasesOf(ann).length, 0, `Released by ${one}, but a case still holds it`);
    }
    assert.deepEqual(await holdsOf(server, ann), ['Case 1'], 'The last case:');
    await clock.until(server.service.release(ann, 'Case 1'));
    await server.run();
    company.expectGone(ann, 'After the last case has let go');
    await server.expectState(ann, 'completed', 'After the last case has let go');
  });

  it('R3 R10 keeps holds and requests apart: an undo ends no hold, a release no request', async () => {
    const company = new Company({ plans: prompt });
    const ann = person(1);
    company.fill(ann);
    const server = company.start();
    await server.request(ann);
    await hold(server, ann, 'case 1');
    await clock.until(server.service.undo(ann));
    await server.expectState(ann, undefined, 'After an undo during a hold');
    await server.request(ann);
    assert.deepEqual(await holdsOf(server, ann), ['case 1'], 'Requested again, it is still held by');
    await clock.advance(day);
    await server.run();
    assert.equal(
      company.erasesOf(ann).length,
      0,
      'While the hold lasts, so many calls of erase() were made:',
    );
    await clock.until(server.service.release(ann, 'case 1'));
    await server.run();
    company.expectGone(ann, 'After the release');
  });

  it('R9 R10 keeps its word if a hold meets a run: what it calls intact stays so', async () => {
    const results: Record<HoldResult, number> = { intact: 0, partial: 0, gone: 0 };
    for (let round = 0; round < 24; round++) {
      const company = new Company({ plans: prompt, graceMs: hour });
      const ann = person(round);
      company.fill(ann, 2);
      const before = company.left(ann);
      const [one, two] = [company.start(), company.start()];
      await one.request(ann);
      await clock.advance(hour);
      company.book.latencyMs = latency.uniform(0, 12);
      const run = one.service.run();
      await clock.advance(random.int(0, random.pick([20, 20, 400])));
      const result = await hold(two, ann, 'case 1');
      results[result] += 1;
      const begun = company.erasesOf(ann).length;
      await clock.until(run);
      await one.runFor(2 * minute);
      if (result === 'intact') {
        assert.equal(begun, 0, 'hold() gave intact, so no erase() should have begun before');
        assert.equal(company.erasesOf(ann).length, 0, 'hold() gave intact, so no erase() may begin after it');
        assert.deepEqual(company.left(ann), before, 'hold() gave intact, so everything should be there:');
        await one.expectState(ann, 'pending', 'While it is held intact');
      }
      if (result === 'gone') company.expectGone(ann, 'hold() gave gone, so');
    }
    for (const [result, count] of Object.entries(results)) trace.reading(result, count, { unit: 'of 24' });
  });

  it('R11 stops a purge that is under way within `timeoutMs`, keeps what is left, and finishes after the release', async () => {
    const company = new Company({ plans: prompt, timeoutMs: 5 * second });
    const ann = person(1);
    for (const shelf of company.shelves) {
      shelf.put(ann, 60);
      shelf.latencyMs = 2 * second;
    }
    company.watch(ann);
    const [server, court] = [company.start(), company.start()];
    await server.request(ann);
    await clock.advance(day);
    const run = server.service.run();
    await clock.advance(random.int(10, 30) * second);
    assert.equal(await hold(court, ann, 'case 1'), 'partial', 'In the middle of a purge hold() should give');
    trace.mark('servers', 'hold');
    const heldAt = Date.now();
    await clock.until(run, hour);
    await server.runFor(10 * minute);
    const late = company.erasesOf(ann).filter(({ at }) => at > heldAt + 5 * second);
    assert.equal(late.length, 0, 'Later than timeoutMs after the hold, so many calls of erase() began:');
    for (const name of ['database', 'objects'])
      assert.ok(company.shelf(name).has(ann) > 0, `Of ${name} something should be left`);
    await court.expectState(ann, 'purging', 'While it is held');
    await clock.until(court.service.release(ann, 'case 1'));
    trace.mark('servers', 'release');
    await server.runFor(2 * minute);
    company.expectGone(ann, 'After the release');
    await server.expectState(ann, 'completed', 'After the release');
  });

  it('R11 answers a hold that comes too late with what there is: a part, or nothing', async () => {
    const company = new Company({ plans: four });
    const ann = person(1);
    company.fill(ann);
    const server = company.start();
    await server.forget(ann);
    assert.equal(await hold(server, ann, 'case 1'), 'partial', 'When the purge has begun hold() should give');
    assert.equal(await hold(server, ann, 'case 1'), 'partial', 'The same hold again should give');
    await clock.until(server.service.release(ann, 'case 1'));
    await server.runFor(20 * minute);
    const { certificate } = await server.proof(ann);
    assert.equal(await hold(server, ann, 'case 2'), 'gone', 'After the purge hold() should give');
    assert.deepEqual(await holdsOf(server, ann), ['case 2'], 'The holds are');
    assert.deepEqual((await server.proof(ann)).certificate, certificate, 'The certificate is still');
  });
});

describe('What the ledger knows', () => {
  it('R12 is nothing about who it was, once an erasure is completed', async () => {
    const company = new Company();
    const people = Array.from({ length: 6 }, (_, i) => person(i));
    for (const one of people) company.fill(one, 3);
    for (const shelf of company.shelves) shelf.mishap = () => (random.chance(0.3) ? 'rejects' : undefined);
    const server = company.start();
    await server.forget(...people);
    await server.runFor(10 * minute);
    for (const shelf of company.shelves) shelf.mishap = () => undefined;
    await server.runFor(2 * hour);
    await clock.advance(2 * hour);
    await server.run();
    for (const one of people) {
      await server.expectState(one, 'completed', 'At the end');
      company.expectForgotten(one, 'When it is completed,');
    }
  });

  it('R12 is nothing at all after an undo, and a pseudonym where there is only a hold', async () => {
    const company = new Company();
    const [ann, bob] = [person(1), person(2)];
    const server = company.start();
    await server.request(ann);
    await clock.until(server.service.undo(ann));
    company.expectForgotten(ann, 'After an undo');
    const texts = company.book.texts().join('\n');
    assert.ok(
      !texts.includes(pseudonymOf(ann)),
      'After an undo the ledger should not know the reference either',
    );
    await hold(server, bob, 'case 1');
    company.expectForgotten(bob, 'When there is only a hold,');
    await server.request(bob);
    await clock.until(server.service.undo(bob));
    company.expectForgotten(bob, 'When the request was undone and the hold is left,');
    await clock.until(server.service.release(bob, 'case 1'));
    assert.ok(
      !company.book.texts().join('\n').includes(pseudonymOf(bob)),
      'Without request and hold the ledger should not know the reference either',
    );
  });

  it('R12 keeps the person out of what others see: status, deadlines, errors', async () => {
    const company = new Company({ plans: prompt });
    const ann = person(1);
    company.fill(ann);
    const server = company.start();
    await server.request(ann);
    company.shelf('logs').mishap = () => 'rejects';
    await clock.advance(day);
    await server.run();
    const error: unknown = await clock.until(server.service.undo(ann).catch((reason: unknown) => reason));
    const seen = JSON.stringify([
      await clock.until(server.service.status(ann)),
      await clock.until(server.service.deadlines()),
      error instanceof Error ? [error.name, error.message] : error,
    ]);
    const needle = JSON.stringify(ann).slice(1, -1);
    assert.ok(!seen.includes(needle), 'Status, deadlines and errors should hold pseudonyms, not the subject');
  });
});
