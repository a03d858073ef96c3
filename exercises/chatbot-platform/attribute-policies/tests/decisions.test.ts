import assert from 'node:assert/strict';
import { PolicyError } from '#attempt/errors.ts';
import { createPolicyEngine } from '#attempt/policyEngine.ts';
import type {
  AttributeName,
  Combining,
  Condition,
  Policy,
  PolicySet,
  Value,
  Weekday,
} from '#attempt/types.ts';
import { harden, random } from '#testkit';
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
} from './company.ts';
import { randomContext, randomPolicies, randomResource, randomUser } from './draw.ts';
import { combinings } from './oracle.ts';

type Said = 'yes' | 'no' | 'perhaps';

/** What a permit says whose condition is this: `ann` is who asks, and report `1` what she asks for. */
function saidBy(
  when: Condition,
  user: Readonly<Record<string, Value>> = {},
  resource: Readonly<Record<string, Value>> = {},
  context: Readonly<Record<string, Value>> = {},
): Said {
  const company = new Company(setOf([permit('p', when)]));
  company.user('ann', user);
  company.resource(report('1'), resource);
  const { effect } = company.ask({ context });
  return effect === 'permit' ? 'yes' : effect === 'indeterminate' ? 'perhaps' : 'no';
}

const conditions: Readonly<Record<Said, Condition>> = {
  yes: equals(1, 1),
  no: equals(1, 2),
  perhaps: equals(attr('user.nothing'), 1),
};
const saids: readonly Said[] = ['yes', 'no', 'perhaps'];

/** Policies that say this, in this order: all there can be of one and of two, and some of three. */
function someSets(): (readonly Policy[])[] {
  const each = (i: number): Policy[] =>
    saids.flatMap(said => [
      permit(`${i} permit ${said}`, conditions[said]),
      deny(`${i} deny ${said}`, conditions[said]),
    ]);
  const pairs = each(1).flatMap(a => each(2).map(b => [a, b]));
  const triples = pairs.flatMap(pair => each(3).map(c => [...pair, c]));
  return [...each(1).map(a => [a]), ...pairs, ...random.shuffle(triples).slice(0, 40)];
}
const namesOf = (policies: readonly Policy[]): string => policies.map(({ id }) => id.slice(2)).join(', ');

function expectEffects(combining: Combining): void {
  const company = new Company(setOf([], combining));
  for (const policies of someSets()) {
    company.load(setOf(policies, combining));
    const { effect } = company.ask();
    assert.equal(effect, company.expected().effect, `By ${combining}: ${namesOf(policies)}`);
  }
}

describe('Policies and conditions', () => {
  it('R1 a policy fits by action and by type, and * stands for all of them', () => {
    const company = new Company(setOf([]));
    for (const [policy, fitting] of [
      [permit('p'), ['read report']],
      [permit('p', undefined, { actions: ['read', 'export'] }), ['read report', 'export report']],
      [permit('p', undefined, { actions: ['*'] }), ['read report', 'export report', 'Read report']],
      [permit('p', undefined, { types: ['*'] }), ['read report', 'read invoice']],
      [permit('p', undefined, { actions: ['export'], types: ['invoice'] }), ['export invoice']],
      [
        permit('p', undefined, { actions: ['*'], types: ['*'] }),
        ['read report', 'export report', 'read invoice', 'export invoice', 'Read report'],
      ],
      [permit('p', undefined, { actions: [] }), []],
    ] as const) {
      company.load(setOf([policy]));
      const allowed = [
        'read report',
        'export report',
        'read invoice',
        'export invoice',
        'Read report',
      ].filter(it => {
        const [action, type] = it.split(' ') as [string, string];
        return company.ask({ action, resource: { type, id: '1' } }).allowed;
      });
      assert.deepEqual(
        allowed,
        fitting,
        `With actions ${policy.actions.join()} and types ${policy.types.join()}`,
      );
    }
  });

  it('R1 compares in type and value', () => {
    for (const [when, expected] of [
      [equals(2, 2), 'yes'],
      [equals(2, '2'), 'no'],
      [equals(true, 'true'), 'no'],
      [equals('', false), 'no'],
      [equals('emea', 'EMEA'), 'no'],
      [equals(attr('user.region'), attr('resource.region')), 'yes'],
      [equals(attr('user.region'), attr('context.region')), 'no'],
      [equals(attr('user.a.b'), 'dotted'), 'yes'],
      [atLeast(2, 2), 'yes'],
      [atLeast(attr('user.clearance'), 2), 'yes'],
      [atLeast(attr('user.clearance'), attr('resource.clearance')), 'no'],
      [atLeast(attr('resource.clearance'), attr('user.clearance')), 'yes'],
      [atLeast(-1, -2), 'yes'],
      [within(attr('resource.region'), 'user.regions'), 'yes'],
      [within(attr('user.name'), 'user.regions'), 'no'],
      [within('apac', ['emea', 'apac']), 'yes'],
      [within('ap', ['emea', 'apac']), 'no'],
      [within('emea', []), 'no'],
      [not(equals(1, 1)), 'no'],
      [not(not(equals(1, 1))), 'yes'],
      [all(), 'yes'],
      [any(), 'no'],
    ] as const)
      assert.equal(
        saidBy(
          when,
          { region: 'emea', clearance: 2, regions: ['emea', 'apac'], name: 'ann', 'a.b': 'dotted' },
          { region: 'emea', clearance: 3 },
          { region: 'apac' },
        ),
        expected,
        JSON.stringify(when),
      );
  });

  it('R2 what is missing or cannot be compared makes a comparison unknown', () => {
    const user = {
      region: 'emea',
      clearance: '2',
      regions: 'emea',
      team: ['a'],
      flag: false,
      zero: 0,
      none: '',
    };
    for (const [when, expected] of [
      [equals(attr('user.nobody'), 'emea'), 'perhaps'],
      [equals('emea', attr('resource.region')), 'perhaps'],
      [equals(attr('user.nobody'), attr('resource.nothing')), 'perhaps'],
      [equals(attr('user.team'), 'a'), 'perhaps'],
      [equals(attr('user.team'), attr('user.team')), 'perhaps'],
      [atLeast(attr('user.clearance'), 2), 'perhaps'],
      [atLeast(2, attr('user.flag')), 'perhaps'],
      [within(attr('resource.region'), ['emea']), 'perhaps'],
      [within('emea', 'user.regions'), 'perhaps'],
      [within(attr('user.clearance'), 'user.team'), 'no'],
      [within(attr('user.zero'), ['0']), 'perhaps'],
      [equals(attr('context.constructor'), 'a'), 'perhaps'],
      [equals(attr('context.toString'), attr('context.toString')), 'perhaps'],
      [equals(attr('user.flag'), false), 'yes'],
      [equals(attr('user.zero'), 0), 'yes'],
      [equals(attr('user.none'), ''), 'yes'],
      [atLeast(attr('user.zero'), 0), 'yes'],
      [not(equals(attr('user.nobody'), 'emea')), 'perhaps'],
    ] as const)
      assert.equal(saidBy(when, user), expected, JSON.stringify(when));
  });

  it('R2 one false decides all, one true decides any, whatever is unknown beside it', () => {
    for (const a of saids)
      for (const b of saids)
        for (const c of saids) {
          const three = [a, b, c];
          const of = three.map(it => conditions[it]);
          const some = (said: Said): boolean => three.includes(said);
          assert.equal(
            saidBy(all(...of)),
            some('no') ? 'no' : some('perhaps') ? 'perhaps' : 'yes',
            `all of ${three.join()}`,
          );
          assert.equal(
            saidBy(any(...of)),
            some('yes') ? 'yes' : some('perhaps') ? 'perhaps' : 'no',
            `any of ${three.join()}`,
          );
        }
  });
});

describe('What becomes of several', () => {
  it('R3 deny-overrides, with all that two policies can say, and with some of three', () =>
    expectEffects('deny-overrides'));

  it('R3 analysts read their region, but no report of which nobody knows whether it is under embargo', () => {
    const company = new Company(statement);
    company.user('alice', { role: 'analyst', region: 'emea', clearance: 2 });
    for (const [region, clearance, allowed] of [
      ['emea', 2, true],
      ['emea', 1, true],
      ['emea', 3, false],
      ['apac', 2, false],
    ] as const) {
      const resource = report(`${region} ${clearance}`);
      company.resource(resource, { region, clearance, embargoed: false });
      assert.equal(company.ask({ user: 'alice', resource }).allowed, allowed, resource.id);
    }
    for (const [id, more, effect] of [
      ['nobody knows', {}, 'indeterminate'],
      ['under embargo', { embargoed: true }, 'deny'],
    ] as const) {
      company.resource(report(id), { region: 'emea', clearance: 2, ...more });
      assert.equal(company.ask({ user: 'alice', resource: report(id) }).effect, effect, id);
    }
  });

  it('R4 permit-overrides, with all that two policies can say, and with some of three', () =>
    expectEffects('permit-overrides'));

  it('R5 first-applicable, with all that two policies can say, and with some of three', () =>
    expectEffects('first-applicable'));

  it('R6 permit is a yes and everything else a no, and the policy that decided has a name', () => {
    const company = new Company(setOf([]));
    for (const combining of combinings)
      for (const policies of someSets()) {
        company.load(setOf(policies, combining));
        const { allowed, effect, by } = company.ask();
        const named = `By ${combining}: ${namesOf(policies)}`;
        assert.equal(allowed, effect === 'permit', named);
        assert.equal(by, company.expected().by, named);
      }
  });

  it('R6 says what is missing, and only what that policy would have needed', () => {
    const company = new Company(setOf([]));
    const region = equals(attr('user.region'), attr('resource.region'));
    const clearance = atLeast(attr('user.clearance'), attr('resource.clearance'));
    const office = from('10.0.0.0/8');
    for (const [policies, by, missing] of [
      [[permit('p', region)], 'p', ['resource.region', 'user.region']],
      [[permit('p', all(clearance, region))], 'p', ['resource.clearance', 'resource.region', 'user.region']],
      [[permit('p', all(any(all(region, equals(1, 2)), office)))], 'p', ['context.ip']],
      [[permit('p', all(region, region, not(region)))], 'p', ['resource.region', 'user.region']],
      [[permit('p', within(attr('user.region'), 'user.name'))], 'p', ['user.name', 'user.region']],
      [[permit('p', region), deny('d', clearance), deny('e', office)], 'd', ['resource.clearance']],
      [[permit('p', region), deny('d', equals(1, 2))], 'p', ['resource.region', 'user.region']],
      [[permit('p'), deny('d', office)], 'd', ['context.ip']],
      [[permit('p', region), permit('q')], 'q', []],
      [[permit('p', region), deny('d')], 'd', []],
      [[permit('p', equals(1, 2))], null, []],
    ] as const) {
      company.user('ann', { clearance: 2, name: 'ann' });
      company.load(setOf(policies));
      const decision = company.ask();
      assert.deepEqual([decision.by, decision.missing], [by, missing], JSON.stringify(policies));
    }
  });

  it('R6 what is missing is listed for whoever asks, and what they do to the list is their business', () => {
    const company = new Company(setOf([permit('p', equals(attr('user.region'), attr('resource.region')))]));
    for (let i = 0; i < 3; i++) {
      const { missing } = company.engine.decide(company.question());
      assert.deepEqual(Array.from(missing), ['resource.region', 'user.region'], 'A list that was changed');
      assert.deepEqual(company.lastEntry.missing, ['resource.region', 'user.region'], 'A line of the log');
      (missing as AttributeName[]).push('user.name');
      (missing as AttributeName[]).shift();
    }
  });

  it('R6 in random sets, with random attributes, of which some are missing and some of another type', () => {
    const effects = new Set<string>();
    for (let i = 0; i < 50; i++) {
      const company = new Company(randomPolicies());
      const spoilt = { missing: random.pick([0, 0.15, 0.4]), mistyped: random.pick([0, 0.15]) };
      company.user('ann', randomUser(spoilt));
      company.resource(report('1'), randomResource(spoilt));
      const asked = { context: randomContext(spoilt), action: random.pick(['read', 'export', 'delete']) };
      const decision = company.ask(asked);
      effects.add(decision.effect);
      assert.deepEqual(decision, company.expected(asked), JSON.stringify(company.policies));
    }
    assert.equal(effects.size, 4);
  });
});

describe('Policies that cannot be meant', () => {
  const window = (begin: string, end: string, zone = 'Europe/Berlin'): Condition =>
    during(begin, end, { zone, days: ['mon'] satisfies Weekday[] });
  const bad: readonly (readonly [string, Condition])[] = [
    ['a zone that is none', window('09:00', '17:00', 'Europe/Atlantis')],
    ['no zone', window('09:00', '17:00', '')],
    ...['9:00', '24:00', '12:60', '09:00:00', '', '0900', ' 09:00', '-1:00', 'noon'].flatMap(
      (time): (readonly [string, Condition])[] => [
        [`begins at ${time}`, window(time, '17:00')],
        [`ends at ${time}`, window('08:00', time)],
      ],
    ),
    ...[
      '10.20.0.0',
      '10.20.0.0/',
      '10.20.0.0/33',
      '10.0.0.0/08',
      '0.0.0.0/00',
      '::ffff:10.20.0.0/16',
      '10.20.0.0/-1',
      '10.20.0.0/16/8',
      '10.20.0/16',
      '10.20.0.0.0/16',
      '10.20.0.256/32',
      '010.20.0.0/16',
      '10.20.0.x/16',
      '10.20.0.1/16',
      '10.20.128.0/16',
      '128.0.0.0/0',
      '10.20.0.0/1e1',
      'office',
      '',
      '/16',
    ].map((network): readonly [string, Condition] => [`network ${network}`, from('10.0.0.0/8', network)]),
  ];
  const refused = (set: PolicySet, company: Company, what: string): PolicyError => {
    try {
      company.engine.load(harden(structuredClone(set)));
    } catch (error) {
      assert.ok(
        error instanceof PolicyError,
        `${what}: load() should throw PolicyError, not ${String(error)}`,
      );
      return error;
    }
    assert.fail(`${what}: load() should throw PolicyError`);
  };

  it('R9 are refused by name, wherever they are', () => {
    const company = new Company(statement);
    for (const [what, condition] of bad) {
      const when = random.pick([condition, all(equals(1, 2), condition), not(any(condition))]);
      const set = setOf(
        random.shuffle([permit('good'), deny('bad', when), deny('other', from('0.0.0.0/0'))]),
      );
      assert.equal(refused(set, company, what).policy, 'bad', what);
      assert.throws(() => new Company(set), PolicyError, `A new engine, ${what}`);
    }
    const twice = setOf([
      permit('a'),
      permit('twice'),
      deny('b'),
      deny('twice', undefined, { actions: ['export'] }),
    ]);
    assert.equal(refused(twice, company, 'two of one id').policy, 'twice');
    const unusual = [
      from('0.0.0.0/0', '10.0.0.1/32', '255.255.255.255/32', '128.0.0.0/1'),
      from(),
      window('00:00', '00:00'),
      window('23:59', '00:00', 'Asia/Kathmandu'),
      during('09:00', '17:00', { days: [] }),
      within('emea', []),
    ];
    const set = setOf(unusual.map((when, i) => permit(`p${i}`, when)));
    assert.equal(new Company(set).ask({ context: { ip: '10.0.0.1' } }).effect, 'permit');
  });

  it('R9 leave no listener behind if there is no engine', () => {
    for (const [what, condition] of random.shuffle(bad).slice(0, 5)) {
      let listeners = 0;
      const onChange = (): (() => void) => {
        listeners++;
        return harden(() => {
          listeners--;
        });
      };
      const nothing = (): undefined => undefined;
      const attributes = { userAttribute: nothing, resourceAttribute: nothing, onChange };
      const policies = setOf([permit('bad', condition)]);
      assert.throws(
        () => createPolicyEngine(harden({ policies, attributes, log: nothing, maxCached: 10 })),
        PolicyError,
      );
      assert.equal(listeners, 0, `Somebody listens, although there is no engine: ${what}`);
    }
  });

  it('R9 change nothing: the old policies hold on', () => {
    const company = new Company(setOf([permit('old')], 'deny-overrides', 'v1'));
    const broken = setOf(
      [deny('new'), deny('bad', from('10.20.0.0/33'))],
      random.pick(['first-applicable', 'permit-overrides']),
      'v2',
    );
    for (const id of ['1', '2']) {
      assert.deepEqual(company.ask({ resource: report(id) }).by, 'old');
      assert.equal(company.lastEntry.policies, 'v1');
      refused(broken, company, 'network 10.20.0.0/33');
    }
    company.load(setOf([deny('new')], 'deny-overrides', 'v3'));
    assert.deepEqual(company.ask().by, 'new');
    assert.equal(company.lastEntry.policies, 'v3');
  });
});
