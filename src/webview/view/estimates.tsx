import type { DiscussionView, EstimateView } from '../../protocol/discussionView';
import type { QuestionView } from '../../protocol/panel';
import { placeName } from '../../protocol/answerPlace';
import { draftKey } from '../answers';
import { estimateText, isChecked } from '../estimateText';
import type { State } from '../state';
import { Button } from './button';
import { useSurroundings } from './context';
import { Disclosure } from './disclosure';
import { SaveTrouble } from './draftField';
import { Icon } from './icon';
import { InlineProse, Prose } from './prose';

interface Props {
  readonly discussion: DiscussionView;
  readonly question: QuestionView;
  readonly state: State;
}

export function Estimates({ discussion, question, state }: Props) {
  const { say } = useSurroundings();
  return (
    <section class="estimates" aria-label={say('estimates')}>
      <p class="small-heading">{say('estimates')}</p>
      <ul>
        {discussion.estimates.map(estimate => (
          <li key={estimate.id}>
            <Estimate {...{ discussion, estimate, question, state }} />
          </li>
        ))}
      </ul>
    </section>
  );
}

interface EstimateProps extends Props {
  readonly estimate: EstimateView;
}

function Estimate({ discussion, estimate, question, state }: EstimateProps) {
  const { say, actions } = useSurroundings();
  const { id, html, kind, working } = estimate;
  const key = draftKey(question.ref, placeName({ discussion: discussion.id, part: 'estimate', id }));
  const draft = state.drafts[key];
  const inputId = `estimate-${discussion.id}-${id}`;
  const check = (text: string) => {
    if (text.trim() !== '') void actions.reviewing.checkEstimate(discussion.id, id, text);
  };
  return (
    <div class="estimate">
      <label for={inputId}>
        <InlineProse html={html} />
      </label>
      {draft && estimate.answer !== null && (
        <>
          <div class="estimate-row">
            <input
              id={inputId}
              class="estimate-input"
              type="text"
              autocomplete="off"
              spellcheck={false}
              dir="ltr"
              placeholder={say('estimatePlaceholder', { example: say(`estimate.example.${kind}`) })}
              aria-describedby={isChecked(estimate, draft.text) ? `${inputId}-verdict` : undefined}
              value={draft.text}
              onInput={event => actions.edit(key, event.currentTarget.value)}
              onFocus={() => actions.focusAnswer(key)}
              onBlur={() => actions.blurAnswer(key)}
              onKeyDown={event => {
                if (event.key === 'Enter' && !event.isComposing) check(event.currentTarget.value);
              }}
            />
            <Button label={say('checkEstimate')} onPress={() => check(draft.text)} />
          </div>
          <Verdict id={`${inputId}-verdict`} draftKey={key} {...{ estimate, discussion }} text={draft.text} />
          <SaveTrouble draftKey={key} draft={draft} />
        </>
      )}
      {working && (
        <Disclosure
          id={`working-${discussion.id}-${id}`}
          level={4}
          open={state.open[`working-${discussion.id}-${id}`] ?? false}
          title={say('working')}
        >
          <p class="estimate-value">{working.value}</p>
          <Prose html={working.html} />
          {working.explanationHtml !== '' && <Prose html={working.explanationHtml} />}
        </Disclosure>
      )}
    </div>
  );
}

interface VerdictProps extends Pick<EstimateProps, 'estimate' | 'discussion'> {
  readonly id: string;
  readonly draftKey: string;
  readonly text: string;
}

const icons = { right: 'pass', off: 'error', unclear: 'question', refused: 'question' } as const;

function Verdict({ id, draftKey: key, estimate, discussion, text }: VerdictProps) {
  const { say, actions } = useSurroundings();
  if (!estimate.checked || text.trim() === '') return null;
  if (!isChecked(estimate, text)) return <p class="muted">{say('estimateChanged')}</p>;
  const { verdict } = estimate.checked;
  const choose = (reading: string) => {
    actions.edit(key, reading);
    void actions.reviewing.checkEstimate(discussion.id, estimate.id, reading);
  };
  return (
    <div class={`estimate-verdict estimate-${verdict.kind}`} id={id}>
      <Icon name={icons[verdict.kind]} />
      <p>{estimateText(estimate.kind, verdict, say)}</p>
      {verdict.kind === 'unclear' &&
        verdict.readings.map(reading => (
          <Button key={reading} label={reading} onPress={() => choose(reading)} />
        ))}
    </div>
  );
}
