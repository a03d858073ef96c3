import assert from 'node:assert/strict';
import { PolicyError } from '#attempt/errors.ts';
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
  equals,
  from,
  not,
  permit,
  report,
  setOf,
  statement,
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
import { alice, asked, askedFromMemory, company, minute, wait } from './office.ts';

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

  it('R11 a question keeps its place when its answer is void', () => {
    const made = company(statement, 5);
    const ids = Array.from({ length: 10 }, (_, i) => `${i}`);
    for (const id of ids) made.resource(report(id), { region: 'emea', clearance: 2, embargoed: false });
    let last: string[] = [];
    const isVoid = new Set<string>();
    const ask = (id: string): void => {
      if (last.includes(id) && !isVoid.has(id))
        askedFromMemory(
          made,
          alice(id),
          `One of the last 5 questions (${last.join()}), and nothing has changed`,
        );
      else {
        const reads = made.readsOf(() => asked(made, alice(id), `Report ${id}`));
        assert.ok(reads.length > 0, `Of the last 5 questions (${last.join()}) and no others: ${id}`);
      }
      isVoid.delete(id);
      last = [id, ...last.filter(it => it !== id)].slice(0, 5);
    };
    for (const id of ids.slice(0, 5)) ask(id);
    const change = (id: string): void => {
      made.resource(report(id), { embargoed: random.chance(0.5) });
      isVoid.add(id);
    };
    change('4');
    for (const id of ['5', '0']) ask(id);
    for (let i = 0; i < 60; i++)
      if (random.chance(0.3)) change(random.pick(ids));
      else ask(random.pick(random.chance(0.5) ? last : ids));
  });

  it('R11 the same question later is no other question', () => {
    const invoices = permit('invoices', equals(attr('user.role'), 'analyst'), { types: ['invoice'] });
    const made = company(setOf([...statement.policies, invoices]), 2);
    const invoice = { ...alice('1'), resource: { type: 'invoice', id: '1' } };
    made.ask(invoice);
    for (const hours of [0, 9, 14, random.int(8, 10)]) {
      wait(hours * 60 * minute); // from 11:00 on, in and out of office hours
      asked(made, alice('3'), `${hours} hours later`);
    }
    askedFromMemory(made, invoice, 'The office hours of reports take no place from an invoice');
  });

  it('R11 policies that are refused take nothing from memory', () => {
    const made = company();
    for (const id of ['1', '2', '3']) made.ask(alice(id));
    const refused = random.pick([[permit('bad', from('10.20.0.0/33'))], [permit('twice'), permit('twice')]]);
    assert.throws(() => made.engine.load(harden(setOf(refused))), PolicyError);
    for (const id of ['1', '2', '3']) askedFromMemory(made, alice(id), 'After policies that were refused');
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

  it('R12 what changes while a question is answered counts from the next one on', () => {
    const made = company();
    const sound = { role: 'analyst', region: 'emea', clearance: 3 };
    const changes: readonly ((id: string) => void)[] = [
      () => made.user('alice', { region: 'apac' }),
      () => made.user('alice', { role: 'guest' }),
      () => made.user('alice', { clearance: undefined }),
      id => made.resource(report(id), { embargoed: true }),
      id => made.resource(report(id), { region: 'apac' }),
      id => made.resource(report(id), { clearance: undefined }),
    ];
    for (const at of ['log', 1, 2, 3, 4, 5, 6] as const)
      for (const [i, change] of random.shuffle([...changes.entries()]).slice(0, 3)) {
        const id = `${at} ${i}`;
        made.resource(report(id), { region: 'emea', clearance: 2, embargoed: false });
        made.user('alice', sound);
        made.meanwhile = { at, work: () => change(id) };
        made.ask(alice(id));
        made.meanwhile = undefined;
        for (const again of ['', ', asked again'])
          asked(made, alice(id), `After change ${i} during ${at === 'log' ? at : `read ${at}`}${again}`);
      }
  });

  it('R12 policies that come while a question is answered, and the end', () => {
    const region = equals(attr('user.region'), attr('resource.region'));
    for (const at of ['log', 1, 2] as const) {
      const made = company(setOf([permit('v1', region)], 'deny-overrides', 'v1'));
      made.meanwhile = { at, work: () => made.load(setOf([deny('v2', region)], 'first-applicable', 'v2')) };
      const { by } = made.ask(alice('1'));
      assert.equal(made.lastEntry.policies, by, 'The line has the version of the policies that decided');
      for (const again of ['', ', asked again']) asked(made, alice('1'), `Other policies${again}`);
      made.meanwhile = { at, work: () => made.engine.close() };
      made.ask(alice('2'));
      made.meanwhile = undefined;
      for (const region of ['apac', 'emea']) {
        made.user('alice', { region });
        asked(made, alice('2'), 'After close');
        assert.equal(made.lastEntry.cached, false);
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
