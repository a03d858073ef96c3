import type { CheckState } from '../core/run/report';
import type { QuestionView, RunView } from '../protocol/panel';

export type LiveState = CheckState | 'running';

type Requirement = QuestionView['requirements'][number];
export type LiveRequirement = Omit<Requirement, 'state'> & { readonly state: LiveState };

/** How they stand now, be it in the middle of a run. */
export const liveRequirements = (
  { requirements }: Pick<QuestionView, 'requirements'>,
  run: RunView,
): readonly LiveRequirement[] =>
  run.kind === 'running' ? requirementsDuring(requirements, run.checks) : requirements;

/**
 * How the requirements stand as far as these checks tell. One that no check of them cites (a run of one suite) keeps
 * the state it had.
 */
export function requirementsDuring<S extends LiveState>(
  requirements: readonly Requirement[],
  checks: readonly { readonly requirements: readonly string[]; readonly state: S }[],
): readonly (Omit<Requirement, 'state'> & { readonly state: CheckState | S })[] {
  return requirements.map(requirement => {
    const states = checks.filter(c => c.requirements.includes(requirement.id)).map(c => c.state);
    return states.length === 0 ? requirement : { ...requirement, state: requirementState(states) };
  });
}

const precedence: readonly LiveState[] = ['failed', 'running', 'not-run', 'not-revealed'];

/** Of several, in the same order as in a report, with a running one before one that waits. */
export function requirementState<S extends LiveState>(states: readonly S[]): S | 'passed' {
  for (const wanted of precedence) {
    const found = states.find(state => state === wanted);
    if (found !== undefined) return found;
  }
  return 'passed';
}
