import assert from 'node:assert/strict';
import { clock, random, trace } from '#testkit';
import {
  allow,
  Company,
  day,
  deny,
  nordwind,
  permissions,
  randomCompany,
  randomPeriod,
  scopes,
  texts,
  users,
} from './company.ts';

const reader = (): Company =>
  new Company().add('reader', 'chief').inherit('chief', 'reader').rule('reader', allow('read'));

describe('Roles for a while', () => {
  it('R8 a grant holds from its first moment to its last, to the millisecond', async () => {
    for (const [begins, lasts] of [
      [0, 1],
      [1, 1],
      [1_234, 60_000],
      [day, 7 * day],
    ] as const) {
      const company = reader();
      const from = clock.now() + begins;
      company.grant('ann', 'chief', { from, until: from + lasts });
      for (const at of [from - 1, from, from + lasts - 1, from + lasts, from + lasts + day]) {
        if (at < clock.now()) continue;
        await clock.advanceTo(at);
        const isHeld = at >= from && at < from + lasts;
        company.expect('ann', 'read', '', `${at - from} ms after the beginning of ${lasts}`, isHeld);
      }
    }
  });

  it('R8 a week as senior analyst leaves the analyst an analyst', async () => {
    for (const weekFirst of [true, false]) {
      const company = nordwind().rule('analyst', allow('read')).rule('senior-analyst', allow('approve'));
      const week = { from: clock.now() + day, until: clock.now() + 8 * day };
      if (weekFirst) company.grant('ann', 'senior-analyst', week).grant('ann', 'analyst');
      else company.grant('ann', 'analyst').grant('ann', 'senior-analyst', week);
      company.grant('bob', 'senior-analyst').grant('bob', 'senior-analyst', week);
      for (let hour = 0; hour < 10 * 24; hour += 6) {
        const isSenior = clock.now() >= week.from && clock.now() < week.until;
        company.expect('ann', 'read', '', 'An analyst', true);
        company.expect('ann', 'approve', '', `Hour ${hour}`, isSenior);
        company.expect('bob', 'approve', '', 'A grant for ever and one for a week', true);
        await clock.advance(day / 4);
      }
    }
  });

  it('R8 grants of one role add up, with gaps where there are gaps', async () => {
    const company = reader();
    const start = clock.now();
    const hour = day / 24;
    for (const [from, until] of random.shuffle([
      [1, 3],
      [2, 4],
      [4, 5],
      [7, 9],
      [8, 9],
    ] as const))
      company.grant('ann', 'reader', { from: start + from * hour, until: start + until * hour });
    for (let at = 0; at < 10; at++) {
      const isHeld = (at >= 1 && at < 5) || at === 7 || at === 8;
      company.expect('ann', 'read', '', `In hour ${at}`, isHeld);
      trace.point('grants that hold', isHeld ? 1 : 0);
      await clock.advance(hour);
    }
  });

  it('R8 a grant of a hundred years neither ends at once nor leaves a timer behind', async () => {
    const company = reader();
    const until = clock.now() + 36_525 * day;
    company.grant('ann', 'reader', { until }).grant('bob', 'reader', { from: until });
    assert.equal(clock.pending(), 0, 'Nobody should wait a hundred years for a timer');
    for (const pause of [1, day, 25 * day, 1_000 * day]) {
      await clock.advance(pause);
      company.expect('ann', 'read', '', 'Within a hundred years', true);
      company.expect('bob', 'read', '', 'A hundred years too early', false);
    }
    await clock.advanceTo(until);
    company.expect('ann', 'read', '', 'After a hundred years', false);
    company.expect('bob', 'read', '', 'After a hundred years', true);
  });

  it('R8 agrees with the model at any moment', async () => {
    for (let round = 0; round < 6; round++) {
      const company = randomCompany();
      for (let i = 0; i < 12; i++)
        company.grant(random.pick(users), random.pick([...company.model.roles]), randomPeriod());
      const bounds = company.model.grants.flatMap(({ period }) => [period.from, period.until]);
      const moments = bounds.flatMap(at => (at === undefined || at <= clock.now() + 1 ? [] : [at - 1, at]));
      for (const at of moments.sort((a, b) => a - b)) {
        await clock.advanceTo(at);
        for (const user of users)
          company.expect(
            user,
            random.pick(permissions),
            random.pick(scopes),
            `Company ${round + 1}, at a bound`,
          );
      }
    }
  });
});

describe('Taken away', () => {
  it('R9 revoking ends every grant of that role, those to come included, and of no other', async () => {
    const company = reader();
    const now = clock.now();
    company
      .grant('ann', 'reader')
      .grant('ann', 'reader', { from: now + day })
      .grant('ann', 'chief', { until: now + day });
    company.grant('bob', 'reader').revoke('ann', 'reader');
    company.expect('ann', 'read', '', 'A chief is a reader, too', true);
    company.expect('bob', 'read', '', 'Somebody else', true);
    await clock.advance(2 * day);
    company.expect(
      'ann',
      'read',
      '',
      'The grant that was to come was revoked, and the chief’s is over',
      false,
    );
    company.revoke('ann', 'reader').revoke('ann', 'chief').revoke('nobody', 'chief');
    company
      .grant('ann', 'reader', { until: clock.now() + 5 })
      .grant('ann', 'reader', { from: clock.now() + 10 });
    await clock.advance(7);
    company.revoke('ann', 'reader');
    await clock.advance(7);
    company.expect('ann', 'read', '', 'Revoked before it began', false);
  });

  it('R9 a role that is added under an old name begins with nothing', async () => {
    const company = nordwind()
      .rule('analyst', allow('read'), deny('export'))
      .rule('admin', allow('export'))
      .grant('ann', 'analyst')
      .grant('ann', 'analyst', { from: clock.now() + day })
      .grant('bob', 'admin');
    company.removeRole('analyst');
    company.expect('bob', 'export', '', 'The role that denied it is gone', true);
    company.expect('bob', 'read', '', 'The role that allowed it is gone', false);
    company.add('analyst').agreesOnHierarchy('With another role of that name');
    company.expect('bob', 'export', '', 'With another role of that name', true);
    company.rule('analyst', allow('read'));
    company.expect('ann', 'read', '', 'Granted when the name meant something else', false);
    assert.deepEqual(texts(company.graph.whoCan('read', '')), []);
    await clock.advance(2 * day);
    company.expect('ann', 'read', '', 'Granted for later when the name meant something else', false);
    company.revoke('ann', 'analyst').inherit('admin', 'analyst');
    company.expect('bob', 'read', '', 'Inherited anew', true);
    company.dropRule('analyst', deny('export')).dropRule('analyst', allow('read'));
  });
});
