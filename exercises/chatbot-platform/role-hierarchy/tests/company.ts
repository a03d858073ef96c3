/** The learner's graph beside the model, with the roles of the statement, and random stories for both. */
import assert from 'node:assert/strict';
import { CycleError, RoleExistsError, UnknownRoleError } from '#attempt/errors.ts';
import { createRoleGraph } from '#attempt/roleGraph.ts';
import type { Pair, Period, RoleGraph, Rule } from '#attempt/types.ts';
import { clock, harden, random, trace } from '#testkit';
import { inOrder, Model, without } from './model.ts';

export const day = 86_400_000;

export const allow = (permission: string, scope = ''): Rule => ({ effect: 'allow', permission, scope });
export const deny = (permission: string, scope = ''): Rule => ({ effect: 'deny', permission, scope });

/** Each change goes to both. */
export class Company {
  readonly graph: RoleGraph = createRoleGraph();
  readonly model = new Model();

  /** @param comparesPairs whether the pairs that each change reports are compared with those of the model */
  constructor(readonly comparesPairs = false) {}

  add(...roles: string[]): this {
    for (const role of roles) {
      this.graph.addRole(role);
      this.model.roles.add(role);
    }
    return this;
  }

  /** `inherit('admin', 'analyst', 'guest')` */
  inherit(role: string, ...from: string[]): this {
    for (const ancestor of from)
      this.#changes(
        `${show(role)} inherits from ${show(ancestor)}`,
        () => this.graph.inherit(role, ancestor),
        () => this.model.link(role, ancestor),
      );
    return this;
  }

  disinherit(role: string, from: string): this {
    return this.#changes(
      `${show(role)} no longer inherits from ${show(from)}`,
      () => this.graph.disinherit(role, from),
      () => this.model.unlink(role, from),
    );
  }

  removeRole(role: string): this {
    return this.#changes(
      `${show(role)} is removed`,
      () => this.graph.removeRole(role),
      () => this.model.removeRole(role),
    );
  }

  rule(role: string, ...rules: Rule[]): this {
    for (const rule of rules) {
      this.graph.addRule(role, harden({ ...rule }));
      this.model.rules.push({ role, rule });
    }
    return this;
  }

  dropRule(role: string, { effect, permission, scope }: Rule): this {
    const isIt = (it: { role: string; rule: Rule }): boolean =>
      it.role === role &&
      it.rule.effect === effect &&
      it.rule.permission === permission &&
      it.rule.scope === scope;
    const had = this.model.rules.some(isIt);
    const { rules } = this.model;
    rules.splice(0, Infinity, ...rules.filter(it => !isIt(it)));
    assert.equal(
      this.graph.removeRule(role, { effect, permission, scope }),
      had,
      `Whether ${show(role)} had the rule “${effect} ${permission} on ${show(scope)}”`,
    );
    return this;
  }

  grant(user: string, role: string, period?: Period): this {
    if (period) this.graph.grant(user, role, harden({ ...period }));
    else this.graph.grant(user, role);
    this.model.grants.push({ user, role, period: period ?? {} });
    return this;
  }

  revoke(user: string, role: string): this {
    const now = clock.now();
    const isIt = (it: { user: string; role: string }): boolean => it.user === user && it.role === role;
    const had = this.model.grants.some(it => isIt(it) && (it.period.until ?? Infinity) > now);
    this.model.grants = this.model.grants.filter(it => !isIt(it));
    assert.equal(
      this.graph.revoke(user, role),
      had,
      `Whether ${user} had a grant of ${show(role)} that holds now or later`,
    );
    return this;
  }

  /** Fails unless the answer is this, or what the model says. */
  expect(user: string, permission: string, resource: string, when: string, expected?: boolean): void {
    const now = clock.now();
    const should = expected ?? this.model.can(user, permission, resource, now);
    const answer = this.graph.can(user, permission, resource);
    trace.state(`${user}: ${permission}`, answer ? 'yes' : 'no');
    assert.equal(
      answer,
      should,
      `${when}: may ${user} do ${show(permission)} to ${show(resource)}? ${should ? 'Yes' : 'No'}`,
    );
  }

  #changes(what: string, change: () => Pair[], follow: () => void): this {
    const before = this.model.pairs();
    const reported = parsePairs(change());
    follow();
    const after = this.model.pairs();
    trace.mark('changes', what, after.length < before.length ? 'bad' : 'good');
    trace.point('pairs that hold', after.length);
    trace.point('pairs reported', reported.length);
    const expected = [...without(after, before), ...without(before, after)];
    if (this.comparesPairs)
      assert.deepEqual(inOrder(reported), inOrder(expected), `${what}: the pairs that change`);
    return this;
  }

  /** Fails unless the graph lists for every role what the model does. */
  agreesOnHierarchy(when: string): void {
    for (const role of this.model.roles) {
      assert.deepEqual(
        texts(this.graph.ancestors(role)),
        this.model.ancestors(role),
        `${when}: what ${show(role)} inherits from`,
      );
      assert.deepEqual(
        texts(this.graph.descendants(role)),
        this.model.descendants(role),
        `${when}: what inherits from ${show(role)}`,
      );
    }
  }

  /** The error of a call that has to throw one of this kind. */
  refuses<E extends Error>(
    kind: abstract new (...args: never[]) => E,
    call: (graph: RoleGraph) => unknown,
    what: string,
  ): E {
    try {
      call(this.graph);
    } catch (error) {
      assert.ok(
        error instanceof kind,
        `${what} should throw ${kind.name}, not ${error instanceof Error ? error.name : String(error)}`,
      );
      return error;
    }
    assert.fail(`${what} should throw ${kind.name}, but nothing was thrown`);
  }

  /** Tries to close a circle, and looks at what the error says of it. */
  refusesCycle(role: string, from: string): readonly string[] {
    const what = `${show(role)} inheriting from ${show(from)}`;
    const cycle = texts(this.refuses(CycleError, graph => graph.inherit(role, from), what).cycle);
    trace.mark('changes', `refused: ${cycle.join(' → ')}`, 'neutral');
    checkCycle(this.model, cycle, role, from);
    return cycle;
  }

  refusesUnknown(call: (graph: RoleGraph) => unknown, what: string): void {
    const { role } = this.refuses(UnknownRoleError, call, what);
    assert.ok(!this.model.roles.has(role), `${what} should name a role that is unknown, not ${show(role)}`);
  }

  refusesKnown(role: string): void {
    this.refuses(RoleExistsError, graph => graph.addRole(role), `Adding ${show(role)} again`);
  }
}

export function checkCycle(model: Model, cycle: readonly string[], role: string, from: string): void {
  const text = cycle.map(show).join(' → ');
  assert.equal(cycle[0], role, `The circle ${text} should begin with the role that was to inherit`);
  assert.equal(cycle.at(-1), role, `The circle ${text} should end where it begins`);
  assert.equal(cycle[1], from, `The first step of the circle ${text} should be the refused one`);
  assert.equal(new Set(cycle).size, cycle.length - 1, `In the circle ${text} a role is named twice`);
  for (let i = 1; i + 1 < cycle.length; i++)
    assert.ok(
      model.hasEdge(cycle[i]!, cycle[i + 1]!),
      `In the circle ${text}, ${show(cycle[i]!)} does not inherit directly from ${show(cycle[i + 1]!)}`,
    );
}

/** The roles of the statement. */
export function nordwind(comparesPairs = false): Company {
  return new Company(comparesPairs)
    .add('super-admin', 'admin', 'senior-analyst', 'data-scientist', 'analyst', 'guest', 'exporter')
    .inherit('analyst', 'guest')
    .inherit('senior-analyst', 'analyst', 'exporter')
    .inherit('data-scientist', 'analyst')
    .inherit('admin', 'senior-analyst', 'data-scientist')
    .inherit('super-admin', 'admin');
}

/** A copy of a list of texts that the learner's code gave. */
export function texts(value: readonly string[]): string[] {
  assert.ok(Array.isArray(value), 'A list of names should be an array');
  return Array.from(value as readonly unknown[], text => {
    assert.ok(typeof text === 'string', 'A list of names should hold texts');
    return text;
  });
}

export function parsePairs(value: readonly Pair[]): Pair[] {
  assert.ok(Array.isArray(value), 'The pairs that change should be an array');
  return Array.from(value as readonly Pair[], ({ role, ancestor }) => ({ role, ancestor }));
}

export const show = (text: string): string =>
  /^[\w-]+(?:\/[\w-]+)*$/.test(text) ? text : JSON.stringify(text);

export const names = ['root', 'lead', 'staff', 'guest', 'guest ', '', '__proto__', 'a/b', 'a'];
export const scopes = ['', 'emea', 'emea/berlin', 'emea/berlin/3', 'emea/paris', 'emea-test', 'apac', 'ema'];
export const permissions = ['read', 'export', 'read:all'];
export const users = ['ann', 'bob', 'cem', 'dee'];

/** Some roles that inherit at random, some rules, and users who hold some of it. */
export function randomCompany(
  options: { readonly denies?: number; readonly links?: number; readonly comparesPairs?: boolean } = {},
): Company {
  const company = new Company(options.comparesPairs).add(...random.shuffle(names));
  for (let i = options.links ?? 10; i > 0; i--) {
    const [role, from] = random.shuffle(names);
    if (role !== undefined && from !== undefined && !company.model.reach(from).has(role))
      company.inherit(role, from);
  }
  for (let i = 12; i > 0; i--) company.rule(random.pick(names), randomRule(options.denies));
  for (const user of users)
    for (let i = random.int(0, 2); i > 0; i--) company.grant(user, random.pick(names));
  return company;
}

export const randomRule = (denies = 0.3): Rule => ({
  effect: random.chance(denies) ? 'deny' : 'allow',
  permission: random.pick(permissions),
  scope: random.pick(scopes),
});

/** A period around now, often with an end within a day. */
export function randomPeriod(): Period {
  const from = clock.now() + random.int(-day, day);
  return random.pick<Period>([
    {},
    { from },
    { until: clock.now() + random.int(1, day) },
    { from, until: from + random.int(1, day) },
  ]);
}

/** One change of any kind, which may be refused. */
export function randomChange(company: Company): void {
  const { model } = company;
  const roles = [...model.roles];
  const [role, other] = [random.pick(roles), random.pick(roles)];
  const user = random.pick(users);
  const change = random.int(1, 20);
  if (change <= 6) {
    if (model.reach(other).has(role)) company.refusesCycle(role, other);
    else company.inherit(role, other);
  } else if (change <= 10) {
    const edge = model.edges.length > 0 && random.chance(0.8) ? random.pick(model.edges) : undefined;
    company.disinherit(edge?.role ?? role, edge?.ancestor ?? other);
  } else if (change === 11) {
    if (roles.length > 5) company.removeRole(role);
  } else if (change === 12) {
    const gone = names.filter(name => !model.roles.has(name));
    if (gone.length > 0) company.add(random.pick(gone));
  } else if (change <= 14) company.rule(role, randomRule());
  else if (change === 15) {
    const known = model.rules.length > 0 ? random.pick(model.rules) : { role, rule: randomRule() };
    company.dropRule(known.role, known.rule);
  } else if (change <= 18) company.grant(user, role, randomPeriod());
  else company.revoke(user, role);
}
