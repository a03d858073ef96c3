import { saveState, type Draft } from '../answers';
import { Button } from './button';
import { useSurroundings } from './context';
import type { TextareaElement } from './customElements';
import { Icon } from './icon';

interface Props {
  /** Of the draft. */
  readonly draftKey: string;
  readonly draft: Draft;
  readonly label: string;
  readonly placeholder: string;
  readonly leastRows: number;
}

/** A field whose text is saved as it is typed. */
export function DraftField({ draftKey, draft, label, placeholder, leastRows }: Props) {
  const { actions } = useSurroundings();
  return (
    <vscode-textarea
      label={label}
      placeholder={placeholder}
      value={draft.text}
      rows={rowsFor(draft.text, leastRows)}
      resize="vertical"
      onInput={event => actions.edit(draftKey, valueOf(event.currentTarget))}
      onFocus={() => actions.focusAnswer(draftKey)}
      onBlur={() => actions.blurAnswer(draftKey)}
    />
  );
}

const valueOf = (field: TextareaElement): string => field.value;

const saveIcons = { pending: 'edit', saving: 'sync', saved: 'check', failed: 'error' } as const;

/** Words, not only an icon; not a live region of its own: "Saved" at every pause would talk over the writer. */
export function SaveLabel({ draft }: { readonly draft: Draft }) {
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

/** A text that could not be saved by itself may be by hand. */
export function SaveAgain({ draftKey, draft }: Pick<Props, 'draftKey' | 'draft'>) {
  const { say, actions } = useSurroundings();
  if (saveState(draft) !== 'failed') return null;
  return <Button icon="save" label={say('saveNow')} onPress={() => actions.saveNow(draftKey)} />;
}

/** Of fields with few words: whether they are saved is said only when they are not. */
export function SaveTrouble({ draftKey, draft }: Pick<Props, 'draftKey' | 'draft'>) {
  if (saveState(draft) !== 'failed') return null;
  return (
    <p class="answer-facts">
      <SaveLabel draft={draft} />
      <SaveAgain draftKey={draftKey} draft={draft} />
    </p>
  );
}

/** As high as the text, within reason: a page of its own scroll bars is hard to write in. */
function rowsFor(text: string, least: number): number {
  const isShort = least <= 3;
  const columns = isShort ? 44 : 76;
  const rows = text.split('\n').reduce((sum, line) => sum + Math.max(1, Math.ceil(line.length / columns)), 0);
  return Math.min(28, Math.max(least, rows + (isShort ? 0 : 1)));
}
