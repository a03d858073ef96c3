import assert from 'node:assert/strict';
import { clock, latency, random, trace } from '#testkit';
import {
  Company,
  day,
  hour,
  insist,
  minute,
  person,
  prompt,
  second,
  type CrashPlan,
  type Server,
} from './company.ts';

/** Two stores that depend on each other in both ways and one that does not: every kind of step, in few calls. */
const plans = [
  { name: 'database', batch: 2 },
  { name: 'cache', copiesFrom: { store: 'database', lagMs: minute } },
  { name: 'objects', foundThrough: 'database' },
];

/** At every call of the story, until the story is over before it comes to that. Gives how many there are. */
async function atEveryCall(
  when: CrashPlan['when'],
  story: (crash: CrashPlan) => Promise<Server>,
): Promise<number> {
  const most = 250;
  for (let at = 1; at <= most; at++) {
    const first = await story({ at, when });
    if (!first.isDead) return at - 1;
  }
  return most;
}

/** Runs every minute, on new servers if need be, until it is completed. Gives a server that does not end. */
async function finish(company: Company, server: Server, subject: string): Promise<Server> {
  const observer = company.start();
  let current = server;
  for (let runs = 0; runs < 30; runs++) {
    current = await insist(company, current, one => one.service.run());
    if ((await observer.stateOf(subject)) === 'completed') return observer;
    await clock.advance(minute);
  }
  assert.fail('After half an hour of runs since the crash the erasure should be completed');
}

describe('Crashes, and servers at the same time', () => {
  it('R8 comes to the same end wherever a server ends between the request and the certificate', async () => {
    const calls = await atEveryCall('before', async crash => {
      const company = new Company({ plans });
      const ann = 'ann@example.org';
      for (const shelf of company.shelves) shelf.put(ann, 3);
      const first = company.start(crash);
      let server = await insist(company, first, one => one.service.request(ann));
      const requestedAt = Date.now();
      await clock.advance(day - 1);
      server = await insist(company, server, one => one.service.run());
      assert.equal(company.erasesOf(ann).length, 0, 'Nothing may be erased in the grace period');
      await clock.advance(1);
      server = await finish(company, server, ann);
      company.expectGone(ann, `After a crash before call ${crash.at}`);
      company.expectForgotten(ann, `After a crash before call ${crash.at}`);
      const { body } = await server.proof(ann);
      assert.equal(body.requestedAt, requestedAt, 'The certificate should tell when it was requested:');
      return first;
    });
    trace.reading('calls', calls, { note: 'A server ended before each of them once.' });
  });

  it('R8 R14 comes to the same end wherever a server ends between the restore and the second certificate', async () => {
    const [ann, bob] = ['ann@example.org', 'bob@example.org'];
    const before = new Company({ plans });
    for (const one of [ann, bob]) for (const shelf of before.shelves) shelf.put(one, 2);
    const backup = before.snapshot();
    const calm = before.start();
    await calm.forget(ann);
    await calm.runFor(minute);
    const old = await calm.proof(ann);
    await clock.advance(hour);
    const calls = await atEveryCall(random.pick(['before', 'after'] as const), async crash => {
      const company = new Company({ plans });
      for (const [key, text] of before.book.entries) company.book.entries.set(key, text);
      company.restore(backup, ['database', 'objects']);
      company.shelf('cache').put(bob, 2);
      const first = company.start(crash);
      const server = await insist(company, first, one => one.service.restored(['database', 'objects']));
      const observer = await finish(company, server, ann);
      company.expectGone(ann, `After a restore and a crash at call ${crash.at}`);
      company.expectForgotten(ann, `After a restore and a crash at call ${crash.at}`);
      const { body } = await observer.proof(ann);
      assert.ok(body.completedAt > old.body.completedAt, 'There should be a new certificate');
      assert.deepEqual(
        company.left(bob),
        { database: 2, cache: 2, objects: 2 },
        'Of somebody else there should be',
      );
      return first;
    });
    trace.reading('calls', calls);
  });

  it('R8 survives a server that ends again and again', async () => {
    for (let round = 0; round < 2; round++) {
      const company = new Company({ retry: { baseMs: second, capMs: minute } });
      const people = [person(1), person(2), person(3)];
      for (const one of people) company.fill(one, 8);
      if (round === 0) company.watch(people[0]!);
      company.raceReaders();
      const next = (): Server =>
        company.start({ at: random.int(1, 25), when: random.pick(['before', 'after'] as const) });
      let server = next();
      for (const one of people)
        server = await insist(company, server, ({ service }) => service.request(one), next);
      await clock.advance(day);
      for (let runs = 0; runs < 40; runs++) {
        if (server.isDead) server = next();
        await clock.until(Promise.race([server.service.run(), server.died.promise]), hour);
        await clock.advance(minute);
      }
      const calm = company.start();
      await calm.runFor(20 * minute);
      for (const one of people) {
        await calm.expectState(one, 'completed', 'After forty minutes of crashes');
        company.expectGone(one, 'After forty minutes of crashes');
      }
    }
  });

  it('R8 asks again when the ledger or the vault fails, whether its work was done or not', async () => {
    for (let round = 0; round < 2; round++) {
      const company = new Company({ plans: prompt });
      const people = [person(1), person(2), person(3)];
      for (const one of people) company.fill(one, 5);
      company.book.mishap = () =>
        random.chance(0.15) ? random.pick(['before', 'after'] as const) : undefined;
      company.vaultMishap = () => random.chance(0.15);
      const server = company.start();
      const again = async (work: () => Promise<unknown>): Promise<void> => {
        for (let tries = 0; tries < 60; tries++)
          if (
            await clock.until(
              work().then(
                () => true,
                () => false,
              ),
              hour,
            )
          )
            return;
        assert.fail('A call should succeed at last, as only one call in seven fails');
      };
      for (const one of people) await again(() => server.service.request(one));
      const [ann, ...others] = people as [string, ...string[]];
      await again(() => server.service.hold(ann, 'case 1'));
      await clock.advance(day);
      for (let runs = 0; runs < 40; runs++) {
        await clock.until(
          server.service.run().catch(() => undefined),
          hour,
        );
        await clock.advance(minute);
      }
      assert.equal(
        company.erasesOf(ann).length,
        0,
        'The hold was confirmed before the grace period was over',
      );
      for (const one of others) company.expectGone(one, 'After 40 runs of which some failed');
      await again(() => server.service.release(ann, 'case 1'));
      company.book.mishap = () => undefined;
      company.vaultMishap = () => false;
      await clock.advance(hour);
      await server.run();
      for (const one of people)
        await server.expectState(one, 'completed', 'When the ledger and the vault work again');
      company.expectGone(ann, 'After the hold');
    }
  });

  it('R9 R13 lets several servers run at once: all is gone, and there is one certificate', async () => {
    for (let round = 0; round < 2; round++) {
      const company = new Company({ retry: { baseMs: second, capMs: second } });
      const people = [person(1), person(2)];
      for (const one of people) company.fill(one, 9);
      company.raceReaders();
      company.book.latencyMs = latency.uniform(1, 30);
      for (const shelf of company.shelves) {
        shelf.latencyMs = latency.uniform(1, 200);
        shelf.mishap = () => (random.chance(0.1) ? 'rejects after it' : undefined);
      }
      const servers = [1, 2, 3].map(() => company.start());
      for (const [i, one] of people.entries()) await servers[i]!.request(one);
      await clock.advance(day);
      const seen = new Map<string, string>();
      for (let runs = 0; runs < 19; runs++) {
        await clock.until(Promise.all(servers.map(({ service }) => service.run())), hour);
        for (const one of people) {
          const { service } = random.pick(servers);
          const certificate = await clock.until(service.certificate(one));
          if (!certificate) continue;
          company.expectGone(one, 'There is a certificate, so');
          const known = seen.get(one) ?? certificate.body;
          assert.equal(certificate.body, known, 'Every server should give the same certificate:');
          seen.set(one, known);
        }
        await clock.advance(minute);
      }
      for (const shelf of company.shelves) shelf.mishap = () => undefined;
      await servers[0]!.runFor(3 * minute);
      for (const one of people) {
        const { certificate } = await servers[0]!.proof(one);
        assert.equal(
          certificate.body,
          seen.get(one) ?? certificate.body,
          'At the end there should be the same certificate:',
        );
      }
      for (const one of people) company.expectGone(one, 'At the end');
    }
  });
});
