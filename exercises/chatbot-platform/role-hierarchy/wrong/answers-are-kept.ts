import { checkPeriod, Grants } from './grants';
import { Hierarchy } from './hierarchy';
import { checkScope, covers, widest } from './scopes';
import type {
  CreateRoleGraph,
  Decider,
  EffectivePermission,
  Explanation,
  Pair,
  Period,
  RoleGraph,
  Rule,
  Scope,
} from './types';

export const createRoleGraph: CreateRoleGraph = () => new ClosureRoleGraph();

/**
 * Rules are found by permission, ancestors and descendants in the closure. With r rules of the permission and h roles
 * granted to the user, `can` takes O(r · h); `whoCan` takes O(r · descendants + users found).
 */
class ClosureRoleGraph implements RoleGraph {
  readonly #hierarchy = new Hierarchy();
  readonly #grants = new Grants();
  /** By permission, then by role. */
  readonly #rules = new Map<string, Map<string, Rule[]>>();
  /** Emptied with every change. */
  readonly #answers = new Map<string, boolean>();

  addRole(role: string): void {
    this.#hierarchy.add(role);
  }

  removeRole(role: string): Pair[] {
    this.#answers.clear();
    const lost = this.#hierarchy.remove(role);
    for (const byRole of this.#rules.values()) byRole.delete(role);
    this.#grants.removeRole(role, Date.now());
    return lost;
  }

  inherit(role: string, from: string): Pair[] {
    this.#answers.clear();
    return this.#hierarchy.link(role, from);
  }

  disinherit(role: string, from: string): Pair[] {
    this.#answers.clear();
    return this.#hierarchy.unlink(role, from);
  }

  ancestors(role: string): string[] {
    return [...this.#hierarchy.above(role)].sort();
  }

  descendants(role: string): string[] {
    return [...this.#hierarchy.below(role)].sort();
  }

  addRule(role: string, rule: Rule): void {
    this.#answers.clear();
    this.#hierarchy.above(role);
    checkScope(rule.scope);
    const { effect, permission, scope } = rule;
    const byRole = this.#rules.get(permission) ?? new Map<string, Rule[]>();
    this.#rules.set(permission, byRole);
    const others = (byRole.get(role) ?? []).filter(other => !isSame(other, rule));
    byRole.set(role, [...others, { effect, permission, scope }]);
  }

  removeRule(role: string, rule: Rule): boolean {
    this.#answers.clear();
    this.#hierarchy.above(role);
    checkScope(rule.scope);
    const byRole = this.#rules.get(rule.permission);
    const rules = byRole?.get(role) ?? [];
    const others = rules.filter(other => !isSame(other, rule));
    byRole?.set(role, others);
    return others.length < rules.length;
  }

  grant(user: string, role: string, period: Period = {}): void {
    this.#answers.clear();
    this.#hierarchy.above(role);
    checkPeriod(period);
    this.#grants.add(user, role, period, Date.now());
  }

  revoke(user: string, role: string): boolean {
    this.#answers.clear();
    this.#hierarchy.above(role);
    return this.#grants.remove(user, role, Date.now());
  }

  can(user: string, permission: string, resource: Scope): boolean {
    checkScope(resource);
    const key = JSON.stringify([user, permission, resource]);
    const known = this.#answers.get(key);
    if (known !== undefined) return known;
    const rules = this.#rulesOf(user, permission).filter(({ scope }) => covers(scope, resource));
    const answer = rules.length > 0 && rules.every(({ effect }) => effect === 'allow');
    this.#answers.set(key, answer);
    return answer;
  }

  explain(user: string, permission: string, resource: Scope): Explanation {
    checkScope(resource);
    const by =
      this.#decider(user, permission, resource, 'deny') ?? this.#decider(user, permission, resource, 'allow');
    return { allowed: by?.rule.effect === 'allow', by };
  }

  whoCan(permission: string, resource: Scope): string[] {
    checkScope(resource);
    const users = { allow: new Set<string>(), deny: new Set<string>() };
    const now = Date.now();
    for (const [role, rules] of this.#rules.get(permission) ?? [])
      for (const effect of new Set(
        rules.filter(({ scope }) => covers(scope, resource)).map(rule => rule.effect),
      ))
        for (const holding of [role, ...this.#hierarchy.below(role)])
          for (const user of this.#grants.holders(holding, now)) users[effect].add(user);
    return [...users.allow].filter(user => !users.deny.has(user)).sort();
  }

  effective(user: string): EffectivePermission[] {
    const permissions: EffectivePermission[] = [];
    for (const permission of [...this.#rules.keys()].sort()) {
      const rules = this.#rulesOf(user, permission);
      const scopes = (effect: Rule['effect']): Set<Scope> =>
        new Set(rules.filter(rule => rule.effect === effect).map(rule => rule.scope));
      const denied = widest(scopes('deny'));
      const allow = widest(scopes('allow')).filter(scope => !denied.some(deny => covers(deny, scope)));
      const deny = denied.filter(scope => allow.some(wide => covers(wide, scope)));
      if (allow.length > 0) permissions.push({ permission, allow, deny });
    }
    return permissions;
  }

  /** Every rule about the permission that reaches the user now. */
  #rulesOf(user: string, permission: string): Rule[] {
    const held = this.#grants.held(user, Date.now());
    const reaches = (role: string): boolean =>
      held.some(holding => holding === role || this.#hierarchy.above(holding).has(role));
    return [...(this.#rules.get(permission) ?? [])].flatMap(([role, rules]) => (reaches(role) ? rules : []));
  }

  #decider(user: string, permission: string, resource: Scope, effect: Rule['effect']): Decider | null {
    const byRole = this.#rules.get(permission);
    const deciding = (role: string): Rule | undefined =>
      byRole?.get(role)?.find(rule => rule.effect === effect && covers(rule.scope, resource));
    const held = this.#grants.held(user, Date.now());
    const path = this.#hierarchy.pathUp(held, role => deciding(role) !== undefined);
    const rule = path && deciding(path.at(-1)!);
    return path && rule ? { rule: { ...rule }, path } : null;
  }
}

const isSame = (a: Rule, b: Rule): boolean => a.effect === b.effect && a.scope === b.scope;
