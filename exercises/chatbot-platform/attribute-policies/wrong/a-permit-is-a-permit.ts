import type { Compiled, Facts } from './conditions';
import { all, any, constant } from './predicates';
import type { Combining, Decision, Effect, Policy, Predicate } from './types';

export interface CompiledPolicy {
  readonly id: string;
  readonly effect: Policy['effect'];
  readonly when: Compiled;
}

const said = (effect: Effect, by: string | null): Decision => ({
  allowed: effect === 'permit',
  effect,
  by,
  missing: [],
});

/**
 * One answer out of what the policies say that fit, in their order. Policies that can change nothing any more are not
 * evaluated.
 */
export function decide(combining: Combining, policies: readonly CompiledPolicy[], facts: Facts): Decision {
  const strong = combining === 'permit-overrides' ? 'permit' : 'deny';
  /** What would be the answer for each thing that a policy can say, if nothing better comes. */
  const perhaps: Partial<Record<Policy['effect'], Decision>> = {};
  let weak: Decision | undefined;
  for (const { id, effect, when } of policies) {
    const truth = when.evaluate(facts);
    if (truth === false) continue;
    const verdict: Decision =
      truth === true ? said(effect, id) : { ...said('indeterminate', id), missing: [...truth].toSorted() };
    if (combining === 'first-applicable' || verdict.effect === strong) return verdict;
    if (truth === true) weak ??= verdict;
    else perhaps[effect] ??= verdict;
  }
  const [first, last] = strong === 'deny' ? [perhaps.deny, perhaps.permit] : [perhaps.permit, perhaps.deny];
  return (strong === 'deny' ? weak : undefined) ?? first ?? weak ?? last ?? said('not-applicable', null);
}

/** The resources to which that function would say permit, in proportion to the size of the conditions. */
export function permitted(
  combining: Combining,
  policies: readonly CompiledPolicy[],
  facts: Facts,
): Predicate {
  const where = (effect: Policy['effect'], wanted: boolean): Predicate[] =>
    policies.filter(it => it.effect === effect).map(({ when }) => when.where(facts, wanted));
  switch (combining) {
    case 'permit-overrides':
      return any(where('permit', true));
    case 'deny-overrides': {
      const some = any(where('permit', true));
      return all([some, ...where('deny', false)]); // a deny that is unknown is not false
    }
    case 'first-applicable':
      return policies.reduceRight((rest, { effect, when }) => {
        const later = all([when.where(facts, false), rest]);
        return effect === 'permit' ? any([when.where(facts, true), later]) : later;
      }, constant(false));
  }
}
