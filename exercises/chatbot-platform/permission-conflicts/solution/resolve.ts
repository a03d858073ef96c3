import type { Decision, Reason, Resolve, Role, Setting, Vote } from './types';

/** O(settings of all roles). Nothing depends on the order of roles or settings but the order of what is listed. */
export const resolve: Resolve = (roles, resource, action, strategy) => {
  checkRoles(roles);
  const votes = roles.map(role => voteOf(role, resource, action));
  const allows = votes.filter(({ vote }) => vote === 'allow');
  const denies = votes.filter(({ vote }) => vote === 'deny');
  const silent = votes.filter(({ vote }) => vote === 'not-set');

  const decide = (reason: Reason, deciders: readonly Vote[] = []): Decision => ({
    allowed: reason === 'allowed',
    reason,
    strategy,
    votes,
    decidedBy: deciders.map(({ role }) => role),
  });

  if (roles.length === 0) return decide('no-roles');
  switch (strategy) {
    case 'most-permissive':
      return allows.length > 0 ? decide('allowed', allows) : decide('not-set');
    case 'most-restrictive':
      if (denies.length > 0) return decide('denied', denies);
      if (allows.length === 0) return decide('not-set');
      return silent.length > 0 ? decide('not-allowed-by-all', silent) : decide('allowed', allows);
    case 'deny-overrides':
      if (denies.length > 0) return decide('denied', denies);
      return allows.length > 0 ? decide('allowed', allows) : decide('not-set');
    case 'priority': {
      const ranks = new Map(roles.map(role => [role.name, role.priority ?? Infinity]));
      const rankOf = ({ role }: Vote): number => ranks.get(role) ?? Infinity;
      const first = Math.min(...[...allows, ...denies].map(rankOf));
      const leading = (side: readonly Vote[]): Vote[] => side.filter(vote => rankOf(vote) === first);
      const [yes, no] = [leading(allows), leading(denies)];
      if (no.length > 0) return decide('denied', no);
      return yes.length > 0 ? decide('allowed', yes) : decide('not-set');
    }
    default:
      throw new RangeError(`there is no strategy ${JSON.stringify(strategy satisfies never)}`);
  }
};

function checkRoles(roles: readonly Role[]): void {
  const names = new Set<string>();
  for (const { name, priority } of roles) {
    if (names.has(name)) throw new RangeError(`the role ${JSON.stringify(name)} is there twice`);
    names.add(name);
    if (priority !== undefined && !Number.isInteger(priority))
      throw new RangeError(`the priority of ${JSON.stringify(name)} must be a whole number, not ${priority}`);
  }
}

/** The resource counts before the action: what is said about this very resource goes before what is said about any. */
const specificity = (setting: Setting): number =>
  (setting.resource === '*' ? 0 : 2) + (setting.action === '*' ? 0 : 1);

function voteOf({ name, settings }: Role, resource: string, action: string): Vote {
  let speaker: Setting | null = null;
  for (const setting of settings) {
    const isAbout =
      (setting.resource === resource || setting.resource === '*') &&
      (setting.action === action || setting.action === '*');
    if (!isAbout) continue;
    const lead = speaker ? specificity(setting) - specificity(speaker) : 1;
    if (lead > 0 || (lead === 0 && setting.effect === 'deny')) speaker = setting;
  }
  return { role: name, vote: speaker?.effect ?? 'not-set', setting: speaker && { ...speaker } };
}
