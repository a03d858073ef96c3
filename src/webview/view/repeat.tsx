import { checkName } from '../verdict';
import { LinkButton } from './button';
import { useSurroundings } from './context';

interface RepeatProps {
  readonly suite: string;
  readonly title: string;
  readonly seed: number;
  /** A check whose title is hidden cannot be told from the others, and only all of them can be run. */
  readonly canRun: boolean;
}

/** The seed that one check had, and the way to see it fail like that again. */
export function RepeatCheck({ suite, title, seed, canRun }: RepeatProps) {
  const { say, actions } = useSurroundings();
  return (
    <p class="repeat">
      <span class="muted">{say('seed', { seed })}</span>
      {canRun && (
        <LinkButton
          label={say('runWithSeed')}
          name={say('runWithSeedNamed', { check: checkName(title).name })}
          onPress={() => void actions.check({ only: { suite, title }, seed })}
        />
      )}
    </p>
  );
}
