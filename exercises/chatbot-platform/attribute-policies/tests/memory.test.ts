import assert from 'node:assert/strict';
import { createPolicyEngine } from '#attempt/policyEngine.ts';
import type { Context, PolicySet, Value } from '#attempt/types.ts';
import { clock, harden, random, retainedBytes, spy, trace } from '#testkit';
import {
  all,
  any,
  atLeast,
  attr,
  Company,
  deny,
  during,
  equals,
  from,
  not,
  permit,
  report,
  setOf,
  statement,
  within,
  type Asked,
} from './company.ts';
import {
  randomContext,
  randomPolicies,
  randomResource,
  randomUser,
  resourceNames,
  userNames,
  without,
} from './draw.ts';

const minute = 60_000;
const wait = (ms: number): void => clock.tick(ms);
const office = { ip: '10.20.3.4' };
const atHome = { ip: '203.0.113.9' };

/** Alice, an analyst for EMEA, and three reports of that region. */
function company(policies = statement, maxCached = 1_000): Company {
  clock.setWallClock('2026-11-03T10:00:00Z'); // a Tuesday, 11:00 in Berlin
  const made = new Company(policies, maxCached);
  for (const user of ['alice', 'bob']) made.user(user, { role: 'analyst', region: 'emea', clearance: 3 });
  for (const id of ['1', '2', '3'])
    made.resource(report(id), { region: 'emea', clearance: id === '3' ? 3 : 2, embargoed: false });
  return made;
}
const alice = (id: string, context: Context = office): Asked => ({
  user: 'alice',
  resource: report(id),
  context,
});

/** Asks, and expects the answer and that nothing was read for it. */
function askedFromMemory(made: Company, asked: Asked, what: string): void {
  const reads = made.readsOf(() => {
    assert.deepEqual(made.ask(asked), made.expected(asked), what);
  });
  assert.deepEqual(reads, [], `${what}: nothing has to be read`);
}

/** Asks, and expects the answer that is right now. */
function asked(made: Company, question: Asked, what: string): void {
  assert.deepEqual(made.ask(question), made.expected(question), what);
}

describe('What is read', () => {
  it('R10 an attribute once at most, and none that the fitting policies do not mention', () => {
    const region = equals(attr('user.region'), attr('resource.region'));
    const made = company(
      setOf([
        permit('a', all(region, atLeast(attr('user.clearance'), 3), region)),
        permit('b', any(not(region), equals(attr('user.region'), 'apac'))),
        deny('c', equals(attr('user.phone'), '1'), { actions: ['call'] }),
        deny('d', equals(attr('resource.owner'), attr('user.manager')), { types: ['invoice'] }),
        deny('e', equals(attr('user.nothing'), attr('user.nothing'))),
      ]),
    );
    for (const id of ['1', '2', '9']) {
      const reads = made.readsOf(() => made.ask(alice(id)));
      assert.deepEqual(reads.toSorted(), [...new Set(reads)].toSorted(), 'Each attribute once at most');
      const mentioned = ['alice: region', 'alice: clearance', 'alice: nothing', `report ${id}: region`];
      assert.deepEqual(
        reads.filter(it => !mentioned.includes(it)),
        [],
        'Only what the fitting policies mention',
      );
    }
    for (let i = 0; i < 25; i++) {
      const made = new Company(randomPolicies({ surroundings: true }));
      made.user('ann', randomUser());
      made.resource(report('1'), randomResource());
      const question = { context: randomContext(), action: random.pick(['read', 'export', 'delete']) };
      const reads = made.readsOf(() => made.ask(question));
      assert.equal(new Set(reads).size, reads.length, `Each attribute once at most: ${reads.join('; ')}`);
    }
  });

  it('R10 of policies nothing after they were loaded', () => {
    let looks = 0;
    /** The same data, but each look at it is counted. */
    const counted = <T>(value: T): T => {
      if (typeof value !== 'object' || value === null) return value;
      const copy: object = Array.isArray(value) ? [] : {};
      for (const [key, part] of Object.entries(value)) {
        const inner: unknown = counted(part);
        Object.defineProperty(copy, key, { enumerable: true, get: () => (looks++, inner) });
      }
      return copy as T;
    };
    const nothing = spy((): undefined => undefined);
    const engine = createPolicyEngine(
      harden({
        policies: counted(setOf([permit('first')])),
        attributes: {
          userAttribute: nothing.fn,
          resourceAttribute: nothing.fn,
          onChange: spy(() => spy(() => {}).fn).fn,
        },
        log: spy((_: string) => {}).fn,
        maxCached: 10,
      }),
    );
    engine.load(harden(counted(statement)));
    assert.ok(looks > 0);
    looks = 0;
    for (let i = 0; i < 30; i++) {
      const type = random.pick(['report', 'invoice']);
      const { effect } = engine.decide(
        harden({ user: `user ${i}`, action: 'read', resource: { type, id: String(i) }, context: {} }),
      );
      assert.equal(effect, type === 'report' ? 'indeterminate' : 'not-applicable');
      engine.filter(harden({ user: `user ${i}`, action: 'read', type, context: {} }));
    }
    assert.equal(looks, 0, 'A policy was looked at again after load()');
  });
});

describe('Answers from memory', () => {
  it('R11 a question is answered again without a look at any attribute, whatever the context says beside the matter', () => {
    const made = company();
    for (const id of ['1', '2', '3', 'unknown']) made.ask(alice(id));
    for (let i = 0; i < 20; i++) {
      wait(random.int(1, 5 * minute));
      askedFromMemory(made, alice(random.pick(['1', '2', '3', 'unknown'])), 'Asked again');
      assert.equal(made.lastEntry.cached, true);
    }
    wait(1);
    made.ask(alice('3', { ip: '10.20.3.4', request: 'a', channel: 'web' }));
    for (const context of [
      { request: 'b', channel: 'web', ip: '10.20.3.4' },
      { ip: '10.20.3.4' },
      { ip: '10.20.3.4', browser: ['one', 'two'] },
    ])
      askedFromMemory(made, alice('3', context), JSON.stringify(context));
  });

  it('R11 names that only look alike are different questions', () => {
    const made = new Company(
      setOf(
        [
          permit('own', equals(attr('user.name'), attr('resource.owner')), { types: ['*'], actions: ['*'] }),
          deny('channel', equals(attr('context.channel'), attr('user.banned')), {
            types: ['*'],
            actions: ['*'],
          }),
        ],
        'first-applicable',
      ),
    );
    const parts = ['a', 'b', 'a,b', 'a:b', '","', '', '1', '__proto__', 'a/b'];
    for (const part of parts)
      made.user(part, { name: random.pick(['a', 'b']), banned: random.pick<Value>([1, '1']) });
    for (const type of parts)
      for (const id of parts) made.resource({ type, id }, { owner: random.pick(['a', 'b']) });
    for (let i = 0; i < 150; i++)
      asked(
        made,
        {
          user: random.pick(parts),
          action: random.pick(parts),
          resource: { type: random.pick(parts), id: random.pick(parts) },
          context: random.pick<Context>([{}, { channel: 1 }, { channel: '1' }, { channel: ['1'] }]),
        },
        'Asked among others with similar names',
      );
  });

  it('R11 the last ones that were asked are kept, as many as agreed', () => {
    const made = company(statement, 8);
    const ids = Array.from({ length: 24 }, (_, i) => `${i}`);
    for (const id of ids) made.resource(report(id), { region: 'emea', clearance: 2, embargoed: false });
    let last: string[] = [];
    for (let i = 0; i < 120; i++) {
      const id = random.chance(0.6) && last.length > 0 ? random.pick(last) : random.pick(ids);
      if (last.includes(id)) askedFromMemory(made, alice(id), `One of the last 8 questions (${last.join()})`);
      else
        assert.ok(made.readsOf(() => made.ask(alice(id))).length > 0, `At most 8 are kept: ${id} is not one`);
      last = [id, ...last.filter(it => it !== id)].slice(0, 8);
      trace.point('reads', made.reads.length);
    }
  });

  it('R11 memory is for the last questions, not for all', async () => {
    const engine = createPolicyEngine(
      harden({
        policies: statement,
        attributes: {
          userAttribute: (_: string, name: string) => (name === 'role' ? 'analyst' : 3),
          resourceAttribute: () => false,
          onChange: () => harden(() => {}),
        },
        log: () => {},
        maxCached: 20,
      }),
    );
    const long = 'x'.repeat(1_000);
    const ask = (i: number): void => {
      const user = `${i}${long}`;
      engine.decide({
        user,
        action: 'read',
        resource: { type: 'report', id: user },
        context: { ip: '10.20.3.4' },
      });
    };
    for (let i = 0; i < 50; i++) ask(i);
    const bytes = await retainedBytes(() => {
      for (let i = 100; i < 600; i++) ask(i);
    });
    assert.ok(bytes < 600_000, 'More than 600 kB are kept after 500 questions, with 20 to be kept');
  });

  it('R11 a change of something else costs nothing', () => {
    const made = company();
    for (const id of ['1', '2', '3']) made.ask(alice(id));
    for (const change of random.shuffle([
      () => made.user('alice', { phone: '123' }),
      () => made.user('bob', { region: 'apac', clearance: 1 }),
      () => made.resource(report('4'), { embargoed: true }),
      () => made.resource({ type: 'invoice', id: '1' }, { region: 'apac', embargoed: true }),
      () => made.resource(report('1'), { title: 'Q3' }),
      () => made.user('1', { region: 'apac' }),
      () => made.resource(report('alice'), { region: 'apac' }),
    ])) {
      change();
      for (const id of ['1', '2', '3']) askedFromMemory(made, alice(id), 'After a change of something else');
    }
    made.resource(report('2'), { embargoed: true });
    for (const id of ['1', '3']) askedFromMemory(made, alice(id), 'After a change of report 2');
    asked(made, alice('2'), 'Report 2 is under embargo');
  });
});

describe('Changes', () => {
  it('R12 an attribute counts from its change on, also one that was not there before', () => {
    const made = company();
    for (const [attributes, effect] of [
      [{}, 'permit'],
      [{ region: 'apac' }, 'not-applicable'],
      [{ region: 'emea' }, 'permit'],
      [{ clearance: 1 }, 'not-applicable'],
      [{ clearance: undefined }, 'indeterminate'],
      [{ clearance: 2 }, 'permit'],
      [{ region: undefined, clearance: undefined }, 'indeterminate'],
      [{ role: 'guest' }, 'not-applicable'],
      [{ role: 'analyst', region: 'emea', clearance: 3 }, 'permit'],
    ] as const) {
      made.user('alice', attributes);
      for (const again of ['', ', asked again'])
        assert.equal(made.ask(alice('1')).effect, effect, `After ${JSON.stringify(attributes)}${again}`);
    }
    const late = alice('late');
    for (const [attributes, effect] of [
      [{}, 'indeterminate'],
      [{ region: 'emea' }, 'indeterminate'],
      [{ clearance: 2 }, 'indeterminate'],
      [{ embargoed: false }, 'permit'],
      [{ embargoed: true }, 'deny'],
      [{ region: undefined }, 'deny'],
      [{ embargoed: undefined }, 'indeterminate'],
    ] as const) {
      made.resource(report('late'), attributes);
      for (const again of ['', ', asked again'])
        assert.equal(made.ask(late).effect, effect, `After ${JSON.stringify(attributes)}${again}`);
    }
  });

  it('R12 in random stories each answer is the one of now', () => {
    for (let round = 0; round < 2; round++) {
      clock.setWallClock('2026-03-27T20:00:00Z'); // a Friday
      const made = new Company(randomPolicies(), random.pick([3, 10, 1_000]));
      const users = ['ann', 'bob', 'eve'];
      const ids = ['1', '2', '3'];
      const contexts = Array.from({ length: 3 }, () => randomContext());
      for (let i = 0; i < 60; i++) {
        const [user, id] = [random.pick(users), random.pick(ids)];
        random.pick<() => void>([
          () => made.user(user, { ...without([random.pick(userNames)]), ...pickOne(randomUser()) }),
          () =>
            made.resource(report(id), {
              ...without([random.pick(resourceNames)]),
              ...pickOne(randomResource()),
            }),
          () => wait(random.int(1, 40) * minute),
          () => (random.chance(0.1) ? made.load(randomPolicies()) : undefined),
        ])();
        for (let j = 0; j < 2; j++)
          asked(
            made,
            { user: random.pick(users), resource: report(random.pick(ids)), context: random.pick(contexts) },
            `Step ${i} by ${JSON.stringify(made.policies)}`,
          );
      }
    }
  });

  it('R12 other policies are others from the next question on', () => {
    const made = company();
    const sets: readonly (readonly [PolicySet, string])[] = [
      [setOf([permit('p')]), 'permit'],
      [setOf([permit('p'), deny('d')]), 'deny'],
      [setOf([permit('p'), deny('d')], 'first-applicable'), 'permit'],
      [setOf([permit('p', equals(attr('user.region'), 'apac'))]), 'not-applicable'],
      [setOf([]), 'not-applicable'],
      [statement, 'permit'],
    ];
    for (const [set, effect] of [...sets, ...random.shuffle(sets)]) {
      made.load(set);
      for (const again of ['', ', asked again'])
        assert.equal(made.ask(alice('1')).effect, effect, `${JSON.stringify(set)}${again}`);
    }
  });

  it('R12 after close nobody listens, and no answer is out of memory', () => {
    const made = company();
    made.ask(alice('1'));
    made.load(setOf([permit('mine', equals(attr('user.region'), 'emea'))]));
    made.ask(alice('1'));
    made.engine.close();
    assert.equal(made.listeners, 0);
    for (const region of ['apac', 'emea', 'apac']) {
      made.user('alice', { region });
      asked(made, alice('1'), `After close, alice in ${region}`);
      assert.equal(made.lastEntry.cached, false);
    }
    assert.equal(clock.pending(), 0, 'No timer is left');
  });
});

const pickOne = (attributes: Readonly<Record<string, Value>>): Readonly<Record<string, Value>> =>
  Object.fromEntries(random.shuffle(Object.entries(attributes)).slice(0, 1));

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
