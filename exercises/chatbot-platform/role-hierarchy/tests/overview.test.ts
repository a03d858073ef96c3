import assert from 'node:assert/strict';
import type { Explanation } from '#attempt/types.ts';
import { clock, random, trace } from '#testkit';
import {
  allow,
  Company,
  day,
  deny,
  nordwind,
  permissions,
  randomChange,
  randomCompany,
  scopes,
  show,
  texts,
  users,
} from './company.ts';
import { covers } from './model.ts';

/** A copy of an explanation. */
function parse({ allowed, by }: Explanation): Explanation {
  if (by === null) return { allowed, by };
  const { effect, permission, scope } = by.rule;
  return { allowed, by: { rule: { effect, permission, scope }, path: texts(by.path) } };
}

/** Fails unless the explanation is true: of the rules, of the path, and that there is no shorter one. */
function checkExplanation(company: Company, user: string, permission: string, resource: string): void {
  const { graph, model } = company;
  const what = `Why may ${user} (not) do ${show(permission)} to ${show(resource)}?`;
  const { allowed, by } = parse(graph.explain(user, permission, resource));
  const now = clock.now();
  assert.equal(allowed, model.can(user, permission, resource, now), `${what} allowed`);
  const counting = model
    .rulesOf(user, now)
    .filter(rule => rule.permission === permission && covers(rule.scope, resource));
  if (counting.length === 0) return assert.equal(by, null, `${what} No rule says anything about it`);
  assert.ok(by, `${what} There is a rule about it, and none was named`);
  const effect = allowed ? 'allow' : 'deny';
  assert.equal(by.rule.effect, effect, `${what} The rule that decided`);
  const end = by.path.at(-1);
  const path = by.path.map(show).join(' → ');
  const isRule = (role: string): boolean =>
    model.rules.some(
      ({ role: owner, rule }) =>
        owner === role &&
        rule.effect === effect &&
        rule.permission === permission &&
        covers(rule.scope, resource),
    );
  assert.ok(
    model.rules.some(
      ({ role, rule }) =>
        role === end &&
        rule.effect === effect &&
        rule.permission === permission &&
        rule.scope === by.rule.scope,
    ),
    `${what} The last role of ${path} has no rule “${effect} ${by.rule.permission} on ${show(by.rule.scope)}”`,
  );
  assert.equal(by.rule.permission, permission, `${what} The rule is about`);
  assert.ok(covers(by.rule.scope, resource), `${what} ${show(by.rule.scope)} does not cover it`);
  const held = model.held(user, now);
  assert.ok(
    held.includes(by.path[0] ?? '?'),
    `${what} ${path} begins with a role that ${user} does not hold by a grant`,
  );
  for (let i = 1; i < by.path.length; i++)
    assert.ok(model.hasEdge(by.path[i - 1]!, by.path[i]!), `${what} In ${path}, step ${i} is none`);
  let reached = new Set(held);
  let shortest = 1;
  while (![...reached].some(isRule)) {
    reached = new Set(model.edges.filter(edge => reached.has(edge.role)).map(edge => edge.ancestor));
    shortest++;
  }
  assert.equal(
    by.path.length,
    shortest,
    `${what} ${path} should be one of the shortest: the number of roles`,
  );
}

describe('Why', () => {
  it('R11 names the rule and the way to it', () => {
    const { graph } = nordwind()
      .rule('guest', allow('chat'))
      .rule('analyst', allow('reports:read', 'emea'), allow('export'))
      .rule('exporter', deny('export', 'emea/berlin'))
      .grant('ann', 'admin');
    assert.deepEqual(parse(graph.explain('ann', 'export', 'emea/berlin/7')), {
      allowed: false,
      by: { rule: deny('export', 'emea/berlin'), path: ['admin', 'senior-analyst', 'exporter'] },
    });
    const chat = parse(graph.explain('ann', 'chat', ''));
    assert.deepEqual([chat.allowed, chat.by?.rule, chat.by?.path.length], [true, allow('chat'), 4]);
    assert.deepEqual(parse(graph.explain('ann', 'reports:read', 'apac')), { allowed: false, by: null });
    assert.deepEqual(parse(graph.explain('nobody', 'chat', '')), { allowed: false, by: null });
  });

  it('R11 takes the shortest of many ways, from any role that is held now', async () => {
    const company = nordwind().rule('guest', allow('chat')).grant('ann', 'super-admin');
    company.grant('ann', 'analyst', { from: clock.now() + day, until: clock.now() + 2 * day });
    const path = (): readonly string[] | undefined =>
      parse(company.graph.explain('ann', 'chat', '')).by?.path;
    assert.equal(path()?.length, 5);
    await clock.advance(day);
    assert.deepEqual(path(), ['analyst', 'guest']);
    await clock.advance(day);
    company.inherit('super-admin', 'guest');
    assert.deepEqual(path(), ['super-admin', 'guest']);
    company.rule('super-admin', allow('chat'));
    assert.deepEqual(path(), ['super-admin']);
    company.disinherit('super-admin', 'guest').dropRule('super-admin', allow('chat'));
    assert.equal(path()?.length, 5);
  });

  it('R11 is true, whatever is asked', () => {
    for (let round = 0; round < 6; round++) {
      const company = randomCompany({ links: 14 });
      for (let step = 0; step < 8; step++) {
        randomChange(company);
        for (const user of users)
          checkExplanation(company, user, random.pick(permissions), random.pick(scopes));
      }
    }
  });
});

describe('Who', () => {
  it('R12 finds those who have it through others, and leaves out those whom anything denies it', async () => {
    const company = nordwind().rule('exporter', allow('export')).rule('guest', deny('export', 'emea'));
    company.grant('dee', 'exporter').grant('dee', 'super-admin', { until: clock.now() + day });
    company
      .grant('cem', 'admin')
      .grant('bob', 'guest')
      .grant('ann', 'exporter', { until: clock.now() + day });
    const who = (resource: string): string[] => texts(company.graph.whoCan('export', resource));
    assert.deepEqual(who('apac'), ['ann', 'cem', 'dee']);
    assert.deepEqual(who('emea/berlin'), ['ann']);
    assert.deepEqual(who(''), ['ann', 'cem', 'dee']);
    await clock.advance(day);
    assert.deepEqual(who('apac'), ['cem', 'dee']);
    assert.deepEqual(who('emea/berlin'), ['dee']);
    assert.deepEqual(texts(company.graph.whoCan('unheard-of', '')), []);
    company.rule('guest', allow('chat'), allow('chat', 'emea')).rule('analyst', allow('chat'));
    for (const user of random.shuffle(['Zoe', 'bob10', 'bob9', 'élan'])) company.grant(user, 'admin');
    assert.deepEqual(
      texts(company.graph.whoCan('chat', 'emea')),
      ['Zoe', 'bob', 'bob10', 'bob9', 'cem', 'élan'],
      'Each once, in order',
    );
  });

  it('R12 agrees with asking everybody', async () => {
    let found = 0;
    for (let round = 0; round < 6; round++) {
      const company = randomCompany({ denies: 0.15 });
      for (let step = 0; step < 10; step++) {
        randomChange(company);
        await clock.advance(random.int(0, day / 8));
        const [permission, resource] = [random.pick(permissions), random.pick(scopes)];
        const expected = company.model.whoCan(permission, resource, clock.now());
        found += expected.length;
        trace.point('users found', expected.length);
        assert.deepEqual(
          texts(company.graph.whoCan(permission, resource)),
          expected,
          `Who can do ${show(permission)} to ${show(resource)}`,
        );
      }
    }
    assert.ok(found > 10, 'Somebody should be found');
  });
});

describe('All of it', () => {
  const lists = (company: Company, user: string): unknown =>
    company.graph.effective(user).map(({ permission, allow: allows, deny: denies }) => ({
      permission,
      allow: texts(allows),
      deny: texts(denies),
    }));

  it('R13 leaves out what says nothing new', () => {
    const company = nordwind()
      .rule('guest', allow('chat'))
      .rule(
        'analyst',
        allow('read', 'emea/berlin'),
        allow('read', 'apac/tokyo'),
        deny('read', 'emea/paris/vault'),
      )
      .rule('senior-analyst', allow('read', 'emea'), deny('read', 'emea/paris'), deny('read', 'latam'))
      .rule('exporter', allow('export', 'emea'), deny('export'))
      .rule('admin', allow('chat', 'emea'), deny('chat', 'emea'), allow('chat', 'emea/berlin'))
      .grant('ann', 'admin')
      .grant('bob', 'analyst');
    assert.deepEqual(lists(company, 'ann'), [
      { permission: 'chat', allow: [''], deny: ['emea'] },
      { permission: 'read', allow: ['apac/tokyo', 'emea'], deny: ['emea/paris'] },
    ]);
    assert.deepEqual(lists(company, 'bob'), [
      { permission: 'chat', allow: [''], deny: [] },
      { permission: 'read', allow: ['apac/tokyo', 'emea/berlin'], deny: [] },
    ]);
    assert.deepEqual(lists(company, 'nobody'), []);
  });

  it('R13 is the shortest form of what the model finds, and decides alike', () => {
    for (let round = 0; round < 8; round++) {
      const company = randomCompany({ denies: random.pick([0.1, 0.3, 0.6]) });
      for (const user of users) {
        assert.deepEqual(lists(company, user), company.model.effective(user, clock.now()), `All of ${user}`);
        const effective = company.graph.effective(user);
        for (const permission of permissions)
          for (const scope of scopes) {
            const known = effective.find(it => it.permission === permission);
            assert.equal(
              known?.allow.some(wide => covers(wide, scope)) === true &&
                !known.deny.some(wide => covers(wide, scope)),
              company.model.can(user, permission, scope, clock.now()),
              `What effective(${user}) says of ${show(permission)} on ${show(scope)}`,
            );
          }
      }
    }
  });
});
