import type { QuestionView } from '../../protocol/panel';
import { Button } from './button';
import { useSurroundings } from './context';

/** What comes when the work is done: the reference solution, and the way on. */
export function Afterwards({ question }: { readonly question: QuestionView }) {
  const { say, actions } = useSurroundings();
  const { solutionRevealed, solutionWhen, next, state, kind } = question;
  if (kind === 'discussed' && !next) return null;
  return (
    <section class="afterwards" aria-labelledby="afterwards-heading">
      <h2 id="afterwards-heading">{say(kind === 'checked' ? 'afterwards' : 'afterwardsDiscussed')}</h2>
      {kind === 'checked' && (
        <div class="afterwards-row">
          {solutionRevealed ? (
            <>
              <Button icon="diff" label={say('compareSolution')} onPress={() => actions.compareSolution()} />
              <span class="muted">{say('compareSolutionAbout')}</span>
            </>
          ) : (
            solutionWhen !== '' && <p class="muted">{solutionWhen}</p>
          )}
        </div>
      )}
      {next && (
        <Button
          primary={state === 'passed'}
          icon="arrow-right"
          label={say('nextExercise', { title: next.title })}
          onPress={() => actions.openExercise(next.ref)}
        />
      )}
    </section>
  );
}
