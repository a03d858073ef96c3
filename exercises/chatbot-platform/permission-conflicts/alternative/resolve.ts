import type { Decision, Reason, Resolve, Role, Setting, Vote } from './types';

/** Four levels, from the most specific; a role says what its first level with anything in it says. */
function ask(role: Role, resource: string, action: string): Vote {
  for (const at of [resource, '*'])
    for (const doing of [action, '*']) {
      const said = role.settings.filter(it => it.resource === at && it.action === doing);
      const setting: Setting | undefined = said.find(it => it.effect === 'deny') ?? said[0];
      if (setting) return { role: role.name, vote: setting.effect, setting: { ...setting } };
    }
  return { role: role.name, vote: 'not-set', setting: null };
}

/** Each strategy is a list of questions: the first group of voters that is not empty decides, for its reason. */
export const resolve: Resolve = (roles, resource, action, strategy) => {
  if (new Set(roles.map(role => role.name)).size < roles.length)
    throw new RangeError('two roles of one name');
  for (const { priority = 0 } of roles)
    if (priority % 1 !== 0) throw new RangeError(`${priority} is no priority`);

  const votes = roles.map(role => ask(role, resource, action));
  const having = (vote: Vote['vote'], among = votes): string[] =>
    among.filter(it => it.vote === vote).map(it => it.role);

  const outcome = (): readonly [Reason, readonly string[]] => {
    if (votes.length === 0) return ['no-roles', []];
    const [yes, no] = [having('allow'), having('deny')];
    if (strategy === 'most-permissive') return yes.length > 0 ? ['allowed', yes] : ['not-set', []];
    if (strategy === 'priority') {
      const said = roles.filter((_, i) => votes[i]?.vote !== 'not-set');
      const rank = (role: Role): number => role.priority ?? Infinity;
      const first = said
        .filter(role => said.every(other => rank(role) <= rank(other)))
        .map(role => role.name);
      const leading = votes.filter(vote => first.includes(vote.role));
      if (leading.length === 0) return ['not-set', []];
      const against = having('deny', leading);
      return against.length > 0 ? ['denied', against] : ['allowed', having('allow', leading)];
    }
    if (no.length > 0) return ['denied', no];
    if (yes.length === 0) return ['not-set', []];
    const silent = having('not-set');
    return strategy === 'most-restrictive' && silent.length > 0
      ? ['not-allowed-by-all', silent]
      : ['allowed', yes];
  };
  const [reason, decidedBy] = outcome();
  return { allowed: reason === 'allowed', reason, strategy, votes, decidedBy } satisfies Decision;
};
