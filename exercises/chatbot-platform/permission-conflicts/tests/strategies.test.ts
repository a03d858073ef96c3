import assert from 'node:assert/strict';
import { resolve } from '#attempt/resolve.ts';
import type { Decision, Role, Setting, Strategy } from '#attempt/types.ts';
import { harden, random, trace } from '#testkit';
import { allow, deny } from './office.ts';
import {
  actions,
  decide,
  parseDecision,
  randomRoles,
  resources,
  strategies,
  verdictOf,
  voteOf,
  type Verdict,
} from './votes.ts';

export function answer(
  roles: readonly Role[],
  resource: string,
  action: string,
  strategy: Strategy,
): Decision {
  const decision = parseDecision(resolve(harden(structuredClone(roles)), resource, action, strategy));
  trace.mark(strategy, decision.allowed ? 'yes' : decision.reason, decision.allowed ? 'good' : 'bad');
  return decision;
}

/** John's roles in the statement; `reads` is how the word “none” of the old table is meant. */
function john(none: 'deny' | 'not-set'): Role[] {
  const nothing = (resource: string, ...all: string[]): Setting[] =>
    none === 'deny' ? deny(resource, ...all) : [];
  return [
    {
      name: 'analyst',
      priority: 3,
      settings: [...allow('sales_data', 'read', 'write'), ...allow('reports', 'read', 'create')],
    },
    {
      name: 'guest',
      priority: 4,
      settings: [
        ...allow('sales_data', 'read'),
        ...nothing('sales_data', 'write'),
        ...nothing('reports', '*'),
      ],
    },
    { name: 'report_viewer', settings: [...nothing('sales_data', '*'), ...allow('reports', 'read')] },
  ];
}

const says = (name: string, vote: 'allow' | 'deny' | 'not-set', priority?: number): Role => ({
  name,
  ...(priority !== undefined && { priority }),
  settings: vote === 'not-set' ? [] : [{ resource: 'sales', action: 'write', effect: vote }],
});

/** Every combination of what up to three roles say. */
function* everyVote(): Generator<Role[]> {
  const all = ['allow', 'deny', 'not-set'] as const;
  for (const a of all) {
    yield [says('a', a)];
    for (const b of all) {
      yield [says('a', a), says('b', b)];
      for (const c of all) yield [says('a', a), says('b', b), says('c', c)];
    }
  }
}

function expectAll(strategy: Strategy): void {
  for (const roles of everyVote()) {
    const votes = roles.map(role => voteOf(role, 'sales', 'write')).join(', ');
    assert.equal(
      answer(roles, 'sales', 'write', strategy).allowed,
      decide(roles, 'sales', 'write', strategy).allowed,
      `By ${strategy}, if the roles say ${votes}: allowed`,
    );
  }
}

describe('What one role says', () => {
  const only = (said: Setting[], resource: string, action: string): boolean =>
    answer([{ name: 'analyst', settings: said }], resource, action, 'deny-overrides').allowed;

  it('R1 the most specific setting speaks, the resource before the action', () => {
    for (const [said, resource, action, expected] of [
      [[...allow('*', '*'), ...deny('sales', '*')], 'sales', 'read', false],
      [[...deny('*', '*'), ...allow('sales', 'read')], 'sales', 'read', true],
      [[...deny('*', '*'), ...allow('sales', 'read')], 'sales', 'write', false],
      [[...deny('*', 'read'), ...allow('sales', '*')], 'sales', 'read', true],
      [[...allow('*', 'read'), ...deny('sales', '*')], 'sales', 'read', false],
      [[...deny('sales', '*'), ...allow('sales', 'read')], 'sales', 'read', true],
      [[...deny('*', '*'), ...allow('*', 'read')], 'reports', 'read', true],
      [[...deny('*', '*'), ...allow('*', 'read')], 'reports', 'write', false],
      [allow('sales', 'read'), 'sales', 'write', false],
      [allow('sales', 'read'), 'reports', 'read', false],
      [allow('sales*', 'read'), 'sales_data', 'read', false],
      [allow('sales', 're*'), 'sales', 'read', false],
      [allow('Sales', 'read'), 'sales', 'read', false],
      [allow('*', '*'), '__proto__', 'constructor', true],
    ] as const)
      assert.equal(
        only(random.shuffle(said), resource, action),
        expected,
        `${said.map(it => `${it.effect} ${it.action} on ${it.resource}`).join(', ')}: may it ${action} ${resource}?`,
      );
  });

  it('R1 says no where equally specific settings disagree, in either order', () => {
    for (const resource of ['sales', '*'])
      for (const action of ['read', '*']) {
        const said = [...allow(resource, action), ...deny(resource, action), ...allow(resource, action)];
        for (let i = 0; i < 3; i++) assert.equal(only(random.shuffle(said), 'sales', 'read'), false);
        assert.equal(only(allow(resource, action), 'sales', 'read'), true);
      }
  });

  it('R1 agrees with a look at the four levels, one by one', () => {
    let allowed = 0;
    for (let i = 0; i < 400; i++) {
      const [role] = randomRoles(1) as [Role];
      const [resource, action] = [random.pick(resources), random.pick(actions)];
      const vote = voteOf(role, resource, action);
      if (vote === 'allow') allowed++;
      assert.equal(
        only([...role.settings], resource, action),
        vote === 'allow',
        `${JSON.stringify(role.settings)}: may it ${JSON.stringify(action)} ${JSON.stringify(resource)}?`,
      );
    }
    assert.ok(allowed > 20);
  });
});

describe('What becomes of several', () => {
  it('R2 most permissive: one yes is enough', () => expectAll('most-permissive'));

  it('R3 most restrictive: all have to say yes', () => expectAll('most-restrictive'));

  it('R4 priority: whoever goes first and says anything', () => {
    const cases: readonly (readonly [Role[], boolean])[] = [
      [[says('a', 'allow', 1), says('b', 'deny', 2)], true],
      [[says('a', 'allow', 2), says('b', 'deny', 1)], false],
      [[says('a', 'not-set', 1), says('b', 'allow', 2), says('c', 'deny', 3)], true],
      [[says('a', 'allow', 1), says('b', 'deny', 1)], false],
      [[says('a', 'allow', 5), says('b', 'deny')], true],
      [[says('a', 'deny', 5), says('b', 'allow')], false],
      [[says('a', 'allow'), says('b', 'deny')], false],
      [[says('a', 'not-set', 1), says('b', 'allow')], true],
      [[says('a', 'allow', 0), says('b', 'deny', 1)], true],
      [[says('a', 'allow', -2), says('b', 'deny', 0)], true],
      [[says('a', 'allow', 10), says('b', 'deny', 9)], false],
      [[says('a', 'allow', 1_000_000_000), says('b', 'deny')], true],
    ];
    for (const [roles, expected] of cases)
      assert.equal(
        answer(random.shuffle(roles), 'sales', 'write', 'priority').allowed,
        expected,
        roles
          .map(role => `${role.name} (${role.priority ?? 'none'}) ${voteOf(role, 'sales', 'write')}`)
          .join(', '),
      );
    expectAll('priority');
  });

  it('R4 priority: agrees with a sort, at random', () => {
    for (let i = 0; i < 300; i++) {
      const roles = random
        .shuffle(['allow', 'allow', 'deny', 'not-set'] as const)
        .map((vote, n) => says(`role ${n}`, vote, random.chance(0.7) ? random.int(-1, 3) : undefined));
      assert.equal(
        answer(roles, 'sales', 'write', 'priority').allowed,
        decide(roles, 'sales', 'write', 'priority').allowed,
        roles.map(role => `${role.priority ?? 'none'}: ${voteOf(role, 'sales', 'write')}`).join(', '),
      );
    }
  });

  it('R5 deny overrides: one no is enough, silence is not', () => expectAll('deny-overrides'));

  it('R6 nobody who has no roles may do anything', () => {
    for (const strategy of strategies) {
      assert.deepEqual(verdictOf(answer([], 'sales', 'write', strategy)), {
        allowed: false,
        reason: 'no-roles',
        decidedBy: [],
      });
      const silent = [says('a', 'not-set', 1), says('b', 'not-set')];
      assert.deepEqual(verdictOf(answer(silent, 'sales', 'write', strategy)), {
        allowed: false,
        reason: 'not-set',
        decidedBy: [],
      });
    }
  });

  it('R6 roles of one name and priorities that are none are refused', () => {
    for (const roles of [
      [says('a', 'allow'), says('b', 'allow'), says('a', 'deny')],
      [says('', 'not-set', 1), says('', 'not-set', 2)],
      [says('a', 'allow', 1.5)],
      [says('a', 'allow'), says('b', 'not-set', Number.NaN)],
      [says('a', 'allow', Infinity)],
    ])
      for (const strategy of strategies)
        assert.throws(
          () => resolve(harden(structuredClone(roles)), 'sales', 'write', strategy),
          RangeError,
          roles.map(role => `${JSON.stringify(role.name)} with the priority ${role.priority}`).join(', '),
        );
  });

  it('R6 no order of roles and settings makes a difference to the answer', () => {
    for (let i = 0; i < 60; i++) {
      const roles = randomRoles(5);
      const [resource, action, strategy] = [
        random.pick(resources),
        random.pick(actions),
        random.pick(strategies),
      ];
      const first = answer(roles, resource, action, strategy);
      const other = random.shuffle(roles).map(role => ({ ...role, settings: random.shuffle(role.settings) }));
      const second = answer(other, resource, action, strategy);
      assert.deepEqual(
        [second.allowed, second.reason, second.decidedBy.toSorted()],
        [first.allowed, first.reason, first.decidedBy.toSorted()],
        `${strategy}, in another order`,
      );
    }
  });
});

describe('Why', () => {
  const verdict = (allowed: boolean, reason: Verdict['reason'], ...decidedBy: string[]): Verdict => ({
    allowed,
    reason,
    decidedBy,
  });

  it('R7 John’s question, by four strategies and two meanings of “none”', () => {
    const table: readonly (readonly [Strategy, Verdict, Verdict])[] = [
      ['most-permissive', verdict(true, 'allowed', 'analyst'), verdict(true, 'allowed', 'analyst')],
      [
        'most-restrictive',
        verdict(false, 'denied', 'guest', 'report_viewer'),
        verdict(false, 'not-allowed-by-all', 'guest', 'report_viewer'),
      ],
      ['priority', verdict(true, 'allowed', 'analyst'), verdict(true, 'allowed', 'analyst')],
      [
        'deny-overrides',
        verdict(false, 'denied', 'guest', 'report_viewer'),
        verdict(true, 'allowed', 'analyst'),
      ],
    ];
    for (const [strategy, ifDeny, ifSilent] of table) {
      const question = `May John write to sales_data, by ${strategy}, if “none” means`;
      assert.deepEqual(
        verdictOf(answer(john('deny'), 'sales_data', 'write', strategy)),
        ifDeny,
        `${question} no?`,
      );
      assert.deepEqual(
        verdictOf(answer(john('not-set'), 'sales_data', 'write', strategy)),
        ifSilent,
        `${question} nothing?`,
      );
    }
  });

  it('R7 lists what each role said, and which setting spoke for it', () => {
    const decision = answer(john('deny'), 'sales_data', 'write', 'deny-overrides');
    assert.deepEqual(decision.votes, [
      { role: 'analyst', vote: 'allow', setting: allow('sales_data', 'write')[0] },
      { role: 'guest', vote: 'deny', setting: deny('sales_data', 'write')[0] },
      { role: 'report_viewer', vote: 'deny', setting: deny('sales_data', '*')[0] },
    ]);
    assert.equal(decision.strategy, 'deny-overrides');
    const silent = answer(john('not-set'), 'sales_data', 'delete', 'priority');
    assert.deepEqual(
      silent.votes,
      ['analyst', 'guest', 'report_viewer'].map(role => ({ role, vote: 'not-set', setting: null })),
    );
  });

  it('R7 names who decided, and only those', () => {
    const roles = [
      says('c', 'deny', 2),
      says('a', 'allow', 1),
      says('d', 'not-set', 0),
      says('b', 'allow', 1),
      says('e', 'allow'),
    ];
    for (const [strategy, expected] of [
      ['most-permissive', verdict(true, 'allowed', 'a', 'b', 'e')],
      ['most-restrictive', verdict(false, 'denied', 'c')],
      ['priority', verdict(true, 'allowed', 'a', 'b')],
      ['deny-overrides', verdict(false, 'denied', 'c')],
    ] as const)
      assert.deepEqual(verdictOf(answer(roles, 'sales', 'write', strategy)), expected, strategy);
    const firstDisagree = [...roles, says('f', 'deny', 1)];
    assert.deepEqual(
      verdictOf(answer(firstDisagree, 'sales', 'write', 'priority')),
      verdict(false, 'denied', 'f'),
    );
    const onlyDenied = [says('a', 'deny'), says('b', 'not-set')];
    assert.deepEqual(
      verdictOf(answer(onlyDenied, 'sales', 'write', 'most-permissive')),
      verdict(false, 'not-set'),
    );
  });

  it('R7 agrees with the table on everything, at random', () => {
    const seen = new Set<string>();
    for (let i = 0; i < 400; i++) {
      const roles = randomRoles(random.int(0, 6), random.pick([0.1, 0.35]));
      const [resource, action, strategy] = [
        random.pick(resources),
        random.pick(actions),
        random.pick(strategies),
      ];
      const decision = answer(roles, resource, action, strategy);
      seen.add(decision.reason);
      const what = `${strategy}: may one with ${JSON.stringify(roles)} do ${JSON.stringify(action)} to ${JSON.stringify(resource)}?`;
      assert.deepEqual(verdictOf(decision), decide(roles, resource, action, strategy), what);
      decision.votes.forEach(({ role, vote, setting }, n) => {
        assert.deepEqual([role, vote], [roles[n]!.name, voteOf(roles[n]!, resource, action)], what);
        assert.equal(setting?.effect ?? 'not-set', vote, `${what} The setting of ${role}`);
        if (setting) {
          const isOwn = roles[n]!.settings.some(
            it =>
              it.resource === setting.resource &&
              it.action === setting.action &&
              it.effect === setting.effect,
          );
          assert.ok(isOwn, `${what} ${role} has no such setting as ${JSON.stringify(setting)}`);
          assert.equal(
            voteOf({ name: role, settings: [setting] }, resource, action),
            vote,
            `${what} ${JSON.stringify(setting)} is not about it`,
          );
        }
      });
    }
    assert.ok(seen.size === 5, `All five reasons should occur: ${[...seen].join(', ')}`);
  });
});
