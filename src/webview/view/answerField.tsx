import type { ExerciseKind } from '../../core/exercise';
import type { DiscussionView } from '../../protocol/panel';
import { countWords, draftKey, saveState, type Draft } from '../answers';
import { Button } from './button';
import { useSurroundings } from './context';
import type { TextareaElement } from './customElements';
import { Icon } from './icon';

interface Props {
  readonly discussion: DiscussionView;
  readonly draft: Draft | undefined;
  readonly kind: ExerciseKind;
}

export function AnswerField({ discussion, draft, kind }: Props) {
  const { say, actions } = useSurroundings();
  if (discussion.answer === null || !draft) {
    const needs = kind === 'checked' ? 'answerNeedsAttempt' : 'answerNeedsBeginning';
    return <p class="muted">{say(draft && draft.text !== '' ? 'answerWaits' : needs)}</p>;
  }
  const key = draftKey(draft.ref, draft.discussion);
  return (
    <div class="answer">
      <vscode-textarea
        label={say('yourAnswer', { title: discussion.title })}
        placeholder={say('answerPlaceholder')}
        value={draft.text}
        rows={rowsFor(draft.text)}
        resize="vertical"
        onInput={event => actions.edit(key, valueOf(event.currentTarget))}
        onFocus={() => actions.focusAnswer(key)}
        onBlur={() => actions.blurAnswer(key)}
      />
      <p class="answer-facts">
        <SaveLabel draft={draft} />
        <span>{say('answerFile', { id: discussion.id })}</span>
        <span class="answer-words">{say.many('words', countWords(draft.text))}</span>
      </p>
      {saveState(draft) === 'failed' && (
        <Button icon="save" label={say('saveNow')} onPress={() => actions.saveNow(key)} />
      )}
    </div>
  );
}

const valueOf = (field: TextareaElement): string => field.value;

const saveIcons = { pending: 'edit', saving: 'sync', saved: 'check', failed: 'error' } as const;

/** Words, not only an icon; not a live region of its own: "Saved" at every pause would talk over the writer. */
function SaveLabel({ draft }: { readonly draft: Draft }) {
  const { say } = useSurroundings();
  const state = saveState(draft);
  if (state === 'untouched') return null;
  const text =
    state === 'failed' ? say('save.failed', { reason: draft.failure ?? '' }) : say(`save.${state}`);
  return (
    <span class={`save save-${state}`}>
      <Icon name={saveIcons[state]} />
      {text}
    </span>
  );
}

const columns = 76;

/** As high as the text, within reason: a page of its own scroll bars is hard to write in. */
function rowsFor(text: string): number {
  const rows = text.split('\n').reduce((sum, line) => sum + Math.max(1, Math.ceil(line.length / columns)), 0);
  return Math.min(28, Math.max(7, rows + 1));
}
