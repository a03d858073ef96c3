import type { ExerciseRef } from '../../core/exercise';
import type { PastExercise, ProgressView } from '../../protocol/progressPanel';
import type { Say } from '../say';
import { LinkButton } from '../view/button';
import { ExerciseStateText } from '../view/stateLabel';
import { dateWords, spanWords } from './progressWords';

interface Props {
  readonly view: ProgressView;
  readonly say: Say;
  readonly open: (ref: ExerciseRef) => void;
  readonly reset: (ref: ExerciseRef) => void;
}

/** Every exercise that has been worked on. All strips have the same time line, so that rows can be compared. */
export function History({ view: { history, now }, say, open, reset }: Props) {
  const times = history.flatMap(({ history: runs }) => runs.map(({ at }) => at));
  const from = times.length > 0 ? Math.min(...times) : now;
  return (
    <>
      {times.length > 0 && <p class="muted">{say('historyLegend', { from: dateWords(from, say) })}</p>}
      <ul class="history">
        {history.map(past => (
          <li key={past.ref}>
            <div class="history-head">
              <h3>
                <LinkButton label={past.title} onPress={() => open(past.ref)} />
              </h3>
              <ExerciseStateText state={past.state} kind={past.kind} say={say} />
            </div>
            {past.history.length > 0 && <Strip past={past} from={from} to={now} say={say} />}
            <div class="history-foot">
              <Facts past={past} say={say} />
              <LinkButton
                label={say('resetExercise')}
                name={say('resetExerciseName', { title: past.title })}
                onPress={() => reset(past.ref)}
              />
            </div>
          </li>
        ))}
      </ul>
    </>
  );
}

function Facts({ past, say }: { readonly past: PastExercise; readonly say: Say }) {
  const { kind, runs, attempts, startedAt, firstPassAt, hintsUsed } = past;
  const facts: readonly (readonly [name: string, fact: string])[] = [
    ...(kind === 'checked' ? [[say('historyName'), runs.toLocaleString(say.language)] as const] : []),
    ...(attempts > 1 ? [[say('attemptsName'), say.many('attemptsCount', attempts)] as const] : []),
    ...(firstPassAt === null ? [[say('firstPassName'), say('firstPassNone')] as const] : []),
    ...(firstPassAt !== null && startedAt !== null
      ? [[say('firstPassName'), spanWords(Math.max(0, firstPassAt - startedAt), say)] as const]
      : []),
    ...(firstPassAt === null ? [] : [[say('returnedName'), dateWords(firstPassAt, say)] as const]),
    [say('hintsName'), String(hintsUsed)],
  ];
  return (
    <dl class="history-facts">
      {facts.map(([name, fact]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{fact}</dd>
        </div>
      ))}
    </dl>
  );
}

interface StripProps {
  readonly past: PastExercise;
  readonly from: number;
  readonly to: number;
  readonly say: Say;
}

/** One mark for each run, on a line from the first run of all to now. Marks keep their size in a narrow page. */
function Strip({ past: { history }, from, to, say }: StripProps) {
  const span = Math.max(to - from, 1);
  const xOf = (at: number): string =>
    `${Math.round(1_000 * Math.min(1, Math.max(0, (at - from) / span))) / 10}%`;
  const passed = history.filter(run => run.passed).length;
  const [first, last] = [history[0], history.at(-1)];
  return (
    <svg
      class="strip"
      role="img"
      aria-label={say('historyFigure', {
        from: dateWords(first?.at ?? from, say),
        to: dateWords(last?.at ?? to, say),
        passed,
        failed: history.length - passed,
      })}
    >
      <line class="strip-line" x1="0" y1="50%" x2="100%" y2="50%" />
      {history.map(run => (
        <circle
          key={run.passed ? run.at : -run.at}
          class={run.passed ? 'strip-passed' : 'strip-failed'}
          cx={xOf(run.at)}
          cy="50%"
          r="4.5"
        />
      ))}
    </svg>
  );
}
