import type { ExerciseRef } from '../../core/exercise';
import type { NextExercise, ProgressView } from '../../protocol/progressPanel';
import type { Say } from '../say';
import { LinkButton } from '../view/button';
import { dateWords, reasonSentence, rulesText } from './progressWords';

interface Props {
  readonly view: ProgressView;
  readonly say: Say;
  readonly open: (ref: ExerciseRef) => void;
}

export function NextList({ view: { next, nextReturnAt, intervals }, say, open }: Props) {
  return (
    <>
      {next.length === 0 ? (
        <p>
          {say('nextNothing')}
          {nextReturnAt !== null && ` ${say('nextReturn', { date: dateWords(nextReturnAt, say) })}`}
        </p>
      ) : (
        <ol class="next">
          {next.map(step => (
            <NextRow key={step.ref} step={step} say={say} open={open} />
          ))}
        </ol>
      )}
      <details class="next-rules">
        <summary>{say('nextRules')}</summary>
        <p>{rulesText(intervals, say)}</p>
      </details>
    </>
  );
}

function NextRow({ step, say, open }: Pick<Props, 'say' | 'open'> & { readonly step: NextExercise }) {
  const { ref, title, packTitle, difficulty, minutes, reason } = step;
  const facts = [packTitle, say(`difficulty.${difficulty}`), say.many('minutes', minutes)];
  return (
    <li>
      <h3>
        <LinkButton label={title} onPress={() => open(ref)} />
      </h3>
      <p>{reasonSentence(reason, say)}</p>
      <p class="muted">{facts.join(' · ')}</p>
    </li>
  );
}
