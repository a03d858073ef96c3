/** The contract of `resolve`, in another form: a table of what each level of a role says, and of what each strategy makes of it. */
import assert from 'node:assert/strict';
import type { Decision, Effect, Role, Setting, Strategy, Vote } from '#attempt/types.ts';
import { random } from '#testkit';

export const strategies: readonly Strategy[] = [
  'most-permissive',
  'most-restrictive',
  'priority',
  'deny-overrides',
];

/** What the role says, at the first level at which it says anything. */
export function voteOf(role: Role, resource: string, action: string): Effect | 'not-set' {
  for (const [at, doing] of [
    [resource, action],
    [resource, '*'],
    ['*', action],
    ['*', '*'],
  ]) {
    const said = role.settings.filter(it => it.resource === at && it.action === doing).map(it => it.effect);
    if (said.includes('deny')) return 'deny';
    if (said.includes('allow')) return 'allow';
  }
  return 'not-set';
}

/** Everything of a decision but which of several settings spoke. */
export type Verdict = Pick<Decision, 'allowed' | 'reason' | 'decidedBy'>;

export function decide(
  roles: readonly Role[],
  resource: string,
  action: string,
  strategy: Strategy,
): Verdict {
  const voters = roles.map(role => ({ role, vote: voteOf(role, resource, action) }));
  const names = (vote: Vote['vote'], among = voters): string[] =>
    among.filter(it => it.vote === vote).map(it => it.role.name);
  const no = (reason: Decision['reason'], decidedBy: string[] = []): Verdict => ({
    allowed: false,
    reason,
    decidedBy,
  });
  const yes = (decidedBy: string[]): Verdict => ({ allowed: true, reason: 'allowed', decidedBy });
  if (voters.length === 0) return no('no-roles');
  const heard = voters.filter(it => it.vote !== 'not-set');
  if (heard.length === 0) return no('not-set');
  switch (strategy) {
    case 'most-permissive':
      return names('allow').length > 0 ? yes(names('allow')) : no('not-set');
    case 'most-restrictive':
      if (names('deny').length > 0) return no('denied', names('deny'));
      return names('not-set').length > 0 ? no('not-allowed-by-all', names('not-set')) : yes(names('allow'));
    case 'deny-overrides':
      return names('deny').length > 0 ? no('denied', names('deny')) : yes(names('allow'));
    case 'priority': {
      const ranked = heard.filter(it => it.role.priority !== undefined);
      const best = Math.min(...ranked.map(it => it.role.priority!));
      const first = ranked.length > 0 ? ranked.filter(it => it.role.priority === best) : heard;
      return names('deny', first).length > 0
        ? no('denied', names('deny', first))
        : yes(names('allow', first));
    }
  }
}

/** A copy of a decision. */
export function parseDecision({ allowed, reason, strategy, votes, decidedBy }: Decision): Decision {
  assert.ok(
    Array.isArray(votes) && Array.isArray(decidedBy),
    'A decision should have lists of votes and of deciders',
  );
  return {
    allowed,
    reason,
    strategy,
    votes: Array.from(votes as readonly Vote[], ({ role, vote, setting }) => ({
      role,
      vote,
      setting: setting && { resource: setting.resource, action: setting.action, effect: setting.effect },
    })),
    decidedBy: Array.from(decidedBy as readonly string[]),
  };
}

export const verdictOf = ({ allowed, reason, decidedBy }: Decision): Verdict => ({
  allowed,
  reason,
  decidedBy,
});

export const resources = ['sales', 'reports', 'sales*', 'Sales', '__proto__'];
export const actions = ['read', 'write', 'read,write', ''];

export const randomSetting = (denies = 0.35): Setting => ({
  resource: random.chance(0.3) ? '*' : random.pick(resources),
  action: random.chance(0.3) ? '*' : random.pick(actions),
  effect: random.chance(denies) ? 'deny' : 'allow',
});

export function randomRoles(count: number, denies?: number): Role[] {
  return ['analyst', 'guest', 'report_viewer', 'admin', '', 'constructor'].slice(0, count).map(name => ({
    name,
    ...(random.chance(0.6) && { priority: random.int(-1, 3) }),
    settings: Array.from({ length: random.int(0, 4) }, () => randomSetting(denies)),
  }));
}
