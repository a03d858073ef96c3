import assert from 'node:assert/strict';
import { clock, deferred, random, trace } from '#testkit';
import { Company, day, filed, four, hour, minute, person, prompt, second } from './company.ts';
import { isSigned, keyId, pseudonymOf } from './vault.ts';

/** All that an error says, with what it was made of. */
function wordsOf(error: unknown, depth = 3): string {
  if (typeof error === 'string') return error;
  if (typeof error !== 'object' || error === null || depth === 0) return '';
  const values = Reflect.ownKeys(error).map(key => wordsOf(Reflect.get(error, key), depth - 1));
  return [error instanceof Error ? error.message : '', ...values].join('\n');
}

describe('Certificates', () => {
  it('R13 says what was erased where and when, signed so that anybody can verify it', async () => {
    const company = new Company({ signs: true });
    const ann = person(1);
    company.fill(ann);
    const server = company.start();
    const requestedAt = Date.now();
    await server.forget(ann);
    assert.equal(
      await clock.until(server.service.certificate(ann)),
      undefined,
      'Before it is completed there is',
    );
    await server.runFor(20 * minute);
    const { certificate, body } = await server.proof(ann);
    const { completedAt } = body;
    const expected = {
      reference: pseudonymOf(ann),
      requestedAt,
      deadlineAt: requestedAt + 30 * day,
      completedAt,
      stores: four.map(({ name }, i) => ({ name, emptyAt: body.stores[i]?.emptyAt })),
      backupsGoneAt: completedAt + 30 * day,
    };
    assert.deepEqual(body, expected, 'The body of the certificate should be');
    assert.equal(certificate.keyId, keyId, 'It should name the key that signed it');
    assert.ok(isSigned(certificate.body, certificate.signature), 'The signature should hold for the body');
    const changed = certificate.body.replace(String(completedAt), String(completedAt - day));
    assert.ok(!isSigned(changed, certificate.signature), 'The signature should not hold for another body');
  });

  it('R13 tells the truth about when each store was empty', async () => {
    for (let round = 0; round < 5; round++) {
      const company = new Company({ retry: { baseMs: minute, capMs: 5 * minute } });
      const ann = person(round);
      company.fill(ann, 8);
      company.raceReaders();
      const failing = random.pick(['database', 'cache', 'logs', 'objects']);
      company.shelf(failing).mishap = () => (random.chance(0.5) ? 'rejects' : undefined);
      for (const shelf of company.shelves) shelf.latencyMs = random.int(0, 2) * second;
      const server = company.start();
      await server.forget(ann);
      await server.runFor(15 * minute);
      company.shelf(failing).mishap = () => undefined;
      await server.runFor(30 * minute);
      const { body } = await server.proof(ann);
      for (const { name, emptyAt } of body.stores) {
        const really = company.shelf(name).emptiedAt.get(ann) ?? 0;
        assert.ok(emptyAt >= really, `${name} is said to be empty before its last item was removed`);
        assert.ok(emptyAt <= body.completedAt, `${name} is said to be empty after it was completed`);
      }
      assert.ok(body.completedAt <= Date.now(), 'It was completed in the past');
    }
  });

  it('R13 gives the same certificate each time, on each server, in each later run', async () => {
    const company = new Company({ plans: prompt, signs: true });
    const ann = person(1);
    company.fill(ann);
    const server = company.start();
    await server.forget(ann);
    const { certificate } = await server.proof(ann);
    for (const wait of [second, hour, 40 * day]) {
      await clock.advance(wait);
      await server.run();
      const { service } = company.start();
      assert.deepEqual(
        await clock.until(service.certificate(ann)),
        certificate,
        'The certificate should still be',
      );
    }
  });

  it('R8 R13 finishes all others if the vault does not sign for one, and says so', async () => {
    const company = new Company({ plans: prompt, parallel: 1 });
    const people = Array.from({ length: 4 }, (_, i) => person(i));
    for (const one of people) company.fill(one, 3);
    let signed = 0;
    company.vaultMishap = operation => operation === 'sign' && ++signed === 1;
    const server = company.start();
    for (const one of people) await server.request(one);
    await clock.advance(day);
    const fulfils = await clock.until(
      server.service.run().then(
        () => true,
        () => false,
      ),
      hour,
    );
    const states = await Promise.all(people.map(one => server.stateOf(one)));
    const open = states.filter(state => state !== 'completed').length;
    assert.ok(open <= 1, `The vault did not sign once, and of 4 erasures ${open} are not completed`);
    if (open > 0) assert.equal(fulfils, false, 'As one of them could not be completed, run() fulfils:');
    await clock.advance(minute);
    await server.run();
    for (const one of people) await server.expectState(one, 'completed', 'When the vault signs again');
  });

  it('R13 waits for the vault: nothing is completed that is not signed', async () => {
    const company = new Company({ plans: prompt, signs: true });
    const ann = person(1);
    company.fill(ann);
    company.vaultMishap = operation => operation === 'sign';
    const server = company.start();
    await server.request(ann);
    await clock.advance(day);
    await clock.until(server.service.run().catch(() => undefined));
    await server.expectState(ann, 'purging', 'When the vault does not sign');
    assert.equal(await clock.until(server.service.certificate(ann)), undefined, 'Then the certificate is');
    company.vaultMishap = () => false;
    await clock.advance(minute);
    await server.run();
    await server.expectState(ann, 'completed', 'When the vault signs again');
    await server.proof(ann);
  });
});

describe('Restores', () => {
  it('R14 forgets again whom it had forgotten, and nobody else', async () => {
    const company = new Company();
    const people = Array.from({ length: 14 }, (_, i) => person(i));
    for (const one of people) company.fill(one, 4);
    const backup = company.snapshot();
    const forgotten = people.slice(0, 6);
    const [undone, waiting, ...strangers] = people.slice(6) as [string, string, ...string[]];
    company.watch(forgotten[0]!);
    const server = company.start();
    await server.request(undone);
    await clock.until(server.service.undo(undone));
    await server.forget(...forgotten);
    await server.runFor(20 * minute);
    const old = await server.proof(forgotten[0]!);
    await server.request(waiting);
    company.restore(backup, ['database', 'objects']);
    const kept = [undone, waiting, ...strangers].map(one => company.left(one));
    await clock.until(server.service.restored(['database', 'objects']));
    for (const one of forgotten) {
      await server.expectState(one, 'purging', 'When restored() has fulfilled');
      assert.equal(await clock.until(server.service.certificate(one)), undefined, 'Then the certificate is');
    }
    await server.expectState(waiting, 'pending', 'Of a request in its grace period');
    await server.expectState(undone, undefined, 'Of a request that was undone');
    await server.runFor(20 * minute);
    for (const one of forgotten) {
      company.expectGone(one, 'After the restore and 20 minutes of runs');
      company.expectForgotten(one, 'After the restore and 20 minutes of runs');
      await server.expectState(one, 'completed', 'Then');
    }
    const fresh = await server.proof(forgotten[0]!);
    assert.ok(fresh.body.completedAt > old.body.completedAt, 'There should be a new certificate');
    assert.equal(fresh.body.deadlineAt, old.body.deadlineAt, 'The deadline is still');
    assert.deepEqual(
      [undone, waiting, ...strangers].map(one => company.left(one)),
      kept,
      'All others still have',
    );
  });

  it('R5 R14 thinks of the copies that readers make of restored rows', async () => {
    const company = new Company();
    const ann = person(1);
    company.fill(ann, 4);
    const backup = company.snapshot();
    const server = company.start();
    await server.forget(ann);
    await server.runFor(20 * minute);
    await clock.advance(3 * day);
    company.restore(backup, ['database']);
    company.raceReaders();
    for (const [to, lagMs] of [
      ['cache', 5 * second],
      ['logs', 15 * minute],
    ] as const)
      company.copy('database', to, ann, random.int(0, lagMs - 1));
    await clock.until(server.service.restored(['database']));
    await server.runFor(40 * minute);
    await server.expectState(ann, 'completed', 'After the restore');
    company.expectGone(ann, 'After the restore');
  });

  it('R14 empties all that copy from a restored store, also through other copies', async () => {
    const company = new Company({
      plans: [
        { name: 'edge', copiesFrom: { store: 'cache', lagMs: 20 * second } },
        { name: 'database' },
        { name: 'cache', copiesFrom: { store: 'database', lagMs: 5 * second } },
      ],
    });
    const ann = person(1);
    company.fill(ann, 4);
    company.watch(ann);
    const backup = company.snapshot();
    const server = company.start();
    await server.forget(ann);
    await server.runFor(3 * minute);
    await server.expectState(ann, 'completed', 'Before the restore');
    company.restore(backup, ['database']);
    company.copy('database', 'cache', ann, random.int(0, 4_000));
    await clock.advance(4_500);
    company.copy('cache', 'edge', ann, random.int(0, 19_999));
    await clock.until(server.service.restored(['database']));
    await server.runFor(5 * minute);
    await server.expectState(ann, 'completed', 'After the restore');
    company.expectGone(ann, 'It is completed again, so');
  });

  it('R7 R14 counts failures from the beginning again, while a pause that has begun lasts', async () => {
    const company = new Company({ plans: prompt, retry: { baseMs: 10 * minute, capMs: day } });
    const ann = person(1);
    company.fill(ann, 3);
    const backup = company.snapshot();
    const server = company.start();
    company.shelf('logs').mishap = () => 'rejects';
    await server.forget(ann);
    for (const pauseMs of [10 * minute, 20 * minute]) {
      await clock.advance(pauseMs);
      await server.run();
    }
    const restoredAfter = random.int(0, 39 * minute);
    await clock.advance(restoredAfter);
    company.restore(backup, ['database']);
    await clock.until(server.service.restored(['database']));
    const expectPause = async (ms: number, which: string): Promise<void> => {
      company.calls.length = 0;
      const calls = (): number => company.calls.filter(({ store }) => store === 'logs').length;
      await server.run();
      await clock.advance(ms - 1);
      await company.start().run();
      assert.equal(calls(), 0, `Calls until 1 ms before ${which} ends`);
      await clock.advance(1);
      await company.start().run();
      assert.ok(calls() > 0, `When ${which} ends, the store should be tried again`);
    };
    await expectPause(40 * minute - restoredAfter, 'the third pause, in which the restore was,');
    await expectPause(10 * minute, 'the pause after the first failure since the restore');
    company.shelf('logs').mishap = () => undefined;
    await clock.advance(20 * minute);
    await server.run();
    await server.expectState(ann, 'completed', 'When the store works again');
    company.expectGone(ann, 'It is completed, so');
  });

  it('R14 may be told more than once, and of stores in which nobody is', async () => {
    const company = new Company({ plans: prompt });
    const [ann, bob] = [person(1), person(2)];
    company.fill(ann, 4);
    company.fill(bob, 4);
    const backup = company.snapshot();
    const server = company.start();
    await server.forget(ann);
    const { certificate } = await server.proof(ann);
    company.restore(new Map(), ['cache']);
    await clock.until(server.service.restored(['cache']));
    await server.expectState(ann, 'completed', 'When nothing of the subject came back');
    assert.deepEqual((await server.proof(ann)).certificate, certificate, 'The certificate is still');
    const eve = person(3);
    company.fill(eve, 4);
    company.shelf('logs').mishap = () => 'rejects';
    await server.forget(eve);
    await clock.until(server.service.restored(['cache']));
    const [entry] = await clock.until(server.service.deadlines());
    assert.deepEqual(entry?.waitingFor, ['logs'], 'Who is not in the restored store goes on waiting for');
    company.shelf('logs').mishap = () => undefined;
    company.restore(backup, ['cache', 'logs']);
    await clock.until(server.service.restored(['cache', 'logs']));
    await server.run();
    await clock.until(company.start().service.restored(['cache', 'logs']));
    await server.run();
    company.expectGone(ann, 'After the restore was told twice');
    await server.expectState(ann, 'completed', 'After the restore was told twice');
  });

  it('R14 does not believe what it saw before the restore', async () => {
    for (const slow of ['database', 'cache', 'logs']) {
      const company = new Company({ plans: prompt, timeoutMs: minute });
      const ann = person(1);
      company.fill(ann, 5);
      const backup = company.snapshot();
      const [server, operator] = [company.start(), company.start()];
      await server.request(ann);
      await clock.advance(day);
      const shelf = company.shelf(slow);
      shelf.latencyMs = random.int(2, 20) * second;
      const foundEmpty = deferred();
      shelf.whenFoundEmpty = () => foundEmpty.resolve();
      const run = server.service.run();
      await clock.until(foundEmpty.promise, hour);
      // What the store has just found is still on its way; all that comes now is quick.
      shelf.latencyMs = 0;
      company.restore(backup, ['database', 'cache', 'logs', 'objects']);
      await clock.until(operator.service.restored(['database', 'cache', 'logs', 'objects']), hour);
      await clock.until(run, hour);
      await server.runFor(10 * minute);
      await server.expectState(
        ann,
        'completed',
        `With ${slow} restored when it had just been seen to be empty`,
      );
      company.expectGone(ann, `With ${slow} restored when it had just been seen to be empty`);
    }
  });

  it('R13 R14 certifies nothing that came back while the certificate was being signed', async () => {
    const company = new Company({ plans: prompt });
    const ann = person(1);
    company.fill(ann, 4);
    const backup = company.snapshot();
    const [server, operator] = [company.start(), company.start()];
    let state: string | undefined;
    company.whileSigning = async () => {
      company.whileSigning = () => Promise.resolve();
      company.restore(backup, ['database', 'cache']);
      await operator.service.restored(['database', 'cache']);
      state = (await operator.service.status(ann))?.state;
    };
    await server.request(ann);
    await clock.advance(day);
    await server.run();
    assert.equal(state, 'purging', 'When restored() has fulfilled the state is');
    if ((await server.stateOf(ann)) === 'completed') company.expectGone(ann, 'It is completed, so');
    await server.runFor(2 * minute);
    await server.expectState(ann, 'completed', 'Two minutes later');
    company.expectGone(ann, 'Two minutes later');
    await server.proof(ann);
  });

  it('R8 R14 does not fulfil what it could not write down', async () => {
    for (const operation of ['read', 'swap'] as const) {
      const company = new Company({ plans: prompt });
      const people = Array.from({ length: 5 }, (_, i) => person(i));
      for (const one of people) company.fill(one, 3);
      const backup = company.snapshot();
      const server = company.start();
      await server.forget(...people);
      company.restore(backup, ['logs']);
      let calls = 0;
      const failing = random.int(1, 5);
      company.book.mishap = asked => (asked === operation && ++calls === failing ? 'before' : undefined);
      const isDone = await clock.until(
        server.service.restored(['logs']).then(
          () => true,
          () => false,
        ),
      );
      company.book.mishap = () => undefined;
      if (!isDone) await clock.until(server.service.restored(['logs']));
      for (const one of people) await server.expectState(one, 'purging', 'When restored() has fulfilled');
      await server.run();
      for (const one of people) company.expectGone(one, 'After the restore');
    }
  });

  it('R11 R14 leaves what a case holds as it was restored, until the release', async () => {
    const company = new Company({ plans: prompt });
    const ann = person(1);
    company.fill(ann, 4);
    const backup = company.snapshot();
    const server = company.start();
    await server.forget(ann);
    await clock.until(server.service.hold(ann, 'case 3'));
    company.restore(backup, ['database', 'objects']);
    const restored = company.left(ann);
    await clock.until(server.service.restored(['database', 'objects']));
    await server.runFor(5 * minute);
    assert.deepEqual(company.left(ann), restored, 'While a case holds it, there should be');
    await clock.until(server.service.release(ann, 'case 3'));
    await server.run();
    company.expectGone(ann, 'After the release');
    company.expectForgotten(ann, 'After the release');
  });

  it('R12 R14 tells of a store that does not say whom it holds, and names nobody', async () => {
    for (const mishap of ['rejects', 'is silent'] as const) {
      const company = new Company({ plans: prompt });
      const people = Array.from({ length: 5 }, (_, i) => person(i));
      for (const one of people) company.fill(one, 3);
      const backup = company.snapshot();
      const server = company.start();
      await server.forget(...people);
      company.restore(backup, ['logs']);
      // The error of this store names the last one of the page before.
      let pages = 0;
      const failing = random.int(2, 3);
      company.shelf('logs').mishap = () => (++pages === failing ? mishap : undefined);
      const outcome = await clock.until(
        server.service.restored(['logs']).catch((error: unknown) => ({ error })),
        hour,
      );
      if (outcome) {
        const said = wordsOf(outcome.error);
        const named = people.filter(one => said.includes(one));
        assert.equal(named.length, 0, `People named by the error of restored(), when a store ${mishap}`);
        await clock.until(server.service.restored(['logs']));
      }
      for (const one of people) await server.expectState(one, 'purging', 'When restored() has fulfilled');
      await server.run();
      for (const one of people) company.expectGone(one, 'After the restore');
    }
    const fulfils = await clock.until(
      new Company()
        .start()
        .service.restored(['cellar'])
        .then(
          () => true,
          () => false,
        ),
    );
    assert.equal(fulfils, false, 'restored() of a store that there is not fulfils');
  });

  it('R4 R14 stops a purge whose rows came back with files, before the rows are gone', async () => {
    const company = new Company({ plans: filed, timeoutMs: 5 * second });
    const ann = person(1);
    company.fill(ann, 9);
    const database = company.shelf('database');
    database.put(ann, 30);
    company.watch(ann);
    const backup = company.snapshot();
    // Fewer rows come back than there are, so that counting does not show it.
    database.put(ann, 90);
    const [server, operator] = [company.start(), company.start()];
    await server.request(ann);
    await clock.advance(day);
    database.latencyMs = 2 * second;
    const run = server.service.run();
    await clock.advance(random.int(8_000, 30_000));
    assert.equal(company.shelf('objects').has(ann), 0, 'Before the restore the files are gone:');
    company.restore(backup, ['database', 'objects']);
    await clock.until(operator.service.restored(['database', 'objects']), hour);
    await clock.until(run, hour);
    database.latencyMs = 0;
    await server.runFor(minute);
    await server.expectState(ann, 'completed', 'After the restore');
    company.expectGone(ann, 'Files that nobody can find any more are still files:');
  });

  for (const names of [
    ['database', 'objects'],
    ['objects', 'database'],
  ])
    it(`R4 R14 finds the files again if there are runs while it looks for people (${names.join(', ')})`, async () => {
      const company = new Company({ plans: filed });
      const people = Array.from({ length: 5 }, (_, i) => person(i));
      for (const one of people) company.fill(one, 7);
      company.watch(people[0]!);
      const backup = company.snapshot();
      const [server, operator] = [company.start(), company.start()];
      await server.forget(...people);
      company.restore(backup, names);
      for (const name of names)
        company.shelf(name).latencyOf = operation => (operation === 'subjects' ? 3 * second : 0);
      let isDone = false;
      const restored = operator.service.restored(names).then(() => void (isDone = true));
      for (let seconds = 0; !isDone && seconds < 60; seconds++) {
        await clock.advance(second);
        await server.run();
      }
      await clock.until(restored, hour);
      await server.run();
      for (const one of people) {
        await server.expectState(one, 'completed', 'After the restore');
        company.expectGone(one, 'Files that nobody can find any more are still files:');
      }
    });

  it('R4 R14 resumes a purge whose stores were restored, files and rows together', async () => {
    const company = new Company({ plans: filed });
    const ann = person(1);
    company.fill(ann, 9);
    company.watch(ann);
    const backup = company.snapshot();
    const server = company.start();
    company.shelf('database').mishap = operation => (operation === 'erase' ? 'rejects' : undefined);
    await server.forget(ann);
    assert.equal(company.shelf('objects').has(ann), 0, 'Before the restore the files are gone:');
    company.restore(backup, ['database', 'objects']);
    company.shelf('database').mishap = () => undefined;
    await clock.until(server.service.restored(['database', 'objects']));
    await clock.advance(hour);
    await server.run();
    company.expectGone(ann, 'After the restore');
    trace.mark('servers', 'completed', 'good');
    await server.expectState(ann, 'completed', 'After the restore');
  });
});
