import type { ExerciseKind } from '../../core/exercise';
import type { ExerciseState } from '../../core/progress';
import type { LiveState } from '../liveRequirements';
import type { Say } from '../say';
import { useSurroundings } from './context';
import { Icon } from './icon';

const checkIcons: Readonly<Record<LiveState, string>> = {
  passed: 'pass-filled',
  failed: 'error',
  'not-run': 'circle-large-outline',
  'not-revealed': 'eye-closed',
  running: 'sync',
};

/** A state as icon and word. Colour only repeats what they say. */
export function CheckStateLabel({ state }: { readonly state: LiveState }) {
  const { say } = useSurroundings();
  return (
    <span class={`state state-${state}`}>
      <Icon name={checkIcons[state]} spin={state === 'running'} />
      <span class="state-word">{say(`check.${state}`)}</span>
    </span>
  );
}

const exerciseIcons: Readonly<Record<ExerciseState, { icon: string; looks: LiveState }>> = {
  new: { icon: 'circle-large-outline', looks: 'not-run' },
  started: { icon: 'edit', looks: 'running' },
  failing: { icon: 'error', looks: 'failed' },
  passed: { icon: 'pass-filled', looks: 'passed' },
};

interface ExerciseStateProps {
  readonly state: ExerciseState;
  readonly kind: ExerciseKind;
}

/** What is written has been judged by the learner alone, and the word says so. */
export function ExerciseStateText({ state, kind, say }: ExerciseStateProps & { readonly say: Say }) {
  const { icon, looks } = exerciseIcons[state];
  return (
    <span class={`state state-${looks}`}>
      <Icon name={icon} />
      <span class="state-word">
        {state === 'passed' && kind === 'discussed' ? say('state.reviewed') : say(`state.${state}`)}
      </span>
    </span>
  );
}

/** As `ExerciseStateText`, in the panel. */
export const ExerciseStateLabel = (props: ExerciseStateProps) => (
  <ExerciseStateText {...props} say={useSurroundings().say} />
);
