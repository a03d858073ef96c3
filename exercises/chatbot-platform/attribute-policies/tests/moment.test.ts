import assert from 'node:assert/strict';
import type { Context, Value } from '#attempt/types.ts';
import { clock, harden, random, trace } from '#testkit';
import { attr, Company, during, equals, permit, report, setOf, within } from './company.ts';
import { randomContext, randomPolicies, randomResource, randomUser } from './draw.ts';
import { alice, asked, askedFromMemory, atHome, company, minute, office, wait } from './office.ts';

describe('The clock and the place', () => {
  it('R13 R11 a yes ends with the office hours, to the millisecond, and until then it stays in memory', () => {
    const made = company();
    const confidential = alice('3');
    for (const [moment, effect] of [
      ['2026-11-03T10:00:00.000Z', 'permit'],
      ['2026-11-03T16:59:59.999Z', 'permit'],
      ['2026-11-03T17:00:00.000Z', 'deny'],
      ['2026-11-04T06:59:59.999Z', 'deny'],
      ['2026-11-04T07:00:00.000Z', 'permit'],
      ['2026-11-06T16:59:59.999Z', 'permit'],
      ['2026-11-06T17:00:00.000Z', 'deny'],
      ['2026-11-08T10:00:00.000Z', 'deny'],
      ['2026-11-09T07:00:00.000Z', 'permit'],
    ] as const) {
      clock.tick(Date.parse(moment) - clock.now());
      trace.state('office', effect === 'permit' ? 'open' : 'closed');
      assert.equal(made.ask(confidential).effect, effect, moment);
    }
    clock.setWallClock('2026-11-03T10:00:00Z');
    made.ask(alice('3'));
    for (const moment of ['10:00:01Z', '11:30:00Z', '16:59:00Z', '16:59:59.999Z']) {
      clock.tick(Date.parse(`2026-11-03T${moment}`) - clock.now());
      askedFromMemory(made, alice('3'), `At ${moment}`);
    }
    clock.tick(1);
    asked(made, alice('3'), 'The office is closed');
    for (let i = 0; i < 12; i++) {
      wait(random.int(1, 69 * minute));
      askedFromMemory(made, alice('3'), 'While the office is closed');
    }
  });

  it('R13 when somebody sets the clock, the answer is that of the time it shows', () => {
    const made = company();
    for (const [moment, effect] of random.shuffle([
      ['2026-11-03T09:00:00Z', 'permit'],
      ['2026-11-03T20:00:00Z', 'deny'],
      ['2026-11-03T05:00:00Z', 'deny'],
      ['2026-11-02T12:00:00Z', 'permit'],
      ['2026-11-01T12:00:00Z', 'deny'],
      ['2026-07-01T06:30:00Z', 'permit'],
      ['2026-12-01T06:30:00Z', 'deny'],
    ] as const)) {
      clock.setWallClock(moment);
      assert.equal(made.ask(alice('3')).effect, effect, `The clock is set to ${moment}`);
    }
  });

  it('R13 a yes in the office is none at home, nor one with another context', () => {
    const made = company();
    for (const [context, effect] of random.shuffle([
      [office, 'permit'],
      [atHome, 'deny'],
      [{}, 'indeterminate'],
      [{ ip: 'office' }, 'indeterminate'],
      [{ ip: '::ffff:10.20.200.1' }, 'permit'],
      [office, 'permit'],
      [atHome, 'deny'],
    ] as const))
      assert.equal(made.ask(alice('3', context)).effect, effect, `From ${JSON.stringify(context)}`);
    const other = new Company(
      setOf([
        permit('mfa', equals(attr('context.mfa'), true)),
        permit('risk', equals(attr('context.risk'), '1')),
      ]),
    );
    for (let i = 0; i < 40; i++)
      asked(
        other,
        {
          context: random.pick<Context>([
            {},
            { mfa: true },
            { mfa: 'true' },
            { risk: 1 },
            { risk: '1' },
            { risk: ['1'] },
          ]),
        },
        'With another context',
      );
  });

  it('R13 what a context inherits is not part of it', () => {
    const made = company();
    const inherited = (own: Context = {}): Context =>
      harden(Object.create(office, Object.getOwnPropertyDescriptors(own)) as Context);
    for (const [context, effect] of random.shuffle([
      [office, 'permit'],
      [inherited(), 'indeterminate'],
      [inherited(), 'indeterminate'],
      [inherited(atHome), 'deny'],
      [inherited(office), 'permit'],
    ] as const)) {
      assert.equal(made.engine.decide({ ...made.question(alice('3')), context }).effect, effect);
      if (effect === 'indeterminate') assert.ok(!('context.ip' in made.lastEntry.attributes));
    }
    const other = new Company(setOf([permit('p', equals(attr('context.ip'), office.ip))]));
    const constant = (context: Context): unknown =>
      other.engine.filter({ user: 'ann', action: 'read', type: 'report', context });
    assert.deepEqual(constant(inherited()), { constant: false }, 'An address that is inherited');
    assert.deepEqual(constant(inherited(office)), { constant: true }, 'An address of its own');
  });

  it('R13 the night in which the clocks are put back', () => {
    clock.setWallClock('2026-10-24T23:00:00Z');
    const made = new Company(setOf([permit('p', during('02:15', '02:45', { days: ['sun'] }))]));
    for (let i = 0; i < 120; i++) {
      asked(made, {}, new Date(clock.now()).toISOString());
      wait(random.pick([minute, 5 * minute - 1, 1]));
    }
  });
});

describe('The log', () => {
  it('R14 has a line for each answer, also for those out of memory, with nothing that does not belong there', () => {
    const made = company();
    for (const [id, context, user] of [
      ['1', office, 'alice'],
      ['1', office, 'alice'],
      ['3', atHome, 'bob'],
      ['9', {}, 'nobody'],
      ['9', {}, 'nobody'],
    ] as const) {
      wait(random.int(1, 1_000));
      const before = made.lines.length;
      const { effect, by, missing } = made.ask({ user, resource: report(id), context });
      assert.equal(made.lines.length, before + 1, 'One line for each answer');
      const { time, action, resource, policies, ...entry } = made.lastEntry;
      assert.deepEqual(
        { time, user: entry.user, action, resource, policies },
        {
          time: new Date(clock.now()).toISOString(),
          user,
          action: 'read',
          resource: report(id),
          policies: '2026-11-02',
        },
      );
      assert.deepEqual([entry.effect, entry.by, entry.missing], [effect, by, missing]);
    }
    assert.deepEqual(
      made.lines.map(line => (JSON.parse(line) as { cached: boolean }).cached),
      [false, true, false, false, true],
    );
    made.user('alice', { salary: 90_000, phone: '123' });
    made.resource(report('3'), { text: 'secret' });
    made.ask(alice('3', { ...office, token: 'secret' }));
    const allowed = ['user.role', 'user.region', 'user.clearance'];
    const its = ['resource.region', 'resource.clearance', 'resource.embargoed', 'context.ip'];
    assert.deepEqual(
      Object.keys(made.lastEntry.attributes).filter(name => ![...allowed, ...its].includes(name)),
      [],
    );
    const other = company(setOf([permit('p', within(attr('user.region'), 'user.regions'))]));
    other.user('alice', { regions: ['emea', 'apac'] });
    other.ask(alice('3'));
    assert.deepEqual(other.lastEntry.attributes, { 'user.region': 'emea', 'user.regions': ['emea', 'apac'] });
  });

  it('R14 whatever a name holds, it is one line, and says the name', () => {
    const made = company();
    for (const bad of [
      'a\nb',
      'a\r\n{"effect":"permit"}',
      '"',
      '\u2028',
      'a\u2029b',
      '\\',
      '\u0000',
      '\u0085',
    ]) {
      made.user(bad, { role: 'analyst', region: bad });
      made.resource(report(bad), { region: bad });
      for (let i = 0; i < 2; i++) {
        made.ask({ user: bad, resource: report(bad), context: { ip: bad } });
        assert.match(made.lines.at(-1)!, /^[^\n\r\u2028\u2029]*$/, 'An end of line within a line');
        const { user, resource, attributes } = made.lastEntry;
        assert.deepEqual([user, resource.id], [bad, bad]);
        if ('user.region' in attributes) assert.equal(attributes['user.region'], bad);
      }
    }
  });

  it('R14 what a line says is enough to come to the same effect again', () => {
    for (let i = 0; i < 15; i++) {
      const policies = randomPolicies({ surroundings: true });
      const made = new Company(policies);
      clock.setWallClock(Date.parse('2026-02-01T00:00Z') + random.int(0, 300 * 24 * 60) * minute);
      const [user, resource, context] = [randomUser(), randomResource(), randomContext()];
      made.user('ann', user);
      made.resource(report('1'), resource);
      for (let j = 0; j < 2; j++) {
        const { effect } = made.ask({ context });
        const { attributes, time } = made.lastEntry;
        const again = new Company(policies);
        clock.setWallClock(time);
        const said: Record<string, Record<string, Value>> = { user: {}, resource: {}, context: {} };
        for (const [name, value] of Object.entries(attributes)) {
          const dot = name.indexOf('.');
          const [owner, own] = [name.slice(0, dot), name.slice(dot + 1)];
          assert.deepEqual(
            value,
            Object.entries({ user, resource, context }[owner]!).find(([key]) => key === own)?.[1],
            `The line says that ${name} is ${JSON.stringify(value)}`,
          );
          said[owner]![own] = value;
        }
        again.user('ann', said.user!);
        again.resource(report('1'), said.resource!);
        assert.equal(
          again.ask({ context: said.context! }).effect,
          effect,
          `${made.lines.at(-1)} by ${JSON.stringify(policies)}`,
        );
      }
    }
  });

  it('R14 without a line there is no answer', () => {
    const made = company();
    made.ask(alice('2'));
    const full = new Error('the disk is full');
    made.logFails = harden(full);
    for (const id of ['1', '1', '2']) assert.throws(() => made.ask(alice(id)), full);
    made.logFails = undefined;
    asked(made, alice('1'), 'With a disk again');
    assert.equal(made.lines.length, 2);
  });
});
