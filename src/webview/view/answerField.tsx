import type { ExerciseKind } from '../../core/exercise';
import type { DiscussionView } from '../../protocol/discussionView';
import { draftKey, type Draft } from '../answers';
import type { State } from '../state';
import { writingGuide } from '../writingGuide';
import { useSurroundings } from './context';
import { DraftField, SaveAgain, SaveLabel } from './draftField';
import { Icon } from './icon';
import { Prose } from './prose';
import { useRendered } from './useRendered';

interface Props {
  readonly discussion: DiscussionView;
  readonly draft: Draft | undefined;
  readonly kind: ExerciseKind;
  readonly open: State['open'];
}

export function AnswerField({ discussion, draft, kind, open }: Props) {
  const { say, actions } = useSurroundings();
  if (discussion.answer === null || !draft) {
    const needs = kind === 'checked' ? 'answerNeedsAttempt' : 'answerNeedsBeginning';
    return <p class="muted">{say(draft && draft.text !== '' ? 'answerWaits' : needs)}</p>;
  }
  const key = draftKey(draft.ref, draft.place);
  const previewId = `preview-${discussion.id}`;
  const isPreviewed = open[previewId] ?? false;
  const toggle = () => actions.toggle(previewId, !isPreviewed);
  const onKeyDown = (event: KeyboardEvent) => {
    if (!event.altKey || !event.shiftKey || event.code !== 'KeyP') return;
    event.preventDefault();
    if (!event.repeat) toggle();
  };
  return (
    <div class="answer" onKeyDown={onKeyDown}>
      <div class={isPreviewed ? 'answer-sides answer-previewed' : 'answer-sides'}>
        <DraftField
          draftKey={key}
          draft={draft}
          label={say('yourAnswer', { title: discussion.title })}
          placeholder={say('answerPlaceholder')}
          leastRows={7}
        />
        {isPreviewed && <AnswerPreview id={previewId} title={discussion.title} text={draft.text} />}
      </div>
      <p class="answer-facts">
        <SaveLabel draft={draft} />
        <span>{say('answerFile', { id: discussion.id })}</span>
        <Guide text={draft.text} minutes={discussion.minutes} />
        <button
          type="button"
          class="toggle"
          aria-pressed={isPreviewed}
          aria-controls={isPreviewed ? previewId : undefined}
          aria-keyshortcuts="Alt+Shift+P"
          title={say('previewAnswerKeys')}
          onClick={toggle}
        >
          <Icon name="open-preview" />
          {say('previewAnswer')}
        </button>
      </p>
      <SaveAgain draftKey={key} draft={draft} />
    </div>
  );
}

/** What is usual, for whoever looks: nothing changes colour, and nobody is interrupted. */
function Guide({ text, minutes }: { readonly text: string; readonly minutes: number }) {
  const { say } = useSurroundings();
  const { words, from, to, readMinutes } = writingGuide(text, minutes);
  return (
    <span class="answer-words">
      {say.many('words', words)}
      {words > 0 && `, ${say.many('reads', readMinutes)}`}
      {'; '}
      {say('wordsUsual', { from, to, minutes: say.many('minutes', minutes) })}
    </span>
  );
}

interface PreviewProps {
  readonly id: string;
  readonly title: string;
  readonly text: string;
}

function AnswerPreview({ id, title, text }: PreviewProps) {
  const { say } = useSurroundings();
  const html = useRendered(text, true);
  return (
    <div class="answer-preview" id={id} role="region" aria-label={say('previewOf', { title })} tabIndex={0}>
      {text.trim() === '' ? <p class="muted">{say('previewEmpty')}</p> : <Prose html={html} />}
    </div>
  );
}
