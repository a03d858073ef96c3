import { CycleError, RoleExistsError, UnknownRoleError } from './errors';
import type { CreateRoleGraph, Explanation, Pair, Period, Rule } from './types';

/** Adjacency lists alone; whatever is asked is found by a walk, and a change is told by comparing before and after. */
interface Role {
  readonly parents: Set<Role>;
  readonly name: string;
  rules: Rule[];
}

interface Grant {
  readonly user: string;
  readonly role: Role;
  readonly from: number;
  readonly until: number;
}

const below = (wide: string): string => (wide === '' ? '' : `${wide}/`);
const covers = (wide: string, narrow: string): boolean => `${narrow}/`.startsWith(below(wide));

function parse(scope: string): string {
  if (/^\/|\/\/|\/$/.test(scope)) throw new RangeError(`${scope} has an empty segment`);
  return scope;
}

/** Breadth first, so that the first way found is a shortest one. */
function* walk(starts: Iterable<Role>): Generator<readonly Role[]> {
  const seen = new Set(starts);
  const queue = [...seen].map(role => [role]);
  for (const path of queue) {
    yield path;
    for (const parent of path.at(-1)!.parents) {
      if (seen.has(parent)) continue;
      seen.add(parent);
      queue.push([...path, parent]);
    }
  }
}

export const createRoleGraph: CreateRoleGraph = () => {
  const roles = new Map<string, Role>();
  let grants: Grant[] = [];

  const find = (name: string): Role => {
    const role = roles.get(name);
    if (!role) throw new UnknownRoleError(name);
    return role;
  };
  const reach = (starts: Iterable<Role>): Set<Role> => new Set([...walk(starts)].map(path => path.at(-1)!));
  const ancestorsOf = (role: Role): Set<Role> => {
    const all = reach([role]);
    all.delete(role);
    return all;
  };
  const closure = (): Map<Role, Set<Role>> =>
    new Map([...roles.values()].map(role => [role, ancestorsOf(role)]));
  const difference = (of: Map<Role, Set<Role>>, others: Map<Role, Set<Role>>): Pair[] =>
    [...of].flatMap(([role, ancestors]) =>
      [...ancestors]
        .filter(ancestor => !others.get(role)?.has(ancestor))
        .map(ancestor => ({ role: role.name, ancestor: ancestor.name })),
    );
  /** Carries the change out and tells what it ended, or what it began. */
  const changing = (change: () => void): { readonly gained: Pair[]; readonly lost: Pair[] } => {
    const before = closure();
    change();
    const after = closure();
    return { gained: difference(after, before), lost: difference(before, after) };
  };
  const held = (user: string): Set<Role> => {
    const now = Date.now();
    const holding = grants.filter(it => it.user === user && it.from <= now && now < it.until);
    return new Set(holding.map(({ role }) => role));
  };

  const explain = (user: string, permission: string, resource: string): Explanation => {
    parse(resource);
    let allow: Explanation['by'] = null;
    for (const path of walk(held(user)))
      for (const rule of path.at(-1)!.rules) {
        if (rule.permission !== permission || !covers(rule.scope, resource)) continue;
        const by = { rule: { ...rule }, path: path.map(({ name }) => name) };
        if (rule.effect === 'deny') return { allowed: false, by };
        allow ??= by;
      }
    return { allowed: allow !== null, by: allow };
  };
  const can = (user: string, permission: string, resource: string): boolean =>
    explain(user, permission, resource).allowed;

  const without = (rules: readonly Rule[], { effect, permission, scope }: Rule): Rule[] =>
    rules.filter(it => !(it.effect === effect && it.permission === permission && it.scope === scope));

  return {
    addRole(name) {
      if (roles.has(name)) throw new RoleExistsError(name);
      roles.set(name, { name, parents: new Set(), rules: [] });
    },
    removeRole(name) {
      const role = find(name);
      return changing(() => {
        roles.delete(name);
        for (const other of roles.values()) other.parents.delete(role);
        grants = grants.filter(it => it.role !== role);
      }).lost;
    },
    inherit(name, from) {
      const [role, parent] = [find(name), find(from)];
      for (const path of walk([parent]))
        if (path.at(-1) === role) throw new CycleError([name, ...path.map(it => it.name)]);
      return changing(() => role.parents.add(parent)).gained;
    },
    disinherit(name, from) {
      const [role, parent] = [find(name), find(from)];
      return changing(() => role.parents.delete(parent)).lost;
    },
    ancestors: name => [...ancestorsOf(find(name))].map(it => it.name).toSorted(),
    descendants(name) {
      const role = find(name);
      return [...closure()].flatMap(([other, all]) => (all.has(role) ? [other.name] : [])).toSorted();
    },
    addRule(name, { effect, permission, scope }) {
      const role = find(name);
      const rule: Rule = { effect, permission, scope: parse(scope) };
      role.rules = [...without(role.rules, rule), rule];
    },
    removeRule(name, rule) {
      const role = find(name);
      parse(rule.scope);
      const { length } = role.rules;
      role.rules = without(role.rules, rule);
      return role.rules.length < length;
    },
    grant(user, name, { from, until }: Period = {}) {
      const role = find(name);
      for (const bound of [from ?? 0, until ?? 0])
        if (!Number.isInteger(bound)) throw new RangeError(`${bound} is no moment`);
      const period = { from: from ?? -Infinity, until: until ?? Infinity };
      if (period.until <= period.from) throw new RangeError('the period is empty');
      grants.push({ user, role, ...period });
    },
    revoke(user, name) {
      const role = find(name);
      const ended = grants.filter(it => it.user === user && it.role === role);
      grants = grants.filter(it => !ended.includes(it));
      return ended.some(({ until }) => Date.now() < until);
    },
    can,
    explain,
    whoCan(permission, resource) {
      parse(resource);
      const users = new Set(grants.map(({ user }) => user));
      return [...users].filter(user => can(user, permission, resource)).toSorted();
    },
    effective(user) {
      const rules = [...reach(held(user))].flatMap(role => role.rules);
      const permissions = [...new Set(rules.map(({ permission }) => permission))].toSorted();
      return permissions.flatMap(permission => {
        const of = (effect: string): string[] => {
          const scopes = new Set(
            rules.filter(it => it.permission === permission && it.effect === effect).map(it => it.scope),
          );
          // In this order a scope comes after the one that covers it, so one look back is enough.
          const kept: string[] = [];
          for (const scope of [...scopes].toSorted((a, b) => a.length - b.length))
            if (!kept.some(wide => covers(wide, scope))) kept.push(scope);
          return kept.toSorted();
        };
        const denied = of('deny');
        const allow = of('allow').filter(scope => !denied.some(wide => covers(wide, scope)));
        const deny = denied.filter(scope => allow.some(wide => covers(wide, scope)));
        return allow.length > 0 ? [{ permission, allow, deny }] : [];
      });
    },
  };
};
