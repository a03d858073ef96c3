/** The contract, word for word and without any cleverness: what every answer is compared with. */
import type { EffectivePermission, Pair, Period, Rule } from '#attempt/types.ts';

export const ever: Period = {};

export class Model {
  readonly roles = new Set<string>();
  readonly edges: Pair[] = [];
  readonly rules: { readonly role: string; readonly rule: Rule }[] = [];
  grants: { readonly user: string; readonly role: string; readonly period: Period }[] = [];

  /** All that can be reached upwards, `role` included. */
  reach(role: string): Set<string> {
    const reached = new Set([role]);
    for (const at of reached) for (const edge of this.edges) if (edge.role === at) reached.add(edge.ancestor);
    return reached;
  }

  ancestors(role: string): string[] {
    return [...this.reach(role)].filter(other => other !== role).sort();
  }

  descendants(role: string): string[] {
    return [...this.roles].filter(other => other !== role && this.reach(other).has(role)).sort();
  }

  pairs(): Pair[] {
    return [...this.roles].flatMap(role => this.ancestors(role).map(ancestor => ({ role, ancestor })));
  }

  hasEdge(role: string, ancestor: string): boolean {
    return this.edges.some(edge => edge.role === role && edge.ancestor === ancestor);
  }

  link(role: string, ancestor: string): void {
    if (!this.hasEdge(role, ancestor)) this.edges.push({ role, ancestor });
  }

  unlink(role: string, ancestor: string): void {
    const at = this.edges.findIndex(edge => edge.role === role && edge.ancestor === ancestor);
    if (at >= 0) this.edges.splice(at, 1);
  }

  removeRole(role: string): void {
    this.roles.delete(role);
    for (const edge of this.edges.filter(it => it.role === role || it.ancestor === role))
      this.unlink(edge.role, edge.ancestor);
    this.rules.splice(0, Infinity, ...this.rules.filter(it => it.role !== role));
    this.grants = this.grants.filter(it => it.role !== role);
  }

  held(user: string, now: number): string[] {
    const granted = this.grants.filter(grant => grant.user === user && holds(grant.period, now));
    return [...new Set(granted.map(grant => grant.role))];
  }

  /** Every rule that reaches the user. */
  rulesOf(user: string, now: number): Rule[] {
    const reached = new Set(this.held(user, now).flatMap(role => [...this.reach(role)]));
    return this.rules.filter(({ role }) => reached.has(role)).map(({ rule }) => rule);
  }

  can(user: string, permission: string, resource: string, now: number): boolean {
    const rules = this.rulesOf(user, now).filter(
      rule => rule.permission === permission && covers(rule.scope, resource),
    );
    return rules.some(({ effect }) => effect === 'allow') && !rules.some(({ effect }) => effect === 'deny');
  }

  whoCan(permission: string, resource: string, now: number): string[] {
    const users = [...new Set(this.grants.map(({ user }) => user))];
    return users.filter(user => this.can(user, permission, resource, now)).sort();
  }

  effective(user: string, now: number): EffectivePermission[] {
    const rules = this.rulesOf(user, now);
    return [...new Set(rules.map(({ permission }) => permission))].sort().flatMap(permission => {
      const scopes = (effect: string): string[] => [
        ...new Set(
          rules
            .filter(rule => rule.permission === permission && rule.effect === effect)
            .map(({ scope }) => scope),
        ),
      ];
      const isBelowAnother = (scope: string, all: string[]): boolean =>
        all.some(other => other !== scope && covers(other, scope));
      const [allows, denies] = [scopes('allow'), scopes('deny')];
      const allow = allows.filter(
        scope => !isBelowAnother(scope, allows) && !denies.some(deny => covers(deny, scope)),
      );
      const deny = denies.filter(
        scope => !isBelowAnother(scope, denies) && allow.some(wide => covers(wide, scope)),
      );
      return allow.length === 0 ? [] : [{ permission, allow: allow.sort(), deny: deny.sort() }];
    });
  }
}

export const holds = ({ from = -Infinity, until = Infinity }: Period, now: number): boolean =>
  from <= now && now < until;

/** Compares segment by segment. */
export function covers(wide: string, narrow: string): boolean {
  if (wide === '') return true;
  const [outer, inner] = [wide.split('/'), narrow.split('/')];
  return outer.every((segment, i) => inner[i] === segment);
}

export const inOrder = (pairs: readonly Pair[]): string[] =>
  pairs.map(({ role, ancestor }) => `${JSON.stringify(role)} from ${JSON.stringify(ancestor)}`).sort();

/** Pairs of the first list that are not in the second. */
export function without(pairs: readonly Pair[], others: readonly Pair[]): Pair[] {
  const known = new Set(inOrder(others));
  return pairs.filter(pair => !known.has(inOrder([pair])[0]!));
}
